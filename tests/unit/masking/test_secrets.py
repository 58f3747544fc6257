"""Every labelled secret is masked, and nothing around it is touched."""

import pytest

from portal.masking.looks import GAP, NOTHING
from portal.masking.mask import holds_secret, mask_text
from tests.unit.masking.secret_samples import SECRETS


def parts_of(sample: str) -> tuple[str, str, str]:
    """What stands before, in and after the marks."""
    before, _, rest = sample.replace("·", "").partition("⟦")
    secret, _, after = rest.partition("⟧")
    return before, secret, after


def test_the_table_of_secrets_is_large() -> None:
    assert len(SECRETS) >= 120


@pytest.mark.parametrize(("sample", "ends"), SECRETS, ids=[sample[:40] for sample, _ in SECRETS])
def test_secret_is_masked_and_its_surroundings_stay(sample: str, *, ends: bool) -> None:
    before, secret, after = parts_of(sample)

    masked = mask_text(before + secret + after)

    assert masked.text.startswith(before)
    assert masked.text.endswith(after)
    shown = masked.text[len(before) : len(masked.text) - len(after)]
    assert [finding.shown for finding in masked.findings] == [shown]
    if ends:
        head, gap, tail = shown.partition(GAP)
        assert gap
        assert len(head) <= 4
        assert len(tail) <= 4
        assert len(head + tail) * 3 <= len(secret)
        assert secret.startswith(head)
        assert secret.endswith(tail)
    else:
        assert shown == NOTHING


@pytest.mark.parametrize("sample", [sample for sample, _ in SECRETS], ids=[sample[:40] for sample, _ in SECRETS])
def test_masking_a_masked_text_finds_nothing(sample: str) -> None:
    once = mask_text("".join(parts_of(sample)))

    again = mask_text(once.text)

    assert again.text == once.text
    assert again.findings == ()


def test_paragraph_with_a_secret_is_told_without_masking() -> None:
    assert [sample for sample, _ in SECRETS if not holds_secret("".join(parts_of(sample)))] == []


@pytest.mark.parametrize(
    "below",
    [
        "unfortunately-not",
        "AqX7kLm2Zp9Rt4Vw8Yb1Nc is the trace",
        "131047",
        "fbtrace_id: A1bCdEfGhIjKlMnOpQrS2AK",
        "Mara",
    ],
)
@pytest.mark.parametrize(
    "token", ["EA·AJB0123456789abcdefghijklmnopqrstuvwxyz", "ey·JhbGciOiJI.ey·JzdWIiOiIx.dozjgNryP4J3"]
)
def test_what_stands_below_a_token_stays(token: str, below: str) -> None:
    masked = mask_text(f"{token.replace('·', '')}\n{below}")

    assert masked.text.partition("\n")[2] == below
    assert masked.findings

"""What holds for every text: nothing new on a second look, no secret shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.masking.looks import GAP, NOTHING
from portal.masking.mask import mask_text
from portal.masking.model import Kind
from tests.unit.masking.harmless_samples import HARMLESS
from tests.unit.masking.secret_samples import SECRETS

texts = st.sampled_from([sample.replace("·", "").replace("⟦", "").replace("⟧", "") for sample, _ in SECRETS])
separators = st.sampled_from(["\n", "\n\n", " ", ", ", "; ", "\t", " – "])
pieces = st.lists(st.tuples(texts | st.sampled_from(HARMLESS) | st.text(max_size=30), separators), max_size=6)


@given(pieces)
@settings(max_examples=100, derandomize=True, deadline=None)
def test_masking_a_masked_text_finds_nothing(parts: list[tuple[str, str]]) -> None:
    once = mask_text("".join(text + separator for text, separator in parts))

    assert mask_text(once.text) == type(once)(once.text, ())


@given(st.sampled_from(SECRETS), st.sampled_from(["", "Hello\n", "Error 131047:\n", '{"a": 1}\n']))
def test_secret_is_found_behind_any_text(sample: tuple[str, bool], before: str) -> None:
    text = sample[0].replace("·", "")
    secret = text.partition("⟦")[2].partition("⟧")[0]

    masked = mask_text(before + text.replace("⟦", "").replace("⟧", ""))

    assert secret not in masked.text


def test_findings_point_at_their_masks() -> None:
    masked = mask_text("password: hunter2\nD360-API-KEY: Xy12Zw34Qr56Tu78Vb90Nm\n")

    assert [masked.text[found.start : found.end] for found in masked.findings] == [NOTHING, f"Xy1{GAP}0Nm"]
    assert [found.kind for found in masked.findings] == [Kind.PASSWORD, Kind.API_KEY]
    assert [found.shown for found in masked.findings] == [NOTHING, f"Xy1{GAP}0Nm"]


def test_secret_inside_a_secret_becomes_one_finding() -> None:
    token = "eyJ" + "hbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiIxMjM0In0.dozjgNryP4J3"

    masked = mask_text(f"Cookie: session={token}; theme=dark\n")

    assert masked.text == f"Cookie: {NOTHING}\n"
    assert len(masked.findings) == 1


@pytest.mark.parametrize(
    ("length", "shown"), [(6, 1), (11, 1), (12, 2), (17, 2), (18, 3), (23, 3), (24, 4), (25, 4), (200, 4)]
)
def test_short_keys_show_less_than_a_third(length: int, shown: int) -> None:
    key = ("a1B2" * length)[:length]

    masked = mask_text(f"D360-API-KEY: {key}")

    assert masked.findings[0].shown == f"{key[:shown]}{GAP}{key[-shown:]}"


def test_hand_made_mask_that_shows_too_much_is_masked_again() -> None:
    assert mask_text("D360-API-KEY: abcdefgh1234****efgh5678ijkl").text == f"D360-API-KEY: abcd{GAP}ijkl"


def test_letters_that_grow_in_small_do_not_shift_the_mask() -> None:
    assert mask_text("İİİİ password: hunter2").text == f"İİİİ password: {NOTHING}"

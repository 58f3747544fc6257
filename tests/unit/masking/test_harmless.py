"""False alarms teach people to ignore the real ones, so what is no secret stays as it is."""

import pytest

from portal.masking.mask import holds_secret, mask_text
from tests.unit.masking.harmless_samples import HARMLESS


def test_the_table_of_harmless_texts_is_large() -> None:
    assert len(HARMLESS) >= 120


@pytest.mark.parametrize("text", HARMLESS, ids=[text[:40] for text in HARMLESS])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    masked = mask_text(text)

    assert masked.text == text
    assert masked.findings == ()
    assert not holds_secret(text)


def test_all_harmless_texts_together_stay_as_they_are() -> None:
    text = "\n".join(HARMLESS)

    assert mask_text(text).text == text

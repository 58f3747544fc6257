"""A masked place is shown with what stands around it, and that reads from a word on."""

import pytest

from portal.masking.mask import leave_out_masks, mask_text
from portal.masking.spots import find_spots

KEY = "Xy12Zw34Qr56Tu78Vb90Nm"


def spot_of(text: str):
    return find_spots(mask_text(text), "details")[0]


def test_what_stands_before_a_mask_begins_with_a_word():
    text = f"curl -X POST https://waba-v2.360dialog.io/v1/configs/webhook -H 'D360-API-KEY: {KEY}'"

    assert spot_of(text).before == "-H 'D360-API-KEY: "


def test_short_text_before_a_mask_is_shown_whole():
    assert spot_of(f"our D360-API-KEY: {KEY} fails").before == "our D360-API-KEY: "


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"D360-API-KEY: {KEY} webhook", "D360-API-KEY: webhook"),
        (f'{{"api_key":"{KEY}","message":"no access"}}', '{"api_key":"","message":"no access"}'),
        ("password: Tr0ub4dor&3 is refused", "password: is refused"),
        ("webhook… and then nothing", "webhook… and then nothing"),
    ],
)
def test_masks_are_left_out_and_nothing_else(text, left):
    assert leave_out_masks(mask_text(text).text) == left

"""Message IDs, telephone numbers and names in mail addresses are replaced; codes, times and IDs stay."""

import pytest

from portal.masking.personal import PersonalKind, hide_personal
from tests.growth import FACTOR, TOO_STEEP, growth


@pytest.mark.parametrize(
    ("text", "hidden", "kind"),
    [
        ("wamid.HBgLMTU1NTAwMDEyMzQVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA== failed", "wamid.… failed", "message_id"),
        ('{"id":"wamid.HBgLMTU1NTAwMDEyMzQVAgAR/x+="}', '{"id":"wamid.…"}', "message_id"),
        ("?id=wamid.HBgLMTU1%2BNTAw%3D%3D&x=1", "?id=wamid.…&x=1", "message_id"),
        ("id wamid%2EHBgLMTU1NTAw", "id wamid.…", "message_id"),
        ("WAMID.HBGLMTU1", "wamid.…", "message_id"),
        ("call +49 151 12345678 now", "call +… now", "phone"),
        ("+1 (555) 000-1234", "+…", "phone"),
        ("%2B4915112345678", "+…", "phone"),
        ("0049 30 1234567", "+…", "phone"),
        ("(030) 1234567", "+…", "phone"),
        ('"recipient_id":"15550001234"', '"recipient_id":"+…"', "phone"),
        ("5511987654321 gets nothing", "+… gets nothing", "phone"),
        ("ana.silva@example.org does not get it", "…@example.org does not get it", "mail"),
    ],
)
def test_personal_data_is_replaced(text, hidden, kind):
    found = hide_personal(text)

    assert (found.text, found.kinds) == (hidden, {PersonalKind(kind)})
    assert hide_personal(found.text).text == hidden
    assert not hide_personal(found.text).kinds


@pytest.mark.parametrize(
    "text",
    [
        "131047",
        "131 047",
        "errors 131047, 131026 and 2388024",
        "2593107 2593108",
        "1790000000",
        "1790000000123",
        "2026-11-23 10:00:04",
        "01/2027",
        "10.0.0.1:8080",
        "1,234,567,890",
        "0.131047",
        "phone_number_id 1000000000000012",
        "what is a wamid?",
        "v23.0",
    ],
)
def test_other_numbers_stay(text):
    assert hide_personal(text).text == text
    assert not hide_personal(text).kinds


@pytest.mark.parametrize("piece", ["+1-", "0 1", "1", "a@", "wamid.", "(0", "%2b", "00 ", "a.b@c."])
def test_hostile_text_is_read_in_time_that_grows_with_it(piece):
    assert growth(lambda: hide_personal(piece * 2_000), lambda: hide_personal(piece * 2_000 * FACTOR)) < TOO_STEEP

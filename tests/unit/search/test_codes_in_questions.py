"""Error codes are recognised by where they stand; numbers that count or name something are none."""

import pytest

from portal.search.codes import MAX_CODES, find_codes

KNOWN = {"0", "4", "100", "190", "131026", "131047", "131049", "2388024"}


@pytest.mark.parametrize(
    "text",
    [
        "131047",
        " #131047 ",
        "(#131047) Re-engagement message",
        '{"error":{"code":131047}}',
        '{"error": {"code": "131047"}}',
        '"{\\"code\\":131047}"',
        "{'code': 131047}",
        "code=131047&title=x",
        "error 131047",
        "error: 131047",
        "Error-131047",
        "error code is 131047",
        "131047 error",
        "Fehler 131047",
        "Fehlercode: 131047",
        "Fehler mit dem Code 131047",
        "erro 131047",
        "código de erro 131047",
        "código de error 131047",
        "codigo 131047",
        "ошибка 131047",
        "ошибкой 131047",
        "ошибка с кодом 131047",
        "my reply fails with 131047.",
        "error １３１０４７",
    ],
)
def test_code_is_recognised_in_its_context(text):
    assert find_codes(text, KNOWN).known == ("131047",)


@pytest.mark.parametrize(
    "text",
    [
        "+15550131047",
        "call 1555 131047000",
        "15550001234",
        '"timestamp": "1790090000"',
        '"id": "131047"',
        '"wa_id":131047',
        "version 1.131047",
        "131047.5 ms",
        "wamid.131047",
        "abc131047",
        "131,047 messages",
        "2026-11-23 10:00",
        "3 templates",
        "24 hours",
        "100 messages an hour",
        "error after 10 retries",
        "100%",
        '"language": {"code": "en_US"}',
    ],
)
def test_other_numbers_are_no_codes(text):
    found = find_codes(text, KNOWN)

    assert not found.known
    assert "131047" not in found.unknown


@pytest.mark.parametrize(("text", "code"), [("error 100", "100"), ("(#4)", "4"), ("code: 0", "0"), ("190", "190")])
def test_short_code_needs_its_context_or_stands_alone(text, code):
    assert find_codes(text, KNOWN).known == (code,)


def test_unknown_code_in_context_is_told_apart():
    found = find_codes("error 999999 after 131047", KNOWN)

    assert (found.known, found.unknown) == (("131047",), ("999999",))


def test_several_codes_come_in_their_order():
    found = find_codes("errors 131049, 131026 and 131047; again 131026", KNOWN)

    assert found.all == ("131049", "131026", "131047")


def test_log_of_everything_gives_a_few_codes_only():
    found = find_codes(" ".join(f"error {number}" for number in range(5000, 6000)), KNOWN)

    assert len(found.unknown) == MAX_CODES


def test_count_beside_a_code_is_no_code():
    assert find_codes("error 131047, 3 times", KNOWN).all == ("131047",)

from datetime import UTC, datetime, timedelta

import pytest

from portal.identity.rules import (
    CODE_LIFETIME,
    CodeExpired,
    CodeFacts,
    TooManyCodes,
    TooManyTries,
    WrongCode,
    check_code_limit,
    clean_code,
    hash_code,
    judge_code,
    same_code,
    visit_is_over,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + CODE_LIFETIME


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (CodeFacts(matches=True, expires_at=LATER, tries=0, used=False), None),
        (CodeFacts(matches=True, expires_at=LATER, tries=4, used=False), None),
        (CodeFacts(matches=True, expires_at=LATER, tries=5, used=False), TooManyTries()),
        (CodeFacts(matches=True, expires_at=LATER, tries=0, used=True), CodeExpired()),
        (CodeFacts(matches=True, expires_at=NOW, tries=0, used=False), CodeExpired()),
        (CodeFacts(matches=False, expires_at=LATER, tries=0, used=False), WrongCode(4)),
        (CodeFacts(matches=False, expires_at=LATER, tries=3, used=False), WrongCode(1)),
        (CodeFacts(matches=False, expires_at=LATER, tries=4, used=False), TooManyTries()),
        (CodeFacts(matches=False, expires_at=NOW, tries=0, used=False), CodeExpired()),
        (None, CodeExpired()),
    ],
)
def test_code_is_judged(code, verdict):
    assert judge_code(code, NOW) == verdict


def test_five_codes_an_hour_are_enough():
    created = [NOW - timedelta(minutes=minutes) for minutes in (1, 5, 20, 30)]

    assert check_code_limit(created, NOW) is None
    assert check_code_limit([*created, NOW - timedelta(minutes=45)], NOW) == TooManyCodes(wait=timedelta(minutes=15))
    assert check_code_limit([*created, NOW - timedelta(minutes=60)], NOW) is None


def test_wait_for_the_next_code_ends_when_it_says():
    created = [NOW - timedelta(minutes=minutes) for minutes in (0, 2, 4, 6, 8)]
    refusal = check_code_limit(created, NOW)

    assert check_code_limit(created, NOW + refusal.wait) is None
    assert check_code_limit(created, NOW + refusal.wait - timedelta(seconds=1)) is not None


def test_hash_keeps_the_code_to_itself():
    stored = hash_code("123456", b"salt" * 4)

    assert b"123456" not in stored
    assert same_code("123456", b"salt" * 4, stored)
    assert not same_code("123457", b"salt" * 4, stored)
    assert not same_code("123456", b"tlas" * 4, stored)


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456", "123456.", "code 123456"])
def test_code_is_read_as_people_paste_it(typed):
    assert clean_code(typed) == "123456"


def test_address_stays_proven_for_thirty_days():
    assert not visit_is_over(NOW, NOW + timedelta(days=30, seconds=-1))
    assert visit_is_over(NOW, NOW + timedelta(days=30))

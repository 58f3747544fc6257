from datetime import UTC, datetime, timedelta

import pytest

from portal.identity.rules import (
    CODE_LIFETIME,
    Asker,
    CodeExpired,
    CodeFacts,
    SentCode,
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


SHE = Asker("browser", "network")


def sent(*minutes_ago, browser="browser", network="network"):
    """Codes that were sent so long ago, newest first."""
    return [SentCode(NOW - timedelta(minutes=minutes), browser, network) for minutes in minutes_ago]


@pytest.mark.parametrize(
    ("minutes_ago", "wait"),
    [
        ((), 0),
        ((0,), 0),
        ((0, 1), 1),
        ((1, 2), 0),
        ((0, 1, 2), 5),
        ((5, 9, 10), 0),
        ((4, 9, 10, 15), 6),
        ((10, 20, 30, 40, 45), 15),
        ((10, 20, 30, 40, 60), 0),
    ],
)
def test_waits_grow_with_the_codes_nobody_gave_back(minutes_ago, wait):
    expected = TooManyCodes(timedelta(minutes=wait)) if wait else None

    assert check_code_limit(sent(*minutes_ago), SHE, NOW) == expected


def test_wait_for_the_next_code_ends_when_it_says():
    codes = sent(0, 2, 4, 6, 8)
    refusal = check_code_limit(codes, SHE, NOW)

    assert check_code_limit(codes, SHE, NOW + refusal.wait) is None
    assert check_code_limit(codes, SHE, NOW + refusal.wait - timedelta(seconds=1)) is not None


def test_day_has_a_limit_of_its_own():
    every_two_hours = sent(*range(0, 24 * 60, 120))

    assert check_code_limit(every_two_hours, SHE, NOW) == TooManyCodes(timedelta(hours=2))
    assert check_code_limit(every_two_hours[1:], SHE, NOW) is None


def test_code_sent_by_a_clock_that_was_ahead_makes_nobody_wait():
    assert check_code_limit(sent(-60, -61, -62), SHE, NOW) is None
    assert check_code_limit(sent(-0.5, 0.5), SHE, NOW) is not None


def test_known_browser_is_counted_by_itself():
    strangers = sent(*range(8), browser="another", network="network")

    assert check_code_limit(strangers, SHE, NOW) is not None
    assert check_code_limit(strangers, Asker("browser", "network", is_known=True), NOW) is None
    assert check_code_limit(sent(0, 0, 0, 0, 0), Asker("browser", "elsewhere", is_known=True), NOW) is not None


def test_one_network_takes_only_a_part_of_what_an_address_may_get():
    near = sent(*range(10, 60, 10), network="strange")

    assert check_code_limit(near, Asker("another", "strange"), NOW) is not None
    assert check_code_limit(near, SHE, NOW) is None


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

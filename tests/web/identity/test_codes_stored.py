from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.db.outbox import OutboxRow
from portal.identity import actions
from portal.identity.actions import (
    CodeSent,
    ProvenAddress,
    add_staff,
    forget_old_codes,
    list_staff,
    remove_staff,
    request_code,
    verify_code,
)
from portal.identity.model import LoginCode
from portal.identity.rules import Asker, CodeExpired, InvalidAddress, TooManyCodes, TooManyTries, WrongCode
from portal.kernel.language import GERMAN

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANA = "ana@premium.example"
SHE = Asker("her browser", "her network")
STRANGER = Asker("a stranger's browser", "a stranger's network")


def ask(database, email=ANA, now=NOW, asker=SHE):
    with database.write() as session:
        return request_code(session, email, GERMAN, asker, now)


def give(database, code, email=ANA, now=NOW, browser=SHE.browser):
    with database.write() as session:
        return verify_code(session, email, code, browser, now)


def mailed_codes(database):
    with database.read() as session:
        return [row.payload["code"] for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]


def another(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_code_goes_out_by_mail_and_is_not_kept_readable(database):
    assert ask(database, " Ana@PREMIUM.example ") == CodeSent(ANA)

    with database.read() as session:
        mail = session.scalars(select(OutboxRow)).one()
        stored = session.scalars(select(LoginCode)).one()
    assert (mail.kind, mail.payload["to"], mail.payload["language"]) == ("sign_in_code", ANA, "de")
    assert len(mail.payload["code"]) == 6
    assert mail.payload["code"].encode() not in stored.code_hash


def test_right_code_works_once(database):
    ask(database)
    (code,) = mailed_codes(database)

    assert give(database, f" {code[:3]} {code[3:]}", "ANA@premium.example") == ProvenAddress(ANA)
    assert give(database, code) == CodeExpired()


def test_code_dies_after_ten_minutes(database):
    ask(database)
    (code,) = mailed_codes(database)

    assert give(database, code, now=NOW + timedelta(minutes=10)) == CodeExpired()
    assert give(database, code, now=NOW + timedelta(minutes=10, seconds=-1)) == ProvenAddress(ANA)


def test_new_code_kills_the_one_before(database):
    ask(database)
    ask(database, now=NOW + timedelta(minutes=1))
    old, new = mailed_codes(database)

    assert give(database, old) == WrongCode(4)
    assert give(database, new) == ProvenAddress(ANA)


def test_fifth_wrong_try_kills_the_code(database):
    ask(database)
    (code,) = mailed_codes(database)

    answers = [give(database, another(code)) for _ in range(5)]

    assert answers == [WrongCode(4), WrongCode(3), WrongCode(2), WrongCode(1), TooManyTries()]
    assert give(database, code) == TooManyTries()


def test_code_of_one_address_is_nothing_for_another(database):
    ask(database)
    ask(database, "bea@basic.example")
    code = mailed_codes(database)[0]

    assert give(database, code, "rui@regular.example") == CodeExpired()


def test_address_that_never_asked_has_no_code(database):
    assert give(database, "000000") == CodeExpired()
    assert give(database, "000000", "nobody") == InvalidAddress()


def test_sixth_code_in_an_hour_is_refused(database):
    for minute in (0, 0, 1, 6, 16):
        assert ask(database, now=NOW + timedelta(minutes=minute)) == CodeSent(ANA)

    assert ask(database, now=NOW + timedelta(minutes=30)) == TooManyCodes(wait=timedelta(minutes=30))
    assert ask(database, "bea@basic.example", now=NOW) == CodeSent("bea@basic.example")
    assert ask(database, now=NOW + timedelta(minutes=60)) == CodeSent(ANA)


def test_code_works_only_in_the_browser_that_asked(database):
    ask(database)
    (code,) = mailed_codes(database)

    assert give(database, code, browser=STRANGER.browser) == CodeExpired()
    assert give(database, code) == ProvenAddress(ANA)


def test_strangers_code_neither_kills_the_owners_nor_spends_its_tries(database):
    ask(database)
    ask(database, asker=STRANGER)
    own, strange = mailed_codes(database)

    for _ in range(6):
        give(database, another(strange), browser=STRANGER.browser)

    assert give(database, strange, browser=STRANGER.browser) == TooManyTries()
    assert give(database, own) == ProvenAddress(ANA)


def test_strangers_cannot_use_up_what_a_known_browser_may_ask_for(database):
    for number in range(8):
        assert isinstance(ask(database, asker=Asker(f"browser {number}", f"network {number}")), CodeSent)
    assert isinstance(ask(database, asker=STRANGER), TooManyCodes)

    assert ask(database, asker=Asker("her browser", "a stranger's network", is_known=True)) == CodeSent(ANA)


def test_one_network_cannot_use_up_what_an_address_may_get(database):
    now = NOW
    for _ in range(200):
        now += timedelta(minutes=7)
        ask(database, now=now, asker=STRANGER)

    assert ask(database, now=now) == CodeSent(ANA)


def test_address_gets_a_bounded_number_of_codes_a_day_whatever_strangers_do(database):
    sent = 0
    for step in range(24 * 6):
        asker = Asker(f"browser {step}", f"network {step % 30}")
        sent += isinstance(ask(database, now=NOW + timedelta(minutes=10 * step), asker=asker), CodeSent)

    assert sent == 24


def test_codes_that_were_used_do_not_count_towards_the_limit(database):
    for minute in range(14):
        now = NOW + timedelta(minutes=minute)
        assert ask(database, now=now) == CodeSent(ANA)
        assert give(database, mailed_codes(database)[-1], now=now) == ProvenAddress(ANA)


def test_limit_holds_when_everybody_asks_at_once(database):
    with ThreadPoolExecutor(12) as threads:
        askers = [Asker(f"browser {number}", f"network {number}") for number in range(12)]
        answers = list(threads.map(lambda asker: ask(database, asker=asker), askers))

    assert sum(isinstance(answer, CodeSent) for answer in answers) == 8
    assert len(mailed_codes(database)) == 8


def test_right_code_works_once_when_given_many_times_at_once(database):
    ask(database)
    (code,) = mailed_codes(database)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: give(database, code), range(8)))

    assert sorted(map(str, answers)) == sorted([str(ProvenAddress(ANA)), *[str(CodeExpired())] * 7])


def test_old_codes_are_forgotten_but_still_count_for_a_day(database):
    ask(database)

    with database.write() as session:
        assert forget_old_codes(session, NOW + timedelta(hours=24)) == 0
        assert forget_old_codes(session, NOW + timedelta(hours=24, minutes=11)) == 1
        assert session.scalar(select(func.count()).select_from(LoginCode)) == 0


def test_staff_is_a_list_of_addresses(database):
    with database.write() as session:
        add_staff(session, "Sam@Support.example", NOW)
        add_staff(session, "sam@support.example", NOW)
        assert add_staff(session, "sam", NOW) == InvalidAddress()
    with database.write() as session:
        assert [member.email for member in list_staff(session)] == ["sam@support.example"]
        assert remove_staff(session, "SAM@support.example")
        assert not remove_staff(session, "sam@support.example")
        assert not remove_staff(session, "sam")
        assert list_staff(session) == ()


@pytest.mark.parametrize("typed", ["", "ana", "ana@nowhere"])
def test_no_code_is_sent_to_what_is_no_address(sqlite, typed):
    assert ask(sqlite, typed) == InvalidAddress()
    assert mailed_codes(sqlite) == []


def test_asking_that_loses_every_race_is_told_to_wait(sqlite, monkeypatch):
    ask(sqlite)
    make = actions._new_row
    monkeypatch.setattr(actions, "_new_row", lambda *facts, **_: make(*facts, number=1))

    assert ask(sqlite) == TooManyCodes(wait=timedelta(hours=1))
    assert len(mailed_codes(sqlite)) == 1

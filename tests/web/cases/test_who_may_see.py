from zoneinfo import ZoneInfo

import pytest

from portal.cases.access import (
    Reader,
    find_case_by_reference,
    get_reader,
    list_answerable_cases,
    list_cases,
    make_link_key,
    may_see,
    opens,
)
from portal.cases.events import CaseClosed, CaseResolved, Closing, CustomerReplied, Details, IssueAdded, StaffReplied
from portal.cases.likeness import find_like_cases
from portal.identity.demo import load_demo_accounts
from portal.kernel.language import ENGLISH
from portal.web.i18n import speaking
from tests.web.cases.builders import ANA, BEA, BO, CARL, DAY, HOUR, NOW, happened, opened

UTC = ZoneInfo("UTC")

SECRET = "a secret of the tests"
OTHER = Details(description="The invoice of October has not come.")


def seen_by(database, email):
    with database.write() as session:
        load_demo_accounts(session)
    with database.read() as session:
        return [case.subject for case in list_cases(session, get_reader(session, email, shared=True))]


def test_address_and_colleagues_see_a_case_and_strangers_do_not(database):
    opened(database, subject="Anas")

    assert seen_by(database, ANA) == ["Anas"]
    assert seen_by(database, BO) == ["Anas"]
    assert seen_by(database, BEA) == []
    assert seen_by(database, CARL) == []


def test_case_without_account_is_seen_by_its_address_only(database):
    opened(database, subject="Carls", opened_by=CARL, account_id=None)

    assert seen_by(database, CARL) == ["Carls"]
    assert seen_by(database, "dora@gmail.com") == []


def test_cases_that_go_on_come_first_then_the_latest_change(database):
    for number, subject in enumerate(["first", "second", "third"]):
        reference = opened(database, now=NOW + number * HOUR, idempotency_key=subject, subject=subject).reference
        if subject == "third":
            happened(database, reference, CaseResolved("Fixed."), at=NOW + DAY)
        if subject == "first":
            happened(database, reference, StaffReplied("We look."), at=NOW + 5 * HOUR)

    assert seen_by(database, ANA) == ["first", "second", "third"]
    with database.read() as session:
        later = list_answerable_cases(session, Reader(ANA, None), NOW + 9 * DAY, 9)
        assert [case.subject for case in later] == ["second", "first"]


@pytest.mark.parametrize(
    ("reader", "opened_by", "account_id", "allowed"),
    [
        (Reader(ANA, None), ANA, None, True),
        (Reader(ANA, "a"), ANA, "b", True),
        (Reader(BO, "a"), ANA, "a", True),
        (Reader(BO, "b"), ANA, "a", False),
        (Reader(BO, None), ANA, None, False),
        (Reader(BO, None), ANA, "a", False),
        (Reader(BO, "a"), ANA, None, False),
    ],
)
def test_right_to_see(reader, opened_by, account_id, allowed):
    assert may_see(reader, opened_by, account_id) is allowed


def test_signed_link_opens_exactly_one_case():
    key = make_link_key(SECRET, "K7Q2-9XHM")

    assert opens(SECRET, key, "K7Q2-9XHM")
    assert not opens(SECRET, key, "K7Q2-9XHN")
    assert not opens("another secret", key, "K7Q2-9XHM")


@pytest.mark.parametrize("key", ["", "K7Q2-9XHM", "a.b", "ü", "x" * 10_000])
def test_made_up_key_opens_nothing(key):
    assert not opens(SECRET, key, "K7Q2-9XHM")


def test_reference_is_found_as_people_type_it(database):
    reference = opened(database).reference

    with database.read() as session:
        assert find_case_by_reference(session, f" {reference.lower().replace('-', ' ')} ").reference == reference
        assert find_case_by_reference(session, "") is None
        assert find_case_by_reference(session, "x" * 5000) is None


def test_own_open_case_on_the_same_error_looks_alike(database):
    like = opened(database).reference
    resolved = opened(database, idempotency_key="2").reference
    happened(database, resolved, CaseResolved("Fixed."))
    opened(database, idempotency_key="3", subject="Invoice missing", component="billing", error="", details=OTHER)

    with database.read() as session:
        mine = find_like_cases(session, Reader(ANA, None), component="api", text="131047 again", now=NOW + 8 * DAY)
        colleagues = find_like_cases(
            session, Reader(BO, "demo-premium"), component="api", text="131047", now=NOW + 8 * DAY
        )
        others = find_like_cases(session, Reader(BEA, "demo-basic"), component="api", text="131047", now=NOW)

    assert [found.reference for found in mine] == [like]
    assert [found.reference for found in colleagues] == [like]
    assert others == ()


@pytest.mark.parametrize("ending", [CaseResolved("Fixed."), CaseClosed(Closing.NO_REPLY)])
def test_case_that_ended_lately_is_compared_while_adding_to_it_reopens_it(database, ending):
    reference = opened(database).reference
    happened(database, reference, ending, at=NOW + DAY)

    def found(reader, days):
        with database.read() as session:
            return find_like_cases(session, reader, component="api", text="error 131047", now=NOW + days * DAY)

    assert [(like.reference, like.has_ended) for like in found(Reader(ANA, None), 8)] == [(reference, True)]
    assert found(Reader(ANA, None), 8.01) == ()
    assert found(Reader(BEA, "demo-basic"), 2) == ()


def test_explanation_says_that_adding_reopens(app, portal_database):
    happened(portal_database, opened(portal_database).reference, CaseResolved("Fixed."))
    with app.app_context(), portal_database.read() as session:
        (like,) = find_like_cases(session, Reader(ANA, None), component="api", text="error 131047", now=NOW)
        with speaking(ENGLISH):
            assert like.explain("", UTC).endswith("It has ended; adding to it opens it again.")


def test_likeness_is_explained_in_the_readers_language(app, portal_database):
    opened(portal_database)
    with app.app_context(), portal_database.read() as session:
        (like,) = find_like_cases(
            session, Reader(ANA, None), component="api", text="Messages fail\nerror 131047", now=NOW
        )
        with speaking(ENGLISH):
            assert like.explain("Messaging API", UTC) == (
                "Same error code: 131047. Same part: Messaging API. Opened: November 23, 2026, 12:00 (UTC)."
            )


def test_what_was_added_and_answered_is_compared_too(database):
    reference = opened(database, component="billing", error="", subject="Invoice", details=OTHER).reference
    happened(database, reference, CustomerReplied("The trace is AbCdEfGh1234567890123."))
    happened(database, reference, IssueAdded("Also", Details("wamid.ABCDEFGH1234")))

    for text in ("AbCdEfGh1234567890123", "wamid.ABCDEFGH1234"):
        with database.read() as session:
            found = find_like_cases(session, Reader(ANA, None), component="api", text=text, now=NOW)
        assert [like.reference for like in found] == [reference]

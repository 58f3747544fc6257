"""The list of requests: what waits for its reader first, everything in one time zone."""

from portal.cases.events import CaseResolved, WaitingBegan
from tests.web.cases.builders import BEA, BO, CARL, HOUR, NOW, happened, opened


def test_list_shows_open_requests_first_with_their_promise(portal_database, ana):
    opened(portal_database, subject="Still open")
    resolved = opened(portal_database, idempotency_key="2", subject="Was solved", now=NOW + HOUR)
    happened(portal_database, resolved.reference, CaseResolved("Fixed."))

    page = ana.get("/en/requests/")

    assert page.words.index("Still open") < page.words.index("Was solved")
    assert page.says("Received")
    assert page.says("A person answers by November 23, 2026")


def test_list_shows_first_what_waits_for_the_customer(portal_database, ana):
    waiting = opened(portal_database, idempotency_key="1", subject="Asked back")
    opened(portal_database, idempotency_key="2", subject="Still open", now=NOW + HOUR)
    solved = opened(portal_database, idempotency_key="3", subject="Was solved", now=NOW + HOUR)
    happened(portal_database, waiting.reference, WaitingBegan())
    happened(portal_database, solved.reference, CaseResolved("Fixed."), at=NOW + 2 * HOUR)

    words = ana.get("/en/requests/").words

    assert words.index("Asked back") < words.index("Still open") < words.index("Was solved")


def test_times_of_the_list_are_all_in_the_zone_named_last(portal_database, ana):
    opened(portal_database, idempotency_key="1", zone="America/Sao_Paulo")
    opened(portal_database, idempotency_key="2", zone="Europe/Berlin", now=NOW + HOUR)
    opened(portal_database, idempotency_key="3", zone="Asia/Tokyo", now=NOW + 2 * HOUR, opened_by=BO)

    page = ana.get("/en/requests/")

    assert page.says("Opened on November 23, 2026, 13:00 (Central European Time)")
    assert not page.says("Brasilia")
    assert not page.says("Japan")


def test_list_leads_to_a_new_request(ana, case):
    assert ana.get("/en/requests/").link("New request") == "/en/help/"


def test_long_list_has_pages(portal_database, ana):
    for number in range(31):
        opened(portal_database, idempotency_key=str(number), subject=f"Number {number}.", now=NOW + number * HOUR)

    first = ana.get("/en/requests/")
    assert first.says("Number 30.")
    assert not first.says("Number 0.")
    assert ana.click(first, "Next").says("Number 0.")
    assert ana.get("/en/requests/?page=99").says("Number 0.")
    assert ana.get("/en/requests/?page=x").says("Number 30.")


def test_list_without_requests_leads_to_help(ana):
    page = ana.get("/en/requests/")

    assert page.says("You have no requests yet")
    assert page.link("Ask support")


def test_list_holds_the_accounts_requests_and_nobody_elses(portal_database, sign_in, case):
    assert sign_in("bo@premium.example").get("/en/requests/").says(case.reference)
    assert not sign_in(BEA).get("/en/requests/").says(case.reference)
    assert not sign_in(CARL).get("/en/requests/").says(case.reference)

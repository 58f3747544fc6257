"""The queue: what comes first, what fits a filter or a search, views that are kept, the list that asks for itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from portal.cases.events import Actor, Breach, CaseEscalated, CaseResolved, StaffReplied, WaitingBegan
from portal.cases.model import Case
from portal.cases.urgency import judge_urgency
from portal.desk.filters import Filter, Shown, parse_filter, read_filter
from portal.desk.queue import MAX_PAGES, PAGE_SIZE, find_page
from portal.kernel.language import find_language
from portal.policy.model import Channel
from tests.checked_client import Browser
from tests.web.cases.builders import BEA, CARL, HOUR, NO_TARGET, NOW, TARGET, happened, opened
from tests.web.desk.rows import subjects

XSS = "<script>alert(1)</script> <b onclick=x>"


def due(hours: float):
    return replace(TARGET, first_response_due=NOW + hours * HOUR)


@pytest.fixture
def some_of_each(portal_database):
    """A case in each group of the queue, named after it; opened in an order that is not the queue's."""
    answered = StaffReplied("We look.")
    make = lambda name, **more: opened(portal_database, idempotency_key=name, subject=name, **more)  # noqa: E731
    happened(portal_database, make("no target", promise=NO_TARGET).reference, answered)
    happened(portal_database, make("waiting").reference, answered, WaitingBegan())
    make("later", promise=due(5))
    make("sooner", promise=due(1))
    make("just broken", promise=due(-1))
    happened(portal_database, make("ended").reference, CaseResolved("Done."))
    mark = CaseEscalated(Breach.FIRST_RESPONSE)
    waits = make("escalated and waiting").reference
    happened(portal_database, waits, mark, actor=Actor.SYSTEM)
    happened(portal_database, waits, answered, WaitingBegan())
    happened(portal_database, make("escalated", promise=due(-3)).reference, mark, actor=Actor.SYSTEM)


ORDER = ["escalated", "escalated and waiting", "just broken", "sooner", "later", "waiting", "no target"]


def test_broken_promises_come_first_then_whatever_breaks_next(lea, some_of_each):
    assert subjects(lea.get("/desk/")) == ORDER


def test_the_database_judges_the_urgency_as_the_rule_does(portal_database, some_of_each):
    with portal_database.read() as session:
        cases = list(session.scalars(select(Case).options(undefer(Case.urgency), undefer(Case.next_due))))

        assert len(cases) == len(ORDER) + 1
        assert [case.urgency for case in cases] == [judge_urgency(case.due, case.state) for case in cases]


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("overdue", ORDER[:3]),
        ("open", ["escalated", "just broken", "sooner", "later", "no target"]),
        ("waiting", ["escalated and waiting", "waiting"]),
        ("resolved", ["ended"]),
        ("closed", []),
    ],
)
def test_filter_by_state(lea, some_of_each, shown, found):
    assert subjects(lea.get(f"/desk/?show={shown}")) == found


def test_row_tells_what_the_team_must_know(lea, case):
    page = lea.get("/desk/")

    for words in (case.reference, "Ana Silva, Premium Parcels (Premium)", "English", "Live chat", "Messaging API"):
        assert page.says(words)
    assert page.says("30 minutes left First response Nov 23, 2026, 12:30 UTC")
    assert page.says("Severity 2 – major With the team")


def test_time_of_a_broken_promise_is_told(lea, case, clock):
    clock.advance(hours=2)

    page = lea.get("/desk/")

    assert page.says("2 hours overdue")
    assert page.says("Overdue")


EVERY = ["Keys expire", "Вебхуки молчат: 100% потерь", "Cannot sign in"]


@pytest.fixture
def three(portal_database):
    opened(portal_database, subject="Keys expire")
    opened(
        portal_database,
        idempotency_key="2",
        subject="Вебхуки молчат: 100% потерь",
        opened_by=BEA,
        name="Bea Blum",
        account_id="demo-basic",
        plan="basic",
        language=find_language("ru"),
        channel=Channel.EMAIL,
        severity=1,
        component="webhooks",
    )
    opened(
        portal_database,
        idempotency_key="3",
        subject="Cannot sign in",
        opened_by=CARL,
        name="",
        account_id=None,
        plan=None,
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("severity=1", ["Вебхуки молчат: 100% потерь"]),
        ("component=webhooks", ["Вебхуки молчат: 100% потерь"]),
        ("plan=basic&channel=email&locale=ru", ["Вебхуки молчат: 100% потерь"]),
        ("plan=none", ["Cannot sign in"]),
        ("q=carl@gmail", ["Cannot sign in"]),
        ("q=EXPIRE+keys", ["Keys expire"]),
        ("q=вебхуки", ["Вебхуки молчат: 100% потерь"]),
        ("q=100%25", ["Вебхуки молчат: 100% потерь"]),
        ("q=_", []),
        ("q=premium+parcels", ["Keys expire"]),
        ("q=%00", EVERY),
        (
            "severity=9&channel=pigeon&locale=xx&show=nothing&page=-3",
            ["Keys expire", "Вебхуки молчат: 100% потерь", "Cannot sign in"],
        ),
    ],
)
def test_filters_and_search(lea, three, query, found):
    assert sorted(subjects(lea.get(f"/desk/?{query}"))) == sorted(found)


def test_pages_are_bounded_and_more_is_told(portal_database, monkeypatch):
    monkeypatch.setattr("portal.desk.queue.PAGE_SIZE", 2)
    monkeypatch.setattr("portal.desk.queue.MAX_PAGES", 2)
    for number in range(5):
        opened(portal_database, idempotency_key=str(number), subject=str(number))

    with portal_database.read() as session:
        page = find_page(session, Filter(), 99, NOW)

    assert ([row.subject for row in page.rows], page.number, page.count, page.is_exact) == (["2", "3"], 2, 4, False)
    assert PAGE_SIZE * MAX_PAGES == 2000


def test_empty_queue_and_empty_filter_say_so(lea):
    assert lea.get("/desk/").says("Nothing is waiting")
    assert lea.get("/desk/?severity=1").says("No request fits")


class TestSavedViews:
    def test_view_is_kept_for_its_owner_and_can_be_removed(self, lea, tom, three):
        page = lea.get("/desk/?plan=basic&severity=1")
        page = lea.submit(page, {"name": "Urgent basics"}, button="Save this view")
        assert page.address == "/desk/?severity=1&plan=basic"

        page = lea.click(lea.get("/desk/"), "Urgent basics")
        assert subjects(page) == ["Вебхуки молчат: 100% потерь"]
        assert "Urgent basics" not in tom.get("/desk/").source

        page = lea.submit(page, button="Remove Urgent basics")
        assert "Urgent basics" not in page.source

    def test_name_is_needed_and_what_was_chosen_stays(self, lea):
        page = lea.submit(lea.get("/desk/?severity=1"), {"name": " "}, button="Save this view", status=422)

        assert page.mistakes == ["Give the view a name."]
        assert page.fields["query"] == "severity=1"

    def test_same_name_replaces(self, lea):
        for query in ("severity=1", "severity=2"):
            lea.submit(lea.get(f"/desk/?{query}"), {"name": "Mine"}, button="Save this view")

        page = lea.get("/desk/")

        assert page.link("Mine") == "/desk/?severity=2"
        assert page.source.count("Remove") == 1

    def test_nobody_removes_the_view_of_another(self, lea, tom):
        page = lea.submit(lea.get("/desk/?severity=1"), {"name": "Mine"}, button="Save this view")
        token = tom.get("/desk/").fields["csrf_token"]
        number = page.fields["number"]

        tom.post("/desk/", {"csrf_token": token, "act": "remove-view", "number": number}, status=404)
        tom.post("/desk/", {"csrf_token": token, "act": "remove-all"}, status=400)

        assert lea.get("/desk/").link("Mine")

    def test_too_many_are_refused(self, lea, monkeypatch):
        monkeypatch.setattr("portal.desk.saved_views.MAX_VIEWS", 0)

        page = lea.submit(lea.get("/desk/"), {"name": "Mine"}, button="Save this view", status=422)

        assert page.mistakes == ["You have 30 views. Remove one first."]


class TestPolling:
    def test_unchanged_list_is_not_sent_again(self, lea, case, clock, portal_database):
        page = lea.get("/desk/", fragment=True)
        known = {"If-None-Match": page.headers["ETag"]}
        assert page.headers["ETag"].strip('"') in lea.get("/desk/").source

        assert lea.get("/desk/", fragment=True, headers=known, status=304).body == b""

        opened(portal_database, idempotency_key="2", subject="A new one")
        assert lea.get("/desk/", fragment=True, headers=known).says("A new one")

    def test_list_is_no_whole_page(self, lea, case):
        assert "<html" not in lea.get("/desk/", fragment=True).source


class TestWhoMaySee:
    def test_visitor_is_sent_to_sign_in(self, app):
        page = Browser(app).get("/desk/?severity=1", status=303)

        assert page.location == "/en/sign-in?next=/desk/?severity%3D1"

    def test_customer_learns_nothing(self, ana, case):
        page = ana.get("/desk/", status=403)

        assert case.reference not in page.source

    def test_page_is_kept_nowhere(self, lea):
        page = lea.get("/desk/")

        assert page.headers["Cache-Control"] == "private, no-store"
        assert 'name="robots" content="noindex"' in page.source


def test_what_customers_typed_is_shown_as_text(lea, portal_database):
    opened(portal_database, subject=XSS, name=XSS)

    page = lea.get(f"/desk/?q={XSS[:8]}")

    assert subjects(page) == [XSS]
    assert "<script>alert" not in page.source


def test_page_speaks_the_language_of_its_reader(lea, case):
    page = lea.get("/desk/?language=de")

    assert page.language == "de"
    assert page.heading != "Queue"


def test_filter_survives_its_address():
    wish = read_filter(
        {"show": "all", "q": " a  b ", "severity": "2", "locale": "pt-br", "channel": "email", "plan": "none"}
    )

    assert wish.shown is Shown.ALL
    assert wish.words == "a b"
    assert parse_filter(wish.as_address()) == wish
    assert Filter().as_address() == ""


def test_oldest_of_the_day_stays_in_front_of_newer_ones(lea, portal_database):
    opened(portal_database, idempotency_key="1", subject="first", promise=due(3))
    opened(portal_database, idempotency_key="2", subject="second", promise=due(3), now=NOW + timedelta(minutes=1))

    assert subjects(lea.get("/desk/")) == ["first", "second"]

"""Team leads see how promises were kept, by what they care about, and can take the figures with them."""

import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest

from portal.cases.events import Actor, CaseMerged, CaseResolved, FeedbackGiven, StaffReplied
from portal.cases.model import Case
from portal.db.engine import DatabaseUnavailable
from portal.insights.service_report import ServiceWish, list_handled
from portal.intake.flow import Outcome
from portal.intake.model import WalkCount
from portal.intake.pace import WHOLE
from portal.kernel.language import GERMAN
from portal.policy.model import Channel
from portal.web.current import current_database
from tests.building import START
from tests.checked_client import Browser
from tests.html_document import text_of
from tests.web.cases.builders import ANA, CARL, HOUR, TARGET, happened, opened

PAGE = "/insights/service"
FILE = "/insights/service.csv"
WEEK = timedelta(days=7)


def open_case(database, key, ago=timedelta(), **changes) -> Case:
    """A case opened so long before now, with half an hour to the first response and two days to the end."""
    at = START - ago
    promise = replace(
        TARGET,
        first_response_due=at + HOUR / 2,
        target=replace(TARGET.target, due=at + 48 * HOUR),
    )
    return opened(database, at, idempotency_key=key, promise=promise, **changes)


def fill(database) -> dict[str, str]:
    """Five cases: answered in time and judged, answered late, still running, merged, and an old one."""
    good = open_case(database, "good", 20 * HOUR)
    happened(database, good.reference, StaffReplied("Hello."), at=START - 19.8 * HOUR)
    happened(database, good.reference, CaseResolved("Done."), at=START - 10 * HOUR)
    happened(database, good.reference, FeedbackGiven(5, "Thanks"), actor=Actor.CUSTOMER, at=START - 9 * HOUR)
    late = open_case(
        database, "late", WEEK, opened_by=CARL, plan=None, account_id=None, channel=Channel.EMAIL, language=GERMAN
    )
    happened(database, late.reference, StaffReplied("Hello."), at=START - WEEK + 2 * HOUR)
    fresh = open_case(database, "fresh", HOUR / 4, severity=1)
    merged = open_case(database, "merged", 20 * HOUR)
    happened(database, merged.reference, CaseMerged(good.reference), at=START - HOUR)
    old = open_case(database, "old", timedelta(days=100))
    with database.write() as session:
        for day, outcome, count in ((0, Outcome.SOLVED, 3), (0, Outcome.SENT, 1), (8, Outcome.SENT, 2)):
            when = (START - timedelta(days=day)).date()
            session.add(WalkCount(day=when, language="en", step=WHOLE, measure=outcome.value, count=count))
    cases = {"good": good, "late": late, "fresh": fresh, "merged": merged, "old": old}
    return {name: case.reference for name, case in cases.items()}


@pytest.fixture
def filled(small) -> dict[str, str]:
    with small.app_context():
        return fill(current_database.get())


def rows(page, title) -> list[list[str]]:
    """The words of the rows of the table under a heading."""
    document = page.document
    region = next(each for each in document.list_elements("div") if each.get("aria-labelledby") == title)
    body = next(region.iter("tbody"))
    return [[text_of(cell) for cell in row if cell.tag in {"th", "td"}] for row in body.iter("tr")]


class TestPage:
    @pytest.mark.parametrize("address", [PAGE, f"{PAGE}?days=7&plan=basic", FILE])
    def test_staff_alone_may_see_it(self, small, stranger, address):
        Browser(small).get(address, status=303)
        stranger.get(address, status=403)

    def test_it_is_kept_nowhere_and_indexed_nowhere(self, lead):
        page = lead.get(PAGE)

        assert page.headers["Cache-Control"] == "private, no-store"
        assert 'name="robots" content="noindex"' in page.source

    def test_without_a_case_it_says_so(self, lead):
        assert lead.get(PAGE).says("No request was opened in this period")

    def test_without_database_it_says_so(self, small, lead, monkeypatch):
        def refuse():
            raise DatabaseUnavailable("gone")

        with small.app_context():
            monkeypatch.setattr(current_database.get(), "read", refuse)

        lead.get(PAGE, status=503)

    def test_sums_leave_out_what_was_merged_and_what_is_older(self, filled, lead):
        page = lead.get(PAGE)

        assert page.says("Requests 3 First response on time 50%")
        assert page.says("Broken promises 2 Feedback, 1 to 5 5 Without a request 50%")

    def test_each_table_tells_its_groups_apart(self, filled, lead):
        page = lead.get(PAGE)

        assert rows(page, "by-plan") == [
            ["Premium", "2", "100%", "0", "12 min", "12 min", "100%", "0", "10 hr", "10 hr", "5"],
            ["Without account", "1", "0%", "1", "2 hr", "2 hr", "0%", "1", "–", "–", "–"],
        ]
        assert [row[:2] for row in rows(page, "by-channel")] == [["Live chat", "2"], ["Email", "1"]]
        assert [row[0] for row in rows(page, "by-severity")] == ["Severity 1 – critical", "Severity 2 – major"]
        assert [(row[0], row[-1]) for row in rows(page, "by-language")] == [("English", "50%"), ("Deutsch", "–")]
        assert [(row[0], row[1], row[-1]) for row in rows(page, "by-week")] == [
            ("Nov 23, 2026", "1", "75%"),
            ("Nov 16, 2026", "2", "–"),
        ]

    def test_rows_lead_to_the_figures_of_that_group_alone(self, filled, lead):
        page = lead.get(PAGE)

        assert lead.click(page, "Without account").says("Requests 1 First response on time 0%")
        assert lead.get(f"{PAGE}?locale=de").says("Requests 1")
        assert lead.click(page, "Email").says("Requests 1")
        assert lead.click(page, "Severity 1 – critical").says("Requests 1 First response on time –")
        assert lead.get(f"{PAGE}?days=180&plan=premium").says("Requests 3")

    def test_broken_promises_lead_to_their_cases(self, filled, lead):
        page = lead.get(PAGE)

        assert [row[0] for row in rows(page, "breaches")] == [filled["late"]] * 2
        assert [row[2:] for row in rows(page, "breaches")] == [
            ["First response", "1.5 hr"],
            ["Resolution", "5 days"],
        ]
        assert lead.click(page, filled["late"]).path == f"/desk/{filled['late']}"

    def test_judgements_are_counted(self, filled, lead):
        page = lead.get(PAGE)

        assert page.says("1 of 3 requests was rated.")
        assert rows(page, "feedback")[0][:2] == ["5 – Very satisfied", "1"]

    @pytest.mark.parametrize("query", ["days=x&severity=9&channel=smoke&locale=xx", "plan=%00", "plan=nobody"])
    def test_wish_that_cannot_be_meant_is_no_error(self, filled, lead, query):
        lead.get(f"{PAGE}?{query}")
        lead.get(f"{FILE}?{query}")


class TestFile:
    def test_it_holds_a_line_a_group(self, filled, lead):
        reply = lead.get(FILE)
        lines = list(csv.DictReader(StringIO(reply.source)))

        assert reply.headers["Content-Disposition"] == 'attachment; filename="service-20261025-20261123.csv"'
        assert [(line["week"], line["plan"], line["severity"]) for line in lines] == [
            ("2026-11-16", "none", "2"),
            ("2026-11-16", "premium", "2"),
            ("2026-11-23", "premium", "1"),
        ]
        good = lines[1]
        assert (good["requests"], good["first_response_kept"]) == ("1", "1")
        assert good["first_response_median_minutes"] == "12.0"
        assert (good["resolution_kept"], good["feedback_count"], good["feedback_mean"]) == ("1", "1", "5.00")
        assert lines[0]["resolution_late"] == lines[0]["first_response_late"] == "1"
        assert lines[2]["first_response_running"] == "1"

    def test_nobody_can_be_told_from_it(self, filled, lead):
        source = lead.get(FILE).source

        assert ANA not in source
        assert all(reference not in source for reference in filled.values())


def test_figures_agree_with_the_events_of_each_case(small, filled):
    with small.app_context(), current_database.get().read() as session:
        for handled in list_handled(session, ServiceWish(days=180), START):
            state = session.query(Case).filter_by(reference=handled.reference).one().state
            assert handled.first_response.took == (
                state.first_response_at - state.opened_at if state.first_response_at else None
            )
            assert handled.feedback == state.feedback

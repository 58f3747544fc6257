"""Editors see what people look for and what came of it, in each language, and what to write next."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.db.engine import DatabaseUnavailable
from portal.insights.questions import (
    MOST_ROWS,
    Order,
    QuestionRow,
    Wish,
    count_questions,
    list_questions,
    shares_of,
    sum_by_language,
)
from portal.insights.wording import column_name
from portal.kernel.language import ENGLISH, GERMAN, LANGUAGES
from portal.search.learning.actions import add_counts
from portal.search.learning.model import Asked, Counts
from portal.web.current import current_database
from tests.building import START
from tests.checked_client import Browser
from tests.html_document import text_of

TODAY = START.date()
PAGE = "/insights/search"
COUNTS = {
    Asked(TODAY, "en", "often asked"): Counts(asked=40, opened=30),
    Asked(TODAY, "en", "nothing found"): Counts(asked=4, without_result=4),
    Asked(TODAY - timedelta(days=6), "en", "nothing found"): Counts(asked=2, without_result=1, cases=1),
    Asked(TODAY - timedelta(days=7), "en", "last week"): Counts(asked=8, opened=4, cases=5),
    Asked(TODAY - timedelta(days=90), "en", "too old"): Counts(asked=99),
    Asked(TODAY, "de", "nur englisch"): Counts(asked=5, only_english=5),
    Asked(TODAY, "de", "vorlage"): Counts(asked=6, opened=2),
}


def fill(database) -> None:
    with database.write() as session:
        add_counts(session, COUNTS)


def names(rows) -> list[str]:
    return [row.question for row in rows]


class TestFigures:
    @pytest.fixture
    def ask(self, database):
        fill(database)

        def run(function, *arguments):
            with database.read() as session:
                return function(session, *arguments, TODAY)

        return run

    def test_period_adds_up_its_days_and_only_them(self, ask):
        week = ask(list_questions, Wish(days=7, language=ENGLISH))

        assert week == (
            QuestionRow(ENGLISH, "nothing found", Counts(asked=6, without_result=5, cases=1)),
            QuestionRow(ENGLISH, "often asked", Counts(asked=40, opened=30)),
        )
        assert names(ask(list_questions, Wish(days=90, language=ENGLISH))) == [
            "nothing found",
            "last week",
            "often asked",
        ]

    @pytest.mark.parametrize(
        ("order", "first"),
        [
            (Order.NEXT, ["nothing found", "last week", "nur englisch", "often asked", "vorlage"]),
            (Order.ASKED, ["often asked", "last week", "nothing found", "vorlage", "nur englisch"]),
            (Order.WITHOUT_RESULT, ["nothing found", "often asked"]),
            (Order.ONLY_ENGLISH, ["nur englisch", "often asked"]),
            (Order.OPENED, ["often asked", "last week", "vorlage"]),
            (Order.CASES, ["last week", "nothing found", "often asked"]),
        ],
    )
    def test_order(self, ask, order, first):
        assert names(ask(list_questions, Wish(order=order)))[: len(first)] == first

    def test_languages_are_told_apart(self, ask):
        assert ask(sum_by_language, 7) == {
            "en": Counts(asked=46, without_result=5, opened=30, cases=1),
            "de": Counts(asked=11, only_english=5, opened=2),
        }
        assert ask(count_questions, Wish(days=7)) == 4
        assert ask(count_questions, Wish(days=7, language=GERMAN)) == 2

    def test_more_than_anybody_reads_is_left_out(self, database):
        with database.write() as session:
            add_counts(session, {Asked(TODAY, "en", f"q{number}"): Counts(asked=1) for number in range(MOST_ROWS + 5)})
        with database.read() as session:
            assert len(list_questions(session, Wish(), TODAY)) == MOST_ROWS
            assert count_questions(session, Wish(), TODAY) == MOST_ROWS + 5


def test_shares_are_parts_of_what_was_asked_and_never_more():
    shares = shares_of(Counts(asked=4, without_result=1, opened=6, cases=2))

    assert (shares.without_result, shares.opened, shares.cases) == (0.25, 1.0, 0.5)
    assert shares_of(Counts(opened=3)) is None


@pytest.fixture
def filled(small):
    with small.app_context():
        fill(current_database.get())
    return small


def rows(page) -> list[list[str]]:
    """The words of the cells of the questions' table, row by row."""
    (table,) = (each for each in page.document.list_elements("table") if "questions" in each.get("class", ""))
    body = list(table.iter("tr"))[1:]
    return [[text_of(cell) for cell in row if cell.tag in {"th", "td"}] for row in body]


class TestPage:
    @pytest.mark.parametrize("query", ["", "?days=7&locale=de&order=cases"])
    def test_staff_alone_may_see_it(self, small, stranger, query):
        page = Browser(small).get(PAGE + query, status=303)

        assert parse_qs(urlsplit(page.location).query)["next"] == [PAGE + query]
        stranger.get(PAGE + query, status=403)

    def test_it_is_kept_nowhere_and_indexed_nowhere(self, lead):
        page = lead.get(PAGE)

        assert page.headers["Cache-Control"] == "private, no-store"
        assert 'name="robots" content="noindex"' in page.source

    def test_it_is_reached_from_the_others(self, lead):
        assert lead.click(lead.get("/insights/"), "Questions").path == PAGE

    def test_without_any_question_it_says_so(self, lead):
        page = lead.get(PAGE)

        assert page.says("Nobody has asked anything in this period")
        assert page.says("Counts are deleted after 180 days.")
        assert not page.says("%")

    def test_without_database_it_says_so(self, small, lead, monkeypatch):
        def refuse():
            raise DatabaseUnavailable("gone")

        with small.app_context():
            monkeypatch.setattr(current_database.get(), "read", refuse)

        lead.get(PAGE, status=503)

    def test_what_to_write_next_comes_first_with_its_rule(self, filled, lead):
        page = lead.get(PAGE)

        assert rows(page)[0] == ["nothing found", "English", "6", "5", "0", "0", "1"]
        assert rows(page)[2] == ["nur englisch", "Deutsch", "5", "0", "5", "0", "0"]
        assert page.says("First come questions that found nothing or were followed by a request")
        assert page.says("5 of 5 questions")

    def test_summary_adds_up_what_is_shown(self, filled, lead):
        page = lead.get(f"{PAGE}?days=7")

        assert page.says("Questions asked 57 Without result 9% Result opened 56% Request anyway 2%")
        assert lead.get(f"{PAGE}?days=7&locale=de").says("Questions asked 11 Without result 0%")

    def test_languages_lead_to_their_questions(self, filled, lead):
        page = lead.get(f"{PAGE}?days=7")
        (address,) = (each for each in page.addresses if each.endswith("days=7&locale=de"))
        page = lead.get(address)

        assert [row[0] for row in rows(page)] == ["nur englisch", "vorlage"]

    def test_filter_is_an_ordinary_form_and_keeps_the_order(self, filled, lead):
        page = lead.submit(lead.get(f"{PAGE}?order=opened"), {"days": "90", "locale": "en"}, button="Show")

        assert [row[0] for row in rows(page)] == ["often asked", "last week", "nothing found"]

    def test_columns_lead_to_their_order_and_back(self, filled, lead):
        page = lead.click(lead.get(f"{PAGE}?days=7&locale=en"), "Asked")

        assert [row[0] for row in rows(page)] == ["often asked", "nothing found"]
        assert page.says("The highest counts under “Asked” come first.")
        assert lead.click(page, "Show what to write next").says("First come questions")

    def test_what_cannot_be_meant_is_left_out(self, filled, lead):
        page = lead.get(f"{PAGE}?days=8&locale=xx&order=nonsense&q=%00")

        assert page.says("5 of 5 questions")

    def test_question_leads_to_its_results_in_its_language(self, filled, lead):
        page = lead.get(f"{PAGE}?locale=de")

        assert page.link("vorlage") == "/de/search?q=vorlage"
        assert lead.click(page, "vorlage").heading == "Ergebnisse für „vorlage“"

    def test_markup_in_a_question_is_text(self, small, lead):
        with small.app_context(), current_database.get().write() as session:
            add_counts(session, {Asked(TODAY, "en", "<script>alert(1)</script>"): Counts(asked=1)})

        assert "<script>alert" not in lead.get(PAGE).source

    @pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
    def test_every_language_has_it(self, filled, lead, language):
        page = lead.get(f"{PAGE}?language={language.tag}")

        assert page.language == language.html
        assert len(rows(page)) == 5


def test_every_order_has_a_name(small):
    with small.test_request_context("/"):
        assert len({column_name(order) for order in Order}) == len(Order)

"""Team leads see how far people get in the wizard, how it ends and how long it takes, and nothing about anybody."""

import csv
from datetime import timedelta
from io import StringIO
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.db.engine import DatabaseUnavailable
from portal.insights.questions import Wish
from portal.insights.walks import ENDS, Figures, choose, count_under_way, sum_walks, write_file
from portal.insights.wording import end_name, step_name, time_taken
from portal.intake.actions import begin_draft
from portal.intake.flow import FLOW, LAST, Outcome
from portal.intake.measuring import STILL_FOR, count_walks, note_step, take_solved_back
from portal.kernel.language import ENGLISH, GERMAN, LANGUAGES, RUSSIAN
from portal.web.current import current_database
from tests.building import START
from tests.checked_client import Browser
from tests.html_document import text_of

TODAY = START.date()
PAGE = "/insights/intake"
FILE = "/insights/intake.csv"
DAY = timedelta(days=1)
# Language, days ago, steps that were answered with the seconds each took, how it ended.
WALKS = (
    (ENGLISH, 0, {"access": 5, "problem": 40, "answers": 50}, Outcome.SOLVED),
    (ENGLISH, 0, {"access": 8, "problem": 55}, None),
    (ENGLISH, 6, {"access": 4, "problem": 30, "details": 100, "impact": 20, "review": 15}, Outcome.SENT),
    (ENGLISH, 7, {"access": 4}, None),
    (ENGLISH, 90, {"access": 4}, None),
    (GERMAN, 1, {"access": 9, "problem": 70, "incidents": 6}, Outcome.FOLLOWED),
    (GERMAN, 1, {"access": 9, "problem": 60, "duplicates": 4000}, Outcome.ADDED),
)


def walk(session, language, days_ago, steps, outcome) -> None:
    """Lets somebody walk; the next step after the last answered one is where they stop."""
    moment = START - days_ago * DAY
    draft = begin_draft(session, language, {}, moment)
    names = [*steps, LAST if outcome else "answers"]
    for step, at in pairwise(names):
        moment += timedelta(seconds=steps[step])
        note_step(draft, step, at, moment)
    draft.outcome = outcome.value if outcome else ""


def fill(database) -> None:
    with database.write() as session:
        for each in WALKS:
            walk(session, *each)
        session.flush()
        count_walks(session, START + STILL_FOR + DAY)


class TestFigures:
    @pytest.fixture
    def ask(self, database):
        fill(database)

        def run(wish=Wish(days=7), function=sum_walks):  # noqa: B008 - a value that never changes
            with database.read() as session:
                return function(session, wish, TODAY)

        return run

    def test_period_adds_up_its_days_and_only_them(self, ask):
        assert {tag: each.started for tag, each in ask().items()} == {"en": 3, "de": 2}
        assert ask(Wish(days=30))["en"].started == 4
        assert ask(Wish(days=90))["en"].started == 4

    def test_ends_add_up_to_what_was_begun(self, ask):
        english, german = ask()["en"], ask()["de"]

        assert english.ends == {"followed": 0, "solved": 1, "added": 0, "sent": 1, "left": 1}
        assert german.ends == {"followed": 1, "solved": 0, "added": 1, "sent": 0, "left": 0}
        for figures in (english, german, english + german):
            assert sum(figures.ends.values()) == figures.started
            assert sum(figures.shares.values()) == pytest.approx(1)

    def test_steps_stand_in_the_order_of_the_wizard_with_what_became_of_them(self, ask):
        steps = ask()["en"].steps

        assert [each.step for each in steps] == [step.name for step in FLOW]
        found = {each.step: (each.reached, each.answered, each.left) for each in steps}
        assert found["access"] == (3, 3, 0)
        assert found["answers"] == (2, 1, 1)
        assert found["incidents"] == (0, 0, 0)
        assert {each.step: each.left_share for each in steps}["answers"] == 0.5
        assert {each.step: each.left_share for each in steps}["incidents"] is None

    def test_bar_is_as_long_as_the_part_of_all(self, ask):
        answers = ask()["en"].steps[3]

        assert answers.answered_percent == answers.left_percent == pytest.approx(100 / 3)
        assert Figures({}).steps[0].answered_percent == 0

    def test_times_are_read_from_the_classes(self, ask):
        english, german = ask()["en"], ask()["de"]

        assert 30 < english.steps[1].median <= 45
        assert english.steps[2].median is None
        assert 90 < english.median <= 180
        assert german.ninth == float("inf")

    def test_languages_are_told_apart_and_added_up(self, ask):
        by_language = ask()

        assert choose(by_language, Wish(language=GERMAN)) == by_language["de"]
        assert choose(by_language, Wish(language=RUSSIAN)).started == 0
        assert choose(by_language, Wish()).started == 5
        assert choose({}, Wish()).started == 0

    def test_what_is_under_way_is_told_apart(self, database):
        fill(database)
        with database.write() as session:
            begin_draft(session, GERMAN, {}, START)

        with database.read() as session:
            assert count_under_way(session, Wish()) == 1
            assert count_under_way(session, Wish(language=ENGLISH)) == 0

    def test_file_holds_a_line_a_day_language_and_step(self, ask):
        lines = list(csv.DictReader(StringIO(ask(function=write_file))))

        first = lines[0]
        assert (first["day"], first["language"], first["step"]) == (str(TODAY - 6 * DAY), "en", "walk")
        assert (first["started"], first["sent"], first["left"], first["within-180"]) == ("1", "1", "0", "1")
        assert sum(int(line["reached"]) for line in lines if line["step"] == "access") == 5
        assert {line["language"] for line in lines} == {"en", "de"}
        german = list(csv.DictReader(StringIO(ask(Wish(days=7, language=GERMAN), write_file))))
        assert {line["language"] for line in german} == {"de"}


@pytest.fixture
def filled(small):
    with small.app_context():
        fill(current_database.get())
    return small


def rows(page, name) -> list[list[str]]:
    """The words of the cells of a table's body, row by row."""
    (table,) = (each for each in page.document.list_elements("table") if name in each.get("class", ""))
    return [[text_of(cell) for cell in row if cell.tag in {"th", "td"}] for row in list(table.iter("tr"))[1:]]


class TestPage:
    @pytest.mark.parametrize("address", [PAGE, f"{PAGE}?days=7&locale=de", FILE])
    def test_staff_alone_may_see_it(self, small, stranger, address):
        page = Browser(small).get(address, status=303)

        assert parse_qs(urlsplit(page.location).query)["next"] == [address]
        stranger.get(address, status=403)

    def test_it_is_kept_nowhere_and_indexed_nowhere(self, lead):
        page = lead.get(PAGE)

        assert page.headers["Cache-Control"] == "private, no-store"
        assert 'name="robots" content="noindex"' in page.source

    def test_it_is_reached_from_the_others(self, lead):
        assert lead.click(lead.get("/insights/"), "Request wizard").path == PAGE

    def test_without_any_walk_it_says_so(self, lead):
        page = lead.get(PAGE)

        assert page.says("Nobody has finished or left the wizard in this period")
        assert page.says("They are deleted after 180 days.")
        assert "<table" not in page.source

    def test_without_database_it_says_so(self, small, lead, monkeypatch):
        def refuse():
            raise DatabaseUnavailable("gone")

        with small.app_context():
            monkeypatch.setattr(current_database.get(), "read", refuse)

        lead.get(PAGE, status=503)

    def test_steps_and_ends_are_shown(self, filled, lead):
        page = lead.get(f"{PAGE}?days=7")

        assert page.says("Begun 5 Incident followed 20% Solved by an article 20%")
        assert rows(page, "walk-steps")[3][:6] == ["Suggested answers", "2", "", "1", "1", "50%"]
        assert rows(page, "totals") == [
            ["English", "3", "0", "1", "0", "1", "1", "2 min", "2.8 min"],
            ["Deutsch", "2", "1", "0", "1", "0", "0", "90 sec", "over 60 min"],
        ]

    def test_language_leads_to_its_steps(self, filled, lead):
        page = lead.get(f"{PAGE}?days=7")
        (address,) = (each for each in page.addresses if each.endswith("days=7&locale=de") and "csv" not in each)
        page = lead.get(address)

        assert page.says("Begun 2")
        assert rows(page, "walk-steps")[7][:2] == ["Similar request", "1"]
        assert 'class="data-table totals"' not in page.source

    def test_filter_is_an_ordinary_form(self, filled, lead):
        page = lead.submit(lead.get(PAGE), {"days": "90", "locale": "en"}, button="Show")

        assert page.says("Begun 4")

    def test_what_cannot_be_meant_is_left_out(self, filled, lead):
        assert lead.get(f"{PAGE}?days=8&locale=xx").says("Begun 6")

    def test_file_is_that_of_the_page(self, filled, lead):
        page = lead.get(f"{PAGE}?days=7&locale=de")
        response = lead.client.get(page.link("Download the counts of each day (CSV)"))

        assert response.mimetype == "text/csv"
        assert response.headers["Content-Disposition"] == 'attachment; filename="intake-20261117-20261123-de.csv"'
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.text.startswith("day,language,step,started,followed,solved,added,sent,taken-back,")
        assert {line.split(",")[1] for line in response.text.splitlines()[1:]} == {"de"}

    def test_what_was_taken_back_and_what_is_under_way_is_told(self, small, lead):
        with small.app_context(), current_database.get().write() as session:
            for _ in range(2):
                draft = begin_draft(session, ENGLISH, {}, START)
                note_step(draft, "access", LAST, START)
                draft.outcome = Outcome.SOLVED.value
                take_solved_back(draft, START)
            begin_draft(session, ENGLISH, {}, START)
            count_walks(session, START)

        page = lead.get(PAGE)

        assert page.says("2 walks counted as solved until the same customers sent a request on it within a day.")
        assert page.says("1 walk is still under way and not counted yet.")

    @pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
    def test_every_language_has_it(self, filled, lead, language):
        page = lead.get(f"{PAGE}?language={language.tag}")

        assert page.language == language.html
        assert len(rows(page, "walk-steps")) == len(FLOW)


class TestWording:
    def test_every_step_and_every_end_has_a_name(self, small):
        with small.test_request_context("/"):
            assert len({step_name(step.name) for step in FLOW}) == len(FLOW)
            assert len({end_name(end) for end in ENDS}) == len(ENDS)

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [
            (None, "–"),
            (7.4, "7 sec"),
            (99, "99 sec"),
            (150, "2.5 min"),
            (1234, "21 min"),
            (float("inf"), "over 60 min"),
        ],
    )
    def test_times_are_no_more_exact_than_they_are_known(self, small, seconds, words):
        with small.test_request_context("/"):
            assert time_taken(seconds) == words

"""Walks are counted once when they are over, without who took them, on either database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.intake.actions import begin_draft
from portal.intake.flow import LAST, Outcome
from portal.intake.measuring import (
    STILL_FOR,
    add_walks,
    count_walks,
    forget_old_walks,
    note_step,
    take_solved_back,
)
from portal.intake.model import Draft, WalkCount
from portal.intake.pace import CLASSES
from portal.kernel.language import ENGLISH, GERMAN
from portal.search.learning.actions import KEPT
from portal.web.current import current_database
from tests.building import START
from tests.cast import mailed_code
from tests.web.intake.walking import Customer

LATER = START + STILL_FOR + timedelta(minutes=1)


def figures(database) -> dict[str, int]:
    """All counts that are not nought, by language, step and measure, without the classes of durations."""
    with database.read() as session:
        rows = session.scalars(select(WalkCount)).all()
    assert all(row.count >= 0 for row in rows)
    kept = (row for row in rows if row.count and row.measure not in CLASSES)
    return {f"{row.language} {row.step}/{row.measure}": row.count for row in kept}


def count(database, now=LATER) -> int:
    with database.write() as session:
        return count_walks(session, now)


def begin(database, *, language=ENGLISH, now=START) -> str:
    with database.write() as session:
        return begin_draft(session, language, {}, now).id


def change(database, draft, action) -> None:
    with database.write() as session:
        action(session.get(Draft, draft))


def end(draft, outcome=Outcome.SOLVED, now=START) -> None:
    note_step(draft, "access", LAST, now)
    draft.outcome = outcome.value


SOLVED = {"en walk/started": 1, "en walk/solved": 1, "en access/reached": 1, "en access/answered": 1}
LEFT = {"en walk/started": 1, "en walk/left": 1, "en access/reached": 1, "en access/left": 1}


class TestCounting:
    def test_walk_that_ended_is_counted_at_once_and_only_once(self, database):
        change(database, begin(database), end)

        assert [count(database, START) for _ in range(3)] == [1, 0, 0]
        assert figures(database) == SOLVED

    def test_walk_is_left_when_nobody_answers_for_a_day(self, database):
        begin(database)
        assert count(database, START + STILL_FOR) == 0
        assert figures(database) == {}

        assert count(database) == 1
        assert count(database) == 0

        assert figures(database) == LEFT

    def test_walk_that_goes_on_after_all_is_no_longer_left(self, database):
        draft = begin(database)
        count(database)

        change(database, draft, lambda draft: end(draft, now=LATER))
        count(database, LATER)

        assert figures(database) == SOLVED

    def test_walk_belongs_to_the_day_on_which_it_began_and_to_its_language(self, database):
        change(database, begin(database, language=GERMAN), lambda draft: end(draft, now=LATER))
        count(database)

        assert figures(database)["de walk/solved"] == 1
        with database.read() as session:
            assert set(session.scalars(select(WalkCount.day))) == {START.date()}

    def test_solved_is_taken_back_once_before_and_after_it_was_counted(self, database):
        early, late = begin(database), begin(database)
        for draft in (early, late):
            change(database, draft, end)
        change(database, early, lambda draft: take_solved_back(draft, START + timedelta(hours=1)))
        count(database)
        for _ in range(2):
            change(database, late, lambda draft: take_solved_back(draft, START + timedelta(hours=2)))
            count(database)

        found = figures(database)

        assert (found["en walk/started"], found["en walk/taken-back"]) == (2, 2)
        assert "en walk/solved" not in found

    def test_only_what_was_solved_can_be_taken_back(self, sqlite):
        draft = begin(sqlite)

        with sqlite.write() as session:
            row = session.get(Draft, draft)
            assert not take_solved_back(row, START)
            end(row, Outcome.FOLLOWED)
            assert not take_solved_back(row, START)
            end(row)
            assert take_solved_back(row, START)
            assert not take_solved_back(row, START)

    def test_many_workers_at_once_count_each_walk_once(self, database):
        for _ in range(30):
            change(database, begin(database), end)

        with ThreadPoolExecutor(8) as threads:
            done = list(threads.map(lambda _: count(database), range(8)))

        assert sum(done) + count(database) == 30
        assert figures(database)["en walk/solved"] == 30

    def test_what_is_not_committed_is_not_counted(self, database):
        change(database, begin(database), end)

        def count_and_crash():
            with database.write() as session:
                count_walks(session, LATER)
                return 1 / 0

        with pytest.raises(ZeroDivisionError):
            count_and_crash()

        assert figures(database) == {}
        assert count(database) == 1

    def test_draft_about_to_be_deleted_is_counted_however_young(self, database):
        draft = begin(database)

        for _ in range(2):
            with database.write() as session:
                add_walks(session, [session.get(Draft, draft)])

        assert figures(database) == LEFT

    def test_draft_of_the_version_before_counts_only_when_it_goes_on(self, database):
        draft = begin(database)
        change(database, draft, lambda draft: setattr(draft, "walk", None))
        assert count(database) == 0

        change(database, draft, lambda draft: note_step(draft, "problem", "details", LATER))
        count(database, LATER + STILL_FOR + STILL_FOR)

        assert figures(database)["en details/left"] == 1

    def test_figures_are_forgotten_day_by_day(self, database):
        for days in (2, 1, 0):
            change(database, begin(database, now=START - timedelta(days=days)), end)
        count(database)

        with database.write() as session:
            done = [forget_old_walks(session, START + KEPT - timedelta(days=1)) > 0 for _ in range(2)]

        assert done == [True, False]
        with database.read() as session:
            assert session.scalar(select(func.min(WalkCount.day))) == (START - timedelta(days=1)).date()


@pytest.fixture
def stored(app):
    with app.app_context():
        return current_database.get()


class TestInTheWizard:
    def test_whole_way_counts_every_step_it_came_by(self, stored, ana, clock):
        customer = Customer(ana).starts()
        clock.advance(seconds=7)
        customer.can_sign_in().names_the_problem().goes_past_the_answers().describes_it()
        clock.advance(seconds=40)
        customer.rates_it().sends()
        count(stored, clock())

        found = figures(stored)

        steps = ("access", "problem", "answers", "details", "impact", "review")
        expected = {f"en {step}/{measure}": 1 for step in steps for measure in ("reached", "answered")}
        assert found == {"en walk/started": 1, "en walk/sent": 1, **expected}
        with stored.read() as session:
            (whole,) = session.scalars(
                select(WalkCount.measure).where(WalkCount.step == "walk", WalkCount.measure.in_(CLASSES))
            )
        assert whole == "within-60"

    def test_step_contact_is_answered_by_the_proof(self, stored, browse, clock):
        customer = Customer(browse).comes_to_details().describes_it().rates_it()
        customer.answers(name="Ana", email="ana@premium.example")
        clock.advance(hours=25)
        count(stored, clock())
        assert figures(stored)["en contact/left"] == 1

        customer.page = browse.submit(customer.page, button="Send a new code")
        customer.answers(code=mailed_code(browse.app, "ana@premium.example")).sends()
        count(stored, clock())

        found = figures(stored)
        assert (found["en contact/answered"], found["en walk/sent"]) == (1, 1)
        assert "en contact/left" not in found

    def test_mistakes_and_retries_count_nothing(self, stored, browse, clock):
        customer = Customer(browse).starts().can_sign_in()
        customer.answers(status=422, component="webhooks", subject="")
        page = customer.page
        customer.names_the_problem()
        changed = {"component": "webhooks", "subject": "Changed my mind", "error": ""}
        browse.submit(browse.submit(page, changed, status=422), changed, status=200)
        clock.advance(hours=25)
        count(stored, clock())

        found = figures(stored)

        assert (found["en walk/started"], found["en problem/reached"], found["en problem/answered"]) == (1, 1, 1)
        assert (found["en walk/left"], found["en answers/left"]) == (1, 1)

    def test_nothing_of_the_customer_stands_in_the_figures(self, stored, ana, clock):
        customer = Customer(ana).comes_to_review().sends()
        count(stored, clock())

        with stored.read() as session:
            rows = session.execute(select(WalkCount.__table__)).all()

        for private in (customer.draft, "premium", "Ana", "webhooks"):
            assert private not in str(rows)

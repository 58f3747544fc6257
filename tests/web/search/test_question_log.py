"""Counted questions wait in memory and reach the database when it answers; nobody who asks ever notices."""

import os
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from portal.db.engine import DatabaseUnavailable
from portal.search.learning import actions
from portal.search.learning.actions import KEPT, add_counts, forget_old_counts
from portal.search.learning.log import QuestionLog
from portal.search.learning.model import Asked, Counts, QuestionCount
from tests.building import START

TODAY = START.date()
WEBHOOK = Asked(TODAY, "en", "webhook")
VORLAGE = Asked(TODAY, "de", "vorlage")


class AwayDatabase:
    """A database that can go away and come back."""

    def __init__(self, database):
        self.database = database
        self.away = False

    @contextmanager
    def write(self):
        if self.away:
            raise DatabaseUnavailable("gone")
        with self.database.write() as session:
            yield session


@pytest.fixture
def changeable(database):
    return AwayDatabase(database)


def stored(database) -> dict[Asked, Counts]:
    with database.read() as session:
        rows = session.scalars(select(QuestionCount)).all()
    return {
        Asked(row.day, row.language, row.question): Counts(
            row.asked, row.without_result, row.only_english, row.opened, row.cases
        )
        for row in rows
    }


def test_counts_of_a_question_are_added_up_before_and_in_the_database(database):
    log = QuestionLog(database)
    log.add(WEBHOOK, Counts(asked=1, without_result=1))
    log.add(WEBHOOK, Counts(asked=1))
    log.add(VORLAGE, Counts(asked=1, only_english=1))
    assert log.carry()
    log.add(WEBHOOK, Counts(opened=1, cases=2))

    assert log.carry()

    assert stored(database) == {WEBHOOK: Counts(2, 1, 0, 1, 2), VORLAGE: Counts(1, 0, 1, 0, 0)}


def test_several_processes_add_to_one_another(database):
    logs = [QuestionLog(database) for _ in range(3)]
    for log in logs:
        log.add(WEBHOOK, Counts(asked=2))

    assert all(log.carry() for log in logs)

    assert stored(database) == {WEBHOOK: Counts(asked=6)}


def test_counts_wait_while_the_database_is_away(database, changeable):
    log = QuestionLog(changeable)
    changeable.away = True
    log.add(WEBHOOK, Counts(asked=1))

    with capture_logs() as lines:
        assert not log.carry()
        log.add(WEBHOOK, Counts(asked=1))
        assert not log.carry()
    changeable.away = False
    assert log.carry()

    assert stored(database) == {WEBHOOK: Counts(asked=2)}
    assert [line["event"] for line in lines] == ["questions_wait"]


def test_whatever_fails_stays_with_us(database, changeable, monkeypatch):
    def fail(*_):
        raise ValueError("a fault of ours about webhook")

    log = QuestionLog(changeable)
    log.add(WEBHOOK, Counts(asked=1))
    with monkeypatch.context() as broken, capture_logs() as lines:
        broken.setattr(log, "_write", fail)
        assert not log.carry()

    assert log.carry()
    assert stored(database) == {WEBHOOK: Counts(asked=1)}
    assert "webhook" not in str(lines)


def test_what_does_not_fit_is_left_out_and_said_when_the_database_is_back(database, changeable):
    log = QuestionLog(changeable, most=2)
    changeable.away = True
    for number in range(5):
        log.add(Asked(TODAY, "en", f"question {number}"), Counts(asked=1))
    log.add(Asked(TODAY, "en", "question 0"), Counts(asked=1))
    log.carry()
    log.add(Asked(TODAY, "en", "question 7"), Counts(asked=1))
    changeable.away = False

    with capture_logs() as lines:
        assert log.carry()

    assert {asked.question: counts.asked for asked, counts in stored(database).items()} == {
        "question 0": 2,
        "question 1": 1,
    }
    assert [(line["event"], line["count"]) for line in lines] == [("questions_not_counted", 4)]


def test_nothing_to_carry_asks_no_database():
    assert QuestionLog(None).carry()


def test_begun_log_carries_by_itself_and_once_more_at_the_end(database, monkeypatch):
    monkeypatch.setattr("portal.web.count_log.CARRY_EVERY_S", 0.01)
    log = QuestionLog(database)
    log.begin()
    log.add(WEBHOOK, Counts(asked=1))
    thread = log._thread
    while not stored(database):
        thread.join(0.01)

    log.end()
    thread.join(10)
    log.add(WEBHOOK, Counts(opened=1))
    log.end()

    assert not thread.is_alive()
    assert stored(database) == {WEBHOOK: Counts(asked=1, opened=1)}


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_forked_process_begins_with_nothing():
    log = QuestionLog(None)
    log.add(WEBHOOK, Counts(asked=1))

    child = os.fork()
    if not child:
        os._exit(len(log.take()[0]) + 40)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 40
    assert dict(log.take()[0]) == {WEBHOOK: Counts(asked=1)}


def test_full_day_takes_no_new_question_but_goes_on_counting(database, monkeypatch):
    monkeypatch.setattr(actions, "MOST_A_DAY", 3)
    first = {Asked(TODAY, "en", f"old {number}"): Counts(asked=1) for number in range(2)}
    second = {Asked(TODAY, "en", text): Counts(asked=1) for text in ("new 1", "new 2", "old 1")}
    other = {Asked(TODAY, "de", "new 1"): Counts(asked=1), Asked(TODAY + timedelta(days=1), "en", "x"): Counts(asked=1)}

    with database.write() as session:
        assert add_counts(session, first) == 0
    with database.write() as session:
        assert add_counts(session, {**second, **other}) == 1

    here = {asked.question: counts.asked for asked, counts in stored(database).items() if asked[:2] == (TODAY, "en")}
    assert here == {"old 0": 1, "old 1": 2, "new 1": 1}
    assert set(other) < set(stored(database))


def test_more_questions_than_a_statement_takes(database):
    many = {Asked(TODAY, "ru", f"вопрос {number}"): Counts(asked=number) for number in range(1_200)}

    with database.write() as session:
        assert add_counts(session, many) == 0

    assert stored(database) == many


def test_old_counts_are_forgotten_day_by_day(database):
    last_kept = (START - KEPT).date()
    days = [last_kept - timedelta(days=2), last_kept - timedelta(days=1), last_kept, TODAY]
    with database.write() as session:
        add_counts(session, {Asked(day, "en", text): Counts(asked=1) for day in days for text in ("a", "b")})

    done = []
    with database.write() as session:
        while batch := forget_old_counts(session, START):
            done.append(batch)

    assert done == [2, 2]
    assert {asked.day for asked in stored(database)} == {last_kept, TODAY}
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(QuestionCount)) == 4

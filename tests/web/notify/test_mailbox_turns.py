"""Workers take turns at the mailbox, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from portal.db.engine import Database, DatabaseUnavailable
from portal.notify.mailbox.address import read_address
from portal.notify.mailbox.failed import (
    KEPT,
    Failure,
    count_failed,
    drop_failed,
    forget_failed,
    note_failed,
    want_again,
)
from portal.notify.mailbox.health import mailbox_state
from portal.notify.mailbox.model import Mailbox
from portal.notify.mailbox.rounds import look_into
from portal.notify.mailbox.turns import EVERY, LEASE, begin_message, end_turn, fail_turn, take_turn
from tests.web.cases.builders import NOW

KEY = "a-mailbox"
POISON = Failure(KEY, "1:7", 120, "ana@premium.example", "no_sender", can_retry=True)


def take(database, now=NOW):
    with database.write() as session:
        return take_turn(session, KEY, now)


def within(database, act, *arguments, **options):
    with database.write() as session:
        return act(session, *arguments, **options)


def test_one_of_many_gets_the_turn(database):
    with ThreadPoolExecutor(4) as threads:
        turns = list(threads.map(lambda _: take(database), range(8)))

    assert sum(turn is not None for turn in turns) == 1


def test_turn_of_a_dead_worker_ends_and_the_dead_cannot_go_on(database):
    first = take(database)
    assert take(database, NOW + LEASE / 2) is None
    second = take(database, NOW + LEASE)

    assert second
    assert within(database, begin_message, KEY, first, "1:1", NOW + LEASE) is None
    assert within(database, end_turn, KEY, first, NOW + LEASE, more=False) == 0
    assert take(database, NOW + LEASE) is None


def test_each_message_renews_the_turn_and_is_counted_until_one_ends(database):
    turn = take(database)
    later = NOW + LEASE - timedelta(seconds=1)

    assert [within(database, begin_message, KEY, turn, name, later) for name in ("1:1", "1:1", "1:2")] == [1, 2, 1]
    assert take(database, NOW + LEASE) is None
    within(database, end_turn, KEY, turn, later, more=False)
    assert take(database, later) is None
    turn = take(database, later + EVERY)
    assert within(database, begin_message, KEY, turn, "1:2", later + EVERY) == 1


def test_failure_is_news_once_and_its_end_is_told(database):
    told, now = [], NOW
    for problem in ("connecting", "connecting", "signing in"):
        turn = take(database, now)
        told.append(within(database, fail_turn, KEY, turn, problem, now))
        now += LEASE

    assert told == [True, False, True]
    assert within(database, end_turn, KEY, take(database, now), now, more=True) == 3
    with database.read() as session:
        assert session.get(Mailbox, KEY).problem == ""


def test_note_of_a_message_is_written_once_and_forgotten_in_time(database):
    first = within(database, note_failed, POISON, NOW)

    assert within(database, note_failed, POISON, NOW) == first
    assert within(database, count_failed) == 1
    assert within(database, want_again, first, NOW) is None, "nobody knows where it lies"
    assert within(database, forget_failed, NOW + KEPT) == 0
    assert within(database, forget_failed, NOW + KEPT + EVERY) == 1
    assert within(database, drop_failed, first) is None


def test_nothing_is_asked_of_the_mailbox_while_the_database_is_away(app):
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")

    with pytest.raises(DatabaseUnavailable):
        look_into(app, away, read_address("imaps://support:word@127.0.0.1:1"), lambda: NOW, threading.Event())
    away.dispose()


def test_operators_learn_that_nothing_is_known_while_the_database_is_away():
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")

    state = mailbox_state(away, read_address("imaps://support:word@mail.example"), lambda: NOW)

    assert (state.fine, state.vital) == (False, False)
    assert "unknown" in state.detail
    away.dispose()

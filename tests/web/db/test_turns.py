"""In one process the writers of a SQLite file take turns, instead of looking again and again whether it is free."""

import threading
import time

import pytest
from sqlalchemy import text

from portal.db import engine
from portal.db.engine import Database, DatabaseUnavailable

PATIENCE_S = 20


@pytest.fixture
def impatient(monkeypatch, tmp_path):
    """A database whose writers give up after a moment."""
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 20)
    database = Database(f"sqlite:///{tmp_path / 'turns.sqlite3'}")
    with database.write() as session:
        session.execute(text("CREATE TABLE written (number INTEGER)"))
    yield database
    database.dispose()


def write(database, number):
    with database.write() as session:
        session.execute(text("INSERT INTO written VALUES (:number)"), {"number": number})


def test_who_waits_for_a_turn_asks_nothing_of_the_file_and_goes_on_once_it_is_free(sqlite):
    comes, done = threading.Event(), []

    def second():
        comes.set()
        with sqlite.write():
            done.append(sqlite.engine.pool.checkedout())

    thread = threading.Thread(target=second)
    with sqlite.write() as session:
        session.execute(text("SELECT 1"))
        thread.start()
        assert comes.wait(PATIENCE_S)
        time.sleep(0.05)
        assert sqlite.engine.pool.checkedout() == 1
        assert done == []
    thread.join(PATIENCE_S)

    assert len(done) == 1


def test_turn_that_failed_is_over(impatient):
    with pytest.raises(ZeroDivisionError), impatient.write():
        raise ZeroDivisionError

    write(impatient, 1)


def test_who_waited_in_vain_is_told_that_the_database_is_busy_and_takes_nobodys_turn(impatient):
    with impatient.write() as session:
        session.execute(text("INSERT INTO written VALUES (1)"))
        told = []

        def second():
            try:
                write(impatient, 2)
            except DatabaseUnavailable as error:
                told.append(error)

        thread = threading.Thread(target=second)
        thread.start()
        thread.join(PATIENCE_S)
        assert len(told) == 1

    write(impatient, 3)
    with impatient.read() as session:
        assert session.scalars(text("SELECT number FROM written ORDER BY number")).all() == [1, 3]

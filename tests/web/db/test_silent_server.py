"""A database server that hangs is given up by those whom people wait for."""

import socket

import pytest
from sqlalchemy import text

from portal.db.engine import MOST_CONNECTIONS, Database, DatabaseUnavailable
from portal.serving import BLOCKING_THREADS


def test_answer_that_does_not_come_is_an_outage_and_the_next_question_is_answered(migrated_postgres):
    database = Database(migrated_postgres.engine.url.render_as_string(hide_password=False))
    database.expect_answers(within_s=0.2)

    with pytest.raises(DatabaseUnavailable), database.read() as session:
        session.execute(text("SELECT pg_sleep(30)"))

    database.ping()
    database.dispose()


def test_without_such_an_expectation_it_takes_as_long_as_it_takes(migrated_postgres):
    with migrated_postgres.read() as session:
        assert session.scalar(text("SELECT 1 FROM pg_sleep(0.4)")) == 1


def test_server_that_takes_connections_and_says_nothing_is_an_outage():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database = Database(f"postgresql+psycopg://portal@127.0.0.1:{silent.getsockname()[1]}/portal")

        with pytest.raises(DatabaseUnavailable):
            database.ping()


def test_one_thread_of_a_web_process_is_left_for_readers(migrated_postgres):
    database = Database(migrated_postgres.engine.url.render_as_string(hide_password=False))
    held = [database.engine.connect() for _ in range(MOST_CONNECTIONS)]

    with pytest.raises(DatabaseUnavailable):
        database.ping()

    for connection in held:
        connection.close()
    database.dispose()
    assert MOST_CONNECTIONS < BLOCKING_THREADS

"""The engine and the two units of work: one that writes, one that only reads."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import DatabaseError
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

# SQLite's waiting for the write lock is unfair: of four processes that wrote one waited 5 s, so it may wait this long.
BUSY_TIMEOUT_MS = 15_000
CONNECT_TIMEOUT_S = 3
MOST_CONNECTIONS = 3
"""Of one process to a server. It is fewer than a web process has threads (`portal.serving.BLOCKING_THREADS`): a server
that takes questions and gives no answers holds up all but one of them, and that one goes on serving readers."""
_NOTICE_SILENCE = {
    # A machine that is gone without a word is noticed within seconds instead of a quarter of an hour.
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}


class DatabaseUnavailable(Exception):
    """The database did not answer. Pages that need it say so; reading and searching go on without it."""


class Database:
    """Hands out units of work. The caller's block is the transaction: it commits on leaving, or not at all."""

    def __init__(self, address: str, info: Mapping[str, Any] | None = None) -> None:
        """An address, and what every unit of work shall know in its ``info``."""
        self.engine = make_engine(address)
        self._info = dict(info or {})
        self._turn = threading.Lock() if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A unit of work that writes.

        On SQLite it takes the write lock at once: a plain BEGIN that writes after it has read fails
        immediately when somebody else wrote in between, whatever the busy timeout.

        Raises:
            DatabaseUnavailable: when the database cannot be reached.
        """
        with self._own_turn(), self._session(writing=True) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A unit of work that only reads.

        Raises:
            DatabaseUnavailable: when the database cannot be reached.
        """
        with self._session(writing=False) as session:
            yield session

    def ping(self) -> None:
        """Ask the database for a sign of life.

        Raises:
            DatabaseUnavailable: when there is none.
        """
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def now(self) -> datetime:
        """What time it is where the database runs; only a database server can tell.

        Raises:
            DatabaseUnavailable: when it does not answer.
        """
        with self.read() as session:
            found: datetime = session.scalars(select(func.clock_timestamp())).one()
        return found

    @contextmanager
    def _session(self, *, writing: bool) -> Iterator[Session]:
        engine = self.engine.execution_options(writing=writing)
        try:
            with Session(engine, expire_on_commit=False, info=self._info) as session:
                yield session
        except PoolTimeout as error:
            raise DatabaseUnavailable("every connection waits") from error
        except DBAPIError as error:
            if error.connection_invalidated or _is_outage(error):
                raise DatabaseUnavailable(type(error.orig).__name__) from error
            raise

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        """Let the threads of this process write one after the other, where only one can.

        SQLite lets whoever waits sleep for up to a tenth of a second between two looks, and the first who looks wins:
        of sixteen customers who sent at once one waited for 2 s. Who waited in vain here asks SQLite all the same.
        """
        has_turn = self._turn is not None and self._turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
        try:
            yield
        finally:
            if self._turn is not None and has_turn:
                self._turn.release()

    def expect_answers(self, within_s: float) -> None:
        """Give a server up that takes longer than this for an answer; for processes that people wait for.

        Raises nothing itself; a unit of work then raises `DatabaseUnavailable`. An embedded database has no server.
        """
        if self.engine.dialect.name == "postgresql":
            event.listen(self.engine, "connect", lambda connection, _: setattr(connection, "patience_s", within_s))

    def dispose(self) -> None:
        """Close every pooled connection; a process that forks calls this first."""
        self.engine.dispose()


def make_engine(address: str) -> Engine:
    """An engine for an address of the settings, with the portal's rules for SQLite switched on.

    Raises:
        DatabaseUnavailable: when the folder of a SQLite file cannot be made.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        if url.database:
            try:
                Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise DatabaseUnavailable(str(error)) from error
        engine = create_engine(url)
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # A portal with a file as its database never needs the driver, which takes a while to load.
    from portal.db.patience import PatientConnection

    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=MOST_CONNECTIONS,
        max_overflow=0,
        pool_timeout=CONNECT_TIMEOUT_S,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, **_NOTICE_SILENCE},
    )
    event.listen(
        engine, "do_connect", lambda _dialect, _record, words, named: PatientConnection.connect(*words, **named)
    )
    return engine


def _configure_sqlite(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling is switched off: `_begin_sqlite` says BEGIN itself.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


# What drivers say when the server or the file is gone, as opposed to a mistake in a statement.
_OUTAGE_NAMES = {
    "OperationalError",
    "InterfaceError",
    "ConnectionTimeout",
    "ConnectionFailure",
    "AdminShutdown",
}


def _is_outage(error: SQLAlchemyError) -> bool:
    kind = type(getattr(error, "orig", None))
    # SQLite has no name of its own for a file that is damaged or no database: it raises the base of all its errors.
    return kind is DatabaseError or any(base.__name__ in _OUTAGE_NAMES for base in kind.__mro__)

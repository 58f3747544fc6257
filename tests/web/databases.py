"""Databases to test with: a SQLite file for each test, and a PostgreSQL server of the tests' own.

A room's ``conftest.py`` imports the fixtures it needs from here. ``database`` runs a test on both; PostgreSQL is
skipped with a line that names the missing program, unless ``PORTAL_TEST_REQUIRE=all``, where that fails.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from portal.db.engine import Database
from portal.db.schema import upgrade
from tests.programs import require_program, unavailable

START_SECONDS = 20


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    """An empty database of today's schema, copied for every test that wants SQLite."""
    path = tmp_path_factory.mktemp("schema") / "empty.sqlite3"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    # Closing the last connection folds SQLite's write-ahead log into the file.
    database.dispose()
    return path


@pytest.fixture
def sqlite(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "portal.sqlite3"
    shutil.copyfile(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> Iterator[Database]:
    """A migrated database of either kind, empty."""
    return request.getfixturevalue("sqlite" if request.param == "sqlite" else "postgres")


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[Database]:
    """A database of today's schema on the server, emptied for every test that wants PostgreSQL."""
    with fresh_postgres(postgres_server) as address:
        database = Database(address)
        upgrade(database)
        yield database
        database.dispose()


@pytest.fixture
def postgres(migrated_postgres: Database) -> Database:
    with migrated_postgres.engine.begin() as connection:
        tables = ", ".join(name for name in inspect(connection).get_table_names() if name != "alembic_version")
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    return migrated_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def scratch(request, tmp_path: Path) -> Iterator[Database]:
    """A migrated database of either kind whose schema a test may spoil."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'scratch.sqlite3'}")
        upgrade(database)
        yield database
        database.dispose()
        return
    with fresh_postgres(request.getfixturevalue("postgres_server")) as address:
        database = Database(address)
        upgrade(database)
        yield database
        database.dispose()


@contextmanager
def fresh_postgres(server: str) -> Iterator[str]:
    """The address of a new, empty database on the server."""
    name = f"test_{time.monotonic_ns()}"
    admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield f"{server}/{name}"
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server that lives as long as the test run, without a database's name."""
    initdb, postgres = require_program("initdb"), require_program("postgres")
    account = _account()
    with tempfile.TemporaryDirectory(prefix="portal-pg-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        if account:
            os.chown(folder, account["user"], account["group"])
            os.chown(data, account["user"], account["group"])
        options = ["--auth=trust", "--username=portal", "--encoding=UTF8", "--locale=C", "--no-sync"]
        made = subprocess.run(
            [initdb, "-D", str(data), *options], check=False, capture_output=True, text=True, **account
        )
        if made.returncode:
            unavailable(f"initdb failed: {made.stderr.strip()[-300:]}")
        port = _free_port()
        command = [postgres, "-D", str(data), "-p", str(port), "-k", folder, "-h", "127.0.0.1"]
        # Nothing has to survive a power cut.
        command += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **account) as server:
            try:
                yield _wait_for(f"postgresql+psycopg://portal@127.0.0.1:{port}", server)
            finally:
                # SIGINT is PostgreSQL's fast shutdown.
                server.send_signal(signal.SIGINT)


def _account() -> dict[str, int]:
    """PostgreSQL refuses to run as root, so it runs under its own account there."""
    if os.getuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        unavailable("the tests run as root and there is no account named postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(server: str, process: subprocess.Popen) -> str:
    engine = create_engine(f"{server}/postgres")
    deadline = time.monotonic() + START_SECONDS
    try:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                with engine.connect():
                    return server
            except Exception:  # noqa: BLE001 - whatever keeps it from answering, it is asked again until the deadline
                time.sleep(0.1)
    finally:
        engine.dispose()
    return unavailable("the server postgres did not start")

"""Databases to test with: a SQLite file for each test, and a PostgreSQL server of the tests' own.

A room's ``conftest.py`` imports the fixtures it needs from here. ``database`` runs a test on both; PostgreSQL is
skipped with a line that names the missing program, unless ``PORTAL_TEST_REQUIRE=all``, where that fails.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from portal.db.engine import Database
from portal.db.schema import upgrade
from tests.postgres import NoPostgres, run_postgres
from tests.programs import unavailable


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
    with ExitStack() as stack:
        try:
            address = stack.enter_context(run_postgres())
        except NoPostgres as reason:
            address = unavailable(str(reason))
        yield address

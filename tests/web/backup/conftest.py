"""A database with something of every kind in every column of every table."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, LargeBinary, String, select

import portal.app  # noqa: F401 - all tables are mapped somewhere
from portal.db.base import Base, UtcDateTime
from portal.db.engine import Database
from portal.db.schema import upgrade
from portal.settings import Settings
from tests.building import make_settings
from tests.web.databases import fresh_postgres, postgres_server  # noqa: F401

AWKWARD = "quote ' \" back\\slash\ttab\nline \u2028 ☃ ß ñ 你 ;--"
MOMENT = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
VALUE = {"text": AWKWARD, "list": [1, 2.5, None, True], "nested": {"empty": {}}}


MADE = (
    (Enum, lambda column, _: next(iter(column.type.enum_class))),
    (JSON, lambda *_: VALUE),
    (UtcDateTime, lambda _, number: MOMENT + timedelta(days=number)),
    (Date, lambda _, number: date(2028, 2, 27 + number)),
    (Boolean, lambda _, number: bool(number % 2)),
    (Integer, lambda _, number: number),
    (LargeBinary, lambda _, number: bytes(range(16 * number - 16, 16 * number))),
    (String, lambda column, number: f"{number}{AWKWARD}"[: column.type.length or 1_000]),
)


def make_value(column: Column, number: int):
    for key in column.foreign_keys:
        return make_value(key.column, number)
    return next(make(column, number) for kind, make in MADE if isinstance(column.type, kind))


def fill(database: Database) -> None:
    """Two rows in each table, the second with nothing wherever there may be nothing."""
    with database.write() as session:
        for table in Base.metadata.sorted_tables:
            own = [column for column in table.columns if column.computed is None]
            session.execute(table.insert(), [{column.name: make_value(column, 1) for column in own}])
            last = {column.name: None if column.nullable else make_value(column, 2) for column in own}
            session.execute(table.insert(), [last])


def every_row(database: Database) -> dict[str, list[tuple]]:
    with database.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def make_portal(tmp_path: Path, request) -> Iterator[Callable[..., Settings]]:
    """Settings of a portal whose database is migrated and empty, on either kind."""
    with ExitStack() as stack:

        def make(name: str, kind: str = "sqlite", *, migrated: bool = True, **settings) -> Settings:
            address = ""
            if kind == "postgresql":
                address = stack.enter_context(fresh_postgres(request.getfixturevalue("postgres_server")))
            made = make_settings(tmp_path / name, database_url=address, **settings)
            if migrated:
                database = Database(made.database_address)
                upgrade(database)
                database.dispose()
            return made

        yield make

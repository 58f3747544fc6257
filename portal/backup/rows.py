"""The rows of every table as lines of JSON, the same for SQLite and PostgreSQL.

They are read in one transaction that sees the database as it was when it began, so the portal may go on meanwhile: in a
REPEATABLE READ transaction of PostgreSQL, and in any of SQLite's with its write-ahead log. Tables are read as the
database describes them, not as today's code maps them: a backup of last year is loaded into last year's tables, and
migrated from there.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, DateTime, LargeBinary, MetaData, Table, inspect, text
from sqlalchemy.types import TypeEngine

VERSION_TABLE = "alembic_version"
"""It says where the schema stands, which the manifest does for a backup."""
AT_ONCE = 500
"""Rows that are held in memory, and written with one statement."""
_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (JSON, "json"),
    (DateTime, "moment"),
    (Date, "day"),
    (Boolean, "flag"),
    (LargeBinary, "bytes"),
)
_SQLITE_MOMENT = "%Y-%m-%d %H:%M:%S.%f"
"""How SQLAlchemy writes moments into SQLite, which sorts them as text."""


@dataclass(frozen=True)
class Columns:
    """A table's columns that hold something of their own, each with the kind of its values."""

    table: str
    kinds: Mapping[str, str]


def list_tables(connection: Connection) -> list[Table]:
    """Every table but the schema's own, those first that others refer to."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]


def dump(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Every row as a line, with the table it belongs to; the line of a table's columns comes before its rows."""
    for table in list_tables(connection):
        columns = _describe(connection, table)
        yield table.name, _line({"table": table.name, "columns": dict(columns.kinds)})
        for row in connection.execution_options(yield_per=AT_ONCE).execute(text(_select(connection, table, columns))):
            yield table.name, _line([_to_plain(kind, row[at]) for at, kind in enumerate(columns.kinds.values())])


def load(connection: Connection, lines: Iterable[bytes]) -> dict[str, int]:
    """Put the lines of a dump into tables that are there and empty; gives the number of rows of each."""
    counts: dict[str, int] = {}
    statement, columns, waiting = "", Columns("", {}), list[dict[str, Any]]()
    for line in lines:
        value = json.loads(line)
        if isinstance(value, dict):
            _write(connection, statement, waiting)
            columns = Columns(value["table"], value["columns"])
            statement, counts[columns.table] = _insert(connection, columns), 0
            continue
        values = zip(columns.kinds.items(), value, strict=True)
        waiting.append({f"p{at}": _from_plain(connection, kind, each) for at, ((_, kind), each) in enumerate(values)})
        counts[columns.table] += 1
        if len(waiting) >= AT_ONCE:
            _write(connection, statement, waiting)
    _write(connection, statement, waiting)
    _continue_numbers(connection)
    return counts


def _describe(connection: Connection, table: Table) -> Columns:
    found = {}
    for column in inspect(connection).get_columns(table.name):
        # What the database computes itself must not be written.
        if "computed" not in column:
            kinds = (kind for type_, kind in _KINDS if isinstance(column["type"], type_))
            found[column["name"]] = next(kinds, "plain")
    return Columns(table.name, found)


def _select(connection: Connection, table: Table, columns: Columns) -> str:
    quote = connection.dialect.identifier_preparer.quote
    # The text of a JSON value, not what a driver makes of it: so it comes back letter for letter.
    wanted = (f"CAST({quote(n)} AS TEXT)" if kind == "json" else quote(n) for n, kind in columns.kinds.items())
    order = ", ".join(quote(column.name) for column in table.primary_key)
    return f"SELECT {', '.join(wanted)} FROM {quote(table.name)} ORDER BY {order}"  # noqa: S608 - names of our own tables


def _insert(connection: Connection, columns: Columns) -> str:
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(map(quote, columns.kinds))
    places = ", ".join(f":p{at}" for at in range(len(columns.kinds)))
    return f"INSERT INTO {quote(columns.table)} ({names}) VALUES ({places})"  # noqa: S608 - names of our own tables


def _write(connection: Connection, statement: str, waiting: list[dict[str, Any]]) -> None:
    if waiting:
        connection.execute(text(statement), waiting)
        waiting.clear()


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _to_plain(kind: str, value: Any) -> Any:
    match kind, value:
        case _, None:
            return None
        case "moment", datetime() | str():
            moment = datetime.fromisoformat(value) if isinstance(value, str) else value
            return (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
        case "day", date():
            return value.isoformat()
        case "flag", _:
            return bool(value)
        case "bytes", _:
            return base64.b64encode(value).decode()
    return value


def _from_plain(connection: Connection, kind: str, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case "moment":
            moment = datetime.fromisoformat(value)
            return moment.strftime(_SQLITE_MOMENT) if connection.dialect.name == "sqlite" else moment
        case "bytes":
            return base64.b64decode(value)
    return value


def _continue_numbers(connection: Connection) -> None:
    """Let the next row of each table get the number after the last one; SQLite does that by itself."""
    if connection.dialect.name != "postgresql":
        return
    quote = connection.dialect.identifier_preparer.quote
    for table in list_tables(connection):
        for column in table.primary_key:
            place = {"table": table.name, "column": column.name}
            sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), place)
            if sequence:
                last = f"(SELECT max({quote(column.name)}) FROM {quote(table.name)})"  # noqa: S608 - names of our own
                wanted = f"SELECT setval(:sequence, coalesce({last}, 1), {last} IS NOT NULL)"
                connection.execute(text(wanted), {"sequence": sequence})

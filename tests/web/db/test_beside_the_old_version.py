"""A migration may run while the version before it still serves: it adds, and takes nothing away that version needs.

What the old version inserts must still be accepted, and what it reads must still be there.
"""

from dataclasses import dataclass
from itertools import pairwise

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from portal.db import schema
from portal.db.engine import Database

REVISIONS = [each.revision for each in ScriptDirectory.from_config(schema._config()).walk_revisions()][::-1]


@dataclass(frozen=True)
class Table:
    """What whoever writes into a table has to know of it."""

    columns: frozenset[str]
    needed: frozenset[str]
    """Columns that an insert cannot leave out."""
    unique: frozenset[tuple[str, ...]]


def migrate(database: Database, revision: str) -> None:
    with database.engine.begin() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def read_tables(engine: sa.Engine) -> dict[str, Table]:
    inspector = sa.inspect(engine)
    return {name: _read_table(inspector, name) for name in inspector.get_table_names()}


def _read_table(inspector: sa.Inspector, name: str) -> Table:
    columns = inspector.get_columns(name)
    given = (each for each in columns if not each["nullable"] and each["default"] is None and "computed" not in each)
    indexes = [each for each in inspector.get_indexes(name) if each["unique"]]
    unique = (tuple(each["column_names"]) for each in (*inspector.get_unique_constraints(name), *indexes))
    return Table(
        frozenset(each["name"] for each in columns), frozenset(each["name"] for each in given), frozenset(unique)
    )


def compare(before: dict[str, Table], after: dict[str, Table]) -> list[str]:
    """What the version before would stumble over."""
    found = [f"{name} is gone" for name in before.keys() - after.keys()]
    for name in before.keys() & after.keys():
        old, new = before[name], after[name]
        found += [f"{name}.{column} is gone" for column in old.columns - new.columns]
        found += [f"{name}.{column} has to be given" for column in new.needed - old.needed]
        found += [f"{name}: {', '.join(columns)} must be unique" for columns in new.unique - old.unique]
    return sorted(found)


@pytest.mark.parametrize(("before", "after"), list(pairwise(REVISIONS)))
def test_version_before_can_go_on(tmp_path, before, after):
    database = Database(f"sqlite:///{tmp_path / 'schema.sqlite3'}")
    migrate(database, before)
    old = read_tables(database.engine)
    migrate(database, after)

    assert compare(old, read_tables(database.engine)) == []
    database.dispose()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DROP TABLE notes", ["notes is gone"]),
        ("ALTER TABLE notes RENAME COLUMN text TO words", ["notes.text is gone"]),
        ("ALTER TABLE notes DROP COLUMN text", ["notes.text is gone"]),
        ("CREATE UNIQUE INDEX once ON notes (text)", ["notes: text must be unique"]),
        ("ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT ''", []),
        ("ALTER TABLE notes ADD COLUMN colour TEXT", []),
        ("CREATE TABLE others (id INTEGER NOT NULL, colour TEXT NOT NULL)", []),
    ],
)
def test_what_the_version_before_cannot_bear_is_found(statement, found):
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)"))
        old = read_tables(engine)
        connection.execute(sa.text(statement))

    assert compare(old, read_tables(engine)) == found

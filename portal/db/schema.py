"""Where the database's schema stands and how it gets to where the code wants it.

What migrates is loaded only where something is to be migrated, so that it costs other starts nothing.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from portal.db.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

# One migration at a time, whoever starts it: a PostgreSQL advisory lock of this number.
_LOCK = 7_406_228
_MIGRATIONS = Path(__file__).parent / "migrations"
_WHERE_IT_STANDS = "alembic_version"


def upgrade(database: Database) -> None:
    """Run every migration that is missing; does nothing when there is none."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _find_revision(connection) != newest_revision():
            migrate(connection)


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring the schema to a revision, in the caller's transaction."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def newest_revision() -> str:
    """The revision that this code was written for; each migration's file begins with its own."""
    return _list_revisions()[-1]


def knows(revision: str) -> bool:
    """Whether this code can bring a schema of this revision to its own."""
    return revision in _list_revisions()


def is_current(database: Database) -> bool:
    """Whether the schema is the one this code was written for."""
    with database.engine.connect() as connection:
        return _find_revision(connection) == newest_revision()


def _find_revision(connection: Connection) -> str | None:
    """Where a database stands; None where nothing was ever migrated."""
    if not inspect(connection).has_table(_WHERE_IT_STANDS):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {_WHERE_IT_STANDS}"))  # noqa: S608 - ours
    return found


def _list_revisions() -> list[str]:
    return sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config

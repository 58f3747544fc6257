"""Bringing a backup back: all of it, or nothing."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, MetaData, exists, func, select, text

from portal.backup.archive import KEY, ROWS, UPLOADS, BackupDamaged, Manifest, read, verify
from portal.backup.rows import list_tables, load
from portal.backup.saving import connected, digest_key
from portal.db import schema
from portal.db.rounds import JobRounds
from portal.settings import Settings
from portal.storage.choosing import choose_store
from portal.storage.store import FileStore
from portal.web.secret_key import KEY_FILE, obtain_secret

SEEN_LATELY = timedelta(minutes=1)
"""A worker that was seen so lately still runs, as far as anybody can tell."""
WAIT_FOR_OTHERS = "10s"
"""How long PostgreSQL waits for whoever still uses a table."""


class Refused(Exception):
    """The target is not one to restore into; the message says why."""


@dataclass(frozen=True)
class Restored:
    """What was brought back."""

    manifest: Manifest
    same_key: bool
    """Whether links and sessions from before go on to work."""


def restore(settings: Settings, path: Path, now: datetime, *, force: bool = False) -> Restored:
    """Bring a backup back into an empty portal and migrate it to this version; with ``force`` into any.

    The database changes in one transaction: a fault on the way leaves it as it was. Files are put in place within
    it, and those that were there before go right after.

    Raises:
        BackupDamaged: when the file is none, or not whole; nothing was touched.
        Refused: when the backup is newer than this version, or the target is not empty or in use; nothing was touched.
        DatabaseUnavailable: when the database is away.
        UploadsUnavailable: when the store of customers' files is.
    """
    manifest, store = verify(path), choose_store(settings)
    if not schema.knows(manifest.revision):
        raise Refused(f"a newer version of the portal has made it (schema {manifest.revision}); update this one first")
    with connected(settings) as database, _unpacked(settings, path) as folder:
        with database.engine.begin() as connection:
            if not force:
                _refuse_what_is_in_use(connection, store, now)
            _replace_rows(connection, folder / ROWS, manifest)
            # Before the rows count: while the store is away nothing changes. Names are random, so none is in the way.
            names = _put_files(store, folder / UPLOADS)
        store.delete(set(store.names()) - names)
        if (folder / KEY).is_file():
            (folder / KEY).replace(settings.instance_dir / KEY_FILE)
    return Restored(manifest, digest_key(obtain_secret(settings)) == manifest.key_digest)


@contextmanager
def _unpacked(settings: Settings, path: Path) -> Iterator[Path]:
    """The members as files in a folder beside their target, so that putting them in place is a rename."""
    settings.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.instance_dir) as name:
        folder = Path(name)
        (folder / UPLOADS).mkdir(mode=0o700)
        for member, content in read(path):
            with os.fdopen(os.open(folder / member, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                shutil.copyfileobj(content, file)
        yield folder


def _refuse_what_is_in_use(connection: Connection, store: FileStore, now: datetime) -> None:
    for table in list_tables(connection):
        # A worker leaves its signs of life in an empty portal, too.
        if table.name == JobRounds.__tablename__:
            seen = connection.scalar(select(func.max(JobRounds.tried_at)))
            if seen and now - seen < SEEN_LATELY:
                raise Refused("a worker was seen within the last minute; stop the portal first")
        elif connection.scalar(select(exists(table.select()))):
            raise Refused(f"the table {table.name} is not empty; --force replaces everything that is there")
    if any(True for _ in store.names()):
        raise Refused(f"there are files in {store.place}; --force replaces everything that is there")


def _replace_rows(connection: Connection, rows: Path, manifest: Manifest) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_FOR_OTHERS}'"))
    metadata = MetaData()
    metadata.reflect(connection)
    metadata.drop_all(connection)
    schema.migrate(connection, manifest.revision)
    with rows.open("rb") as lines:
        counts = load(connection, lines)
    if counts != dict(manifest.rows):
        raise BackupDamaged("it does not hold the rows that its manifest tells of")
    schema.migrate(connection)


def _put_files(store: FileStore, folder: Path) -> set[str]:
    """Put every file into the store; gives their names."""
    names = {path.name for path in folder.iterdir()}
    for name in names:
        with (folder / name).open("rb") as content:
            store.put(name, content)
    return names

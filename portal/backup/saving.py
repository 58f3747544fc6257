"""Making a backup, while the portal runs."""

import hashlib
import hmac
import io
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Protocol, TypeVar

from sqlalchemy import Connection, text

from portal.backup.archive import FORMAT, KEY, ROWS, UPLOADS, Manifest, Writer
from portal.backup.rows import dump
from portal.db import schema
from portal.db.engine import Database
from portal.settings import Settings
from portal.storage.choosing import choose_store
from portal.storage.store import FileStore
from portal.web.secret_key import obtain_secret

Each = TypeVar("Each")


class Follow(Protocol):
    """Gives things one by one while it shows somebody how far it is."""

    def __call__(self, things: Sequence[Each], what: str) -> Iterable[Each]:
        """The things, in their order; ``what`` names the work."""


class NotCurrent(Exception):
    """The schema is not the one that this version knows, so it cannot say what it would save."""


def save(settings: Settings, target: Path, now: datetime, follow: Follow = lambda things, _: things) -> Manifest:
    """Write everything that cannot be made anew into a new file that only its owner may read.

    The rows are of one moment. A file that was deleted between that moment and its turn is left out and counted.

    Raises:
        NotCurrent: when the database has to be migrated first.
        FileExistsError: when the file is there already.
        DatabaseUnavailable: when the database is away.
        UploadsUnavailable: when the store of customers' files is; the backup would not be whole.
    """
    settings.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret_key = obtain_secret(settings)
    with connected(settings) as database, _new_file(target) as file, tempfile.TemporaryFile(dir=target.parent) as rows:
        if not schema.is_current(database):
            raise NotCurrent("the schema is not current; run `portal db upgrade`")
        with _one_moment(database) as connection:
            counts = _write_rows(connection, rows)
            uploads = connection.scalars(text("SELECT DISTINCT stored_name FROM uploads ORDER BY stored_name")).all()
        store = choose_store(settings)
        with Writer(file) as writer:
            size = rows.tell()
            rows.seek(0)
            writer.add(ROWS, rows, size)
            missing = sum(not _add_file(writer, store, name) for name in follow(uploads, "Files"))
            if not settings.secret_key:
                writer.add(KEY, io.BytesIO(secret_key.encode()), len(secret_key))
            made = now.isoformat(timespec="seconds")
            digest, revision = digest_key(secret_key), schema.newest_revision()
            manifest = Manifest(FORMAT, made, version("portal"), revision, digest, counts, missing, writer.members)
            writer.finish(manifest)
    return manifest


@contextmanager
def connected(settings: Settings) -> Iterator[Database]:
    """The portal's database, let go of at the end.

    Raises:
        DatabaseUnavailable: when it is away.
    """
    database = Database(settings.database_address)
    try:
        database.ping()
        yield database
    finally:
        database.dispose()


def digest_key(key: str) -> str:
    """By what two keys can be compared and neither be found out."""
    return hmac.new(key.encode(), b"backup", hashlib.sha256).hexdigest()[:16]


@contextmanager
def _one_moment(database: Database) -> Iterator[Connection]:
    """A transaction in which the database stands still for us, and for nobody else."""
    options = {"isolation_level": "REPEATABLE READ"} if database.engine.dialect.name == "postgresql" else {}
    with database.engine.connect().execution_options(writing=False, **options) as connection:
        yield connection


def _write_rows(connection: Connection, file: IO[bytes]) -> dict[str, int]:
    """Write every row; gives how many each table has."""
    counts: Counter[str] = Counter()
    for table, line in dump(connection):
        # The first line of each is about its columns.
        counts[table] += line.startswith(b"[")
        file.write(line)
    return dict(counts)


def _add_file(writer: Writer, store: FileStore, name: str) -> bool:
    try:
        with store.open(name) as file:
            writer.add(UPLOADS + name, file.content, file.size)
    except FileNotFoundError:
        return False
    return True


@contextmanager
def _new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that appears whole or not at all, and that nobody else may read: the key is in it."""
    if target.exists():
        raise FileExistsError(target)
    unfinished = target.with_name(f".{target.name}.part")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)

"""What cannot be restored changes nothing."""

import gzip
import io
import json
import tarfile
from datetime import timedelta

import pytest

from portal.backup.archive import BackupDamaged
from portal.backup.restoring import Refused, restore
from portal.backup.saving import NotCurrent, save
from portal.db import schema
from portal.db.engine import Database
from portal.db.outbox import enqueue
from portal.db.rounds import RoundLog
from tests.building import START
from tests.web.backup.conftest import every_row
from tests.web.cases.builders import ANA


@pytest.fixture
def backup(make_portal, tmp_path):
    before = make_portal("before")
    database = Database(before.database_address)
    with database.write() as session:
        enqueue(session, "case_closed", {"to": ANA}, START)
    database.dispose()
    save(before, tmp_path / "backup", START)
    return tmp_path / "backup"


@pytest.fixture(params=["sqlite", "postgresql"])
def used(make_portal, request):
    """A portal that somebody uses."""
    settings = make_portal("used", request.param)
    database = Database(settings.database_address)
    with database.write() as session:
        enqueue(session, "case_merged", {"to": ANA}, START)
    settings.uploads_dir.mkdir(parents=True)
    (settings.uploads_dir / "mine").write_bytes(b"mine")
    yield settings, database
    database.dispose()


def state(used):
    settings, database = used
    return every_row(database), {path.name for path in settings.uploads_dir.iterdir()}


def change(backup, member, content):
    """Rewrite a backup with another content of one member."""
    written = io.BytesIO()
    with tarfile.open(backup) as old, tarfile.open(fileobj=written, mode="w:gz") as new:
        for entry in old:
            data = content(old.extractfile(entry).read()) if entry.name == member else old.extractfile(entry).read()
            entry.size = len(data)
            new.addfile(entry, io.BytesIO(data))
    backup.write_bytes(written.getvalue())


def test_used_portal_is_left_alone_unless_forced(backup, used):
    before = state(used)

    with pytest.raises(Refused, match="not empty; --force"):
        restore(used[0], backup, START)
    assert state(used) == before

    restore(used[0], backup, START, force=True)
    rows, files = state(used)
    assert [row[1] for row in rows["outbox"]] == ["case_closed"]
    assert files == set()


def test_folder_with_files_is_no_empty_portal(backup, make_portal):
    settings = make_portal("after")
    settings.uploads_dir.mkdir(parents=True)
    (settings.uploads_dir / "mine").write_bytes(b"mine")

    with pytest.raises(Refused, match="there are files"):
        restore(settings, backup, START)


def test_worker_that_still_runs_is_noticed(backup, make_portal):
    settings = make_portal("after")
    database, rounds = Database(settings.database_address), RoundLog()
    rounds.note("mail", 0, START)
    with database.write() as session:
        rounds.write(session, START)
    database.dispose()

    with pytest.raises(Refused, match="stop the portal first"):
        restore(settings, backup, START + timedelta(seconds=30))
    restore(settings, backup, START + timedelta(minutes=2))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda path: path.unlink(), "cannot be opened"),
        (lambda path: path.write_bytes(b""), "cannot be read"),
        (lambda path: path.write_bytes(b"no backup at all" * 1000), "cannot be read"),
        (lambda path: path.write_bytes(path.read_bytes()[:-200]), "cannot be read"),
        (lambda path: path.write_bytes(path.read_bytes()[:-2000]), "cannot be read"),
        (
            lambda path: change(path, "database.jsonl", lambda rows: rows.replace(b"premium", b"another")),
            "database.jsonl",
        ),
        (lambda path: change(path, "secret_key", lambda _: b"x" * 64), "secret_key is not"),
        (lambda path: change(path, "manifest.json", lambda _: b"[]"), "manifest cannot be read"),
        (
            lambda path: change(path, "manifest.json", lambda text: text.replace(b'"format": 1', b'"format": 2')),
            "newer",
        ),
        (lambda path: path.write_bytes(gzip.compress(b"")), "no manifest|cannot be read"),
    ],
)
def test_damaged_file_is_refused(backup, used, spoil, reason):
    before = state(used)
    spoil(backup)

    with pytest.raises(BackupDamaged, match=reason):
        restore(used[0], backup, START, force=True)

    assert state(used) == before


def test_fault_while_rows_are_put_in_leaves_everything_as_it_was(backup, used):
    def lose_a_row(text):
        told = json.loads(text)
        told["rows"]["outbox"] = 2
        return json.dumps(told).encode()

    change(backup, "manifest.json", lose_a_row)
    before = state(used)

    with pytest.raises(BackupDamaged, match="does not hold the rows"):
        restore(used[0], backup, START, force=True)

    assert state(used) == before


def test_newer_schema_is_refused(backup, used):
    change(backup, "manifest.json", lambda text: text.replace(schema.newest_revision().encode(), b"9999"))
    before = state(used)

    with pytest.raises(Refused, match="newer version of the portal"):
        restore(used[0], backup, START, force=True)

    assert state(used) == before


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "uploads/../../x", "uploads/a/b", "other"])
def test_member_that_is_none_of_ours_is_never_unpacked(backup, make_portal, name):
    with tarfile.open(backup, "w:gz") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        tar.addfile(entry, io.BytesIO(b"x"))

    with pytest.raises(BackupDamaged, match="which no backup does"):
        restore(make_portal("after"), backup, START)


def test_link_is_never_unpacked(backup, make_portal):
    with tarfile.open(backup, "w:gz") as tar:
        entry = tarfile.TarInfo("uploads/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(entry)

    with pytest.raises(BackupDamaged, match="which no backup does"):
        restore(make_portal("after"), backup, START)


def test_database_that_is_not_migrated_is_not_saved(make_portal, tmp_path):
    settings = make_portal("old", migrated=False)
    database = Database(settings.database_address)
    with database.engine.begin() as connection:
        schema.migrate(connection, "0009")
    database.dispose()

    with pytest.raises(NotCurrent):
        save(settings, tmp_path / "backup", START)
    assert not (tmp_path / "backup").exists()

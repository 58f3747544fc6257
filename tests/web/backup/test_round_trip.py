"""Everything comes back as it was, on and between both kinds of database, while the portal goes on."""

import tarfile
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select

from portal.backup.restoring import restore
from portal.backup.saving import save
from portal.cases.model import Case
from portal.db import schema
from portal.db.base import Base
from portal.db.engine import Database
from portal.db.outbox import OutboxRow, enqueue
from portal.web.secret_key import obtain_secret
from tests.building import START
from tests.web.backup.conftest import every_row, fill
from tests.web.cases.builders import ANA, opened

KINDS = [("sqlite", "sqlite"), ("postgresql", "postgresql"), ("sqlite", "postgresql"), ("postgresql", "sqlite")]


def opening(settings):
    return Database(settings.database_address)


@pytest.mark.parametrize(("kept", "brought"), KINDS)
def test_every_row_of_every_table_comes_back(make_portal, tmp_path, kept, brought):
    before, after = make_portal("before", kept), make_portal("after", brought)
    source, target = opening(before), opening(after)
    fill(source)

    manifest = save(before, tmp_path / "backup", START)
    restored = restore(after, tmp_path / "backup", START)

    assert every_row(target) == every_row(source)
    assert all(rows == 2 for rows in manifest.rows.values())
    assert set(manifest.rows) == set(Base.metadata.tables)
    assert schema.is_current(target)
    assert restored.same_key
    source.dispose()
    target.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_new_rows_get_new_numbers_afterwards(make_portal, tmp_path, kind):
    before, after = make_portal("before", kind), make_portal("after", kind)
    source, target = opening(before), opening(after)
    with source.write() as session:
        for _ in range(3):
            enqueue(session, "case_closed", {"to": ANA}, START)
    save(before, tmp_path / "backup", START)
    restore(after, tmp_path / "backup", START)

    with target.write() as session:
        enqueue(session, "case_closed", {"to": ANA}, START)
    with target.read() as session:
        assert list(session.scalars(select(OutboxRow.id).order_by(OutboxRow.id))) == [1, 2, 3, 4]
    assert opened(target).id == 1, "a table that was empty begins with 1"
    source.dispose()
    target.dispose()


def test_files_and_key_come_back(make_portal, tmp_path):
    before, after = make_portal("before"), make_portal("after")
    key = obtain_secret(before)
    obtain_secret(after)
    source = opening(before)
    fill(source)
    with source.read() as session:
        names = session.scalars(select(Base.metadata.tables["uploads"].c.stored_name)).all()
    with source.write() as session:
        for number, name in enumerate(names):
            rows = Base.metadata.tables["uploads"]
            session.execute(rows.update().where(rows.c.stored_name == name).values(stored_name=f"file-{number}_x"))
    before.uploads_dir.mkdir()
    (before.uploads_dir / "file-0_x").write_bytes(bytes(range(256)) * 5_000)
    (before.uploads_dir / "orphan").write_bytes(b"no row tells of it")

    manifest = save(before, tmp_path / "backup", START)
    restore(after, tmp_path / "backup", START)

    assert manifest.missing_uploads == 1
    assert {path.name: path.read_bytes() for path in after.uploads_dir.iterdir()} == {
        "file-0_x": bytes(range(256)) * 5_000
    }
    assert obtain_secret(after) == key
    assert (after.instance_dir / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in after.instance_dir.glob(".restoring-*")] == []
    source.dispose()


def test_key_of_the_settings_stays_out_and_another_one_is_told(make_portal, tmp_path):
    before = make_portal("before", secret_key="the-key-of-the-settings")
    after = make_portal("after", secret_key="another-key-of-the-settings")

    save(before, tmp_path / "backup", START)

    with tarfile.open(tmp_path / "backup") as tar:
        assert tar.getnames() == ["database.jsonl", "manifest.json"]
    assert b"the-key-of-the-settings" not in (tmp_path / "backup").read_bytes()
    assert not restore(after, tmp_path / "backup", START).same_key


def test_only_the_owner_may_read_it_and_nothing_is_left_of_one_that_failed(make_portal, tmp_path):
    settings = make_portal("before")
    (tmp_path / "to").mkdir()

    save(settings, tmp_path / "to" / "backup", START)

    assert [path.name for path in (tmp_path / "to").iterdir()] == ["backup"]
    assert (tmp_path / "to" / "backup").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        save(settings, tmp_path / "to" / "backup", START)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_rows_are_of_one_moment_while_the_portal_writes(make_portal, tmp_path, kind):
    """Each transaction adds a case and its mail, so a backup of one moment has as many of one as of the other."""
    before, after = make_portal("before", kind), make_portal("after")
    source, target = opening(before), opening(after)
    stop, written = threading.Event(), []

    def write():
        while not stop.is_set():
            opened(source, idempotency_key=str(len(written)))
            written.append(1)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(4):
            wait_for_more(written)
            save(before, tmp_path / f"backup-{number}", START)
    finally:
        stop.set()
        thread.join()

    for number in range(4):
        restore(after, tmp_path / f"backup-{number}", START, force=True)
        with target.read() as session:
            cases = session.scalar(select(func.count()).select_from(Case))
            mails = session.scalar(select(func.count()).select_from(OutboxRow))
            events = session.scalar(select(func.count()).select_from(Base.metadata.tables["case_events"]))
        assert cases == mails == events
    assert len(written) >= cases > 0
    source.dispose()
    target.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_older_backup_is_migrated(make_portal, tmp_path, kind, monkeypatch):
    before, after = make_portal("before", kind, migrated=False), make_portal("after", kind)
    source, target = opening(before), opening(after)
    with source.engine.begin() as connection:
        schema.migrate(connection, "0009")
    assert "article_counts" not in inspect(source.engine).get_table_names()
    opened_at_that_time(source)
    monkeypatch.setattr(schema, "newest_revision", lambda: "0009")
    save(before, tmp_path / "backup", START)
    monkeypatch.undo()

    restore(after, tmp_path / "backup", START + timedelta(days=400))

    assert schema.is_current(target)
    with target.read() as session:
        assert session.scalar(select(OutboxRow.kind)) == "case_closed"
    source.dispose()
    target.dispose()


def wait_for_more(written, patience_s=20):
    until, known = time.monotonic() + patience_s, len(written)
    while len(written) < known + 3:
        assert time.monotonic() < until, "nothing was written"
        time.sleep(0.005)


def opened_at_that_time(database):
    with database.write() as session:
        enqueue(session, "case_closed", {"to": ANA}, START)

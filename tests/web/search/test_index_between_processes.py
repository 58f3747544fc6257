"""Processes share an index: one builds, all read, and whatever happens to one leaves the others an answer."""

import errno
import os
import signal
import subprocess
from pathlib import Path

import pytest

from portal.kernel.language import ENGLISH
from portal.search import store as room
from portal.search.store import IndexStore
from tests.web.search.index_process import DOCUMENTS, ENGINES, start

pytestmark = pytest.mark.parametrize("engine", ENGINES)


def read(folder: Path, engine: str) -> int:
    """How many documents an index on this disk finds, or one made here."""
    opened = IndexStore(folder, ENGINES[engine]).obtain("f1", ENGLISH, lambda: DOCUMENTS)
    found = opened.index.count("templat")
    opened.close()
    return found


def never() -> list:
    raise AssertionError("there is nothing to be built")


def said(process: subprocess.Popen) -> list[str]:
    out, trouble = process.communicate(timeout=30)
    assert process.returncode == 0, trouble
    return [line for line in out.splitlines() if " " not in line]


def test_process_killed_in_the_middle_of_a_build_leaves_nothing_behind(tmp_path, engine):
    builder = start(tmp_path, engine, "stop")
    assert builder.stdout.readline() == "building\n"
    builder.send_signal(signal.SIGKILL)
    builder.communicate()
    folder = tmp_path / "index" / "f1"
    assert list(folder.glob(".en-*"))

    assert read(tmp_path, engine) == len(DOCUMENTS)
    assert {path.name for path in folder.iterdir()} == {"en", "en.lock"}


def test_of_two_builders_one_builds_and_both_answer(tmp_path, engine):
    builders = [start(tmp_path, engine, "slowly") for _ in range(2)]

    words = [said(builder) for builder in builders]

    assert sorted(words, key=len) == [[f"found-{len(DOCUMENTS)}"], ["building", f"found-{len(DOCUMENTS)}"]]


def test_full_disk_is_no_reason_not_to_answer(tmp_path, engine):
    # Twice: once for the disk, once more for memory.
    assert said(start(tmp_path, engine, "full")) == ["building", "building", f"found-{len(DOCUMENTS)}"]
    assert [path.name for path in (tmp_path / "index" / "f1").iterdir()] == ["en.lock"]


def test_engine_tells_of_a_full_disk(tmp_path, engine):
    assert said(start(tmp_path, engine, "full for the engine")) == ["refused"]


def test_disk_that_cannot_be_written_is_read(tmp_path, engine, monkeypatch):
    read(tmp_path, engine)

    # Root may write where the mode forbids it, so that the disk itself has to refuse.
    def refuse(path: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(room, "_locked", refuse)

    opened = IndexStore(tmp_path, ENGINES[engine]).obtain("f1", ENGLISH, never)

    assert opened.index.count("templat") == len(DOCUMENTS)
    opened.close()


def test_damaged_index_on_such_a_disk_is_left_alone(tmp_path, engine, monkeypatch):
    read(tmp_path, engine)
    file = tmp_path / "index" / "f1" / "en" / "documents.sqlite3"
    file.write_bytes(file.read_bytes()[:-1])

    def refuse(path: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(room, "_locked", refuse)

    assert read(tmp_path, engine) == len(DOCUMENTS)
    assert file.exists()


def test_index_is_read_while_another_is_built(tmp_path, engine):
    store = IndexStore(tmp_path, ENGINES[engine])
    held = store.hold("f0")
    opened = store.obtain("f0", ENGLISH, lambda: DOCUMENTS)
    builder = start(tmp_path, engine, "stop")
    assert builder.stdout.readline() == "building\n"

    again = IndexStore(tmp_path, ENGINES[engine]).obtain("f0", ENGLISH, never)
    found = [index.index.count("templat") for index in (opened, again)]
    builder.kill()
    builder.communicate()

    assert found == [len(DOCUMENTS)] * 2
    for each in (opened, again, held):
        each.close()

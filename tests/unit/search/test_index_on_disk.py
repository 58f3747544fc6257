"""An index is built once, opened by all, and made again when anything is wrong with it."""

import threading
import time
from pathlib import Path

import pytest

from portal.kernel.language import ENGLISH, GERMAN
from portal.search.builder import OpenIndex
from portal.search.documents import DocumentStore
from portal.search.index.protocol import IndexDamaged
from portal.search.index.whoosh_index import WhooshIndex
from portal.search.store import IndexStore
from tests.unit.search.small_library import document

DOCUMENTS = [document("a/one", "Template rejected", "text"), document("a/two", "Keys", "text")]


class Writer:
    """Counts how often documents were made, which happens only when an index is built."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list:
        self.times += 1
        return DOCUMENTS


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    return IndexStore(tmp_path, WhooshIndex)


def titles(opened: OpenIndex) -> list[str]:
    found = [opened.documents.card(number).title for number in range(len(DOCUMENTS))]
    opened.close()
    return found


def test_index_is_built_once_and_then_opened(store):
    writer = Writer()

    opened = [titles(store.obtain("f1", ENGLISH, writer)) for _ in range(3)]

    assert opened == [["Template rejected", "Keys"]] * 3
    assert writer.times == 1


def test_each_language_and_fingerprint_has_its_own(store):
    writer = Writer()

    for fingerprint, language in (("f1", ENGLISH), ("f1", GERMAN), ("f2", ENGLISH)):
        store.obtain(fingerprint, language, writer).close()

    assert writer.times == 3


@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "added", "unfinished"])
def test_damaged_index_is_built_again(store, tmp_path, damage):
    writer = Writer()
    store.obtain("f1", ENGLISH, writer).close()
    folder = tmp_path / "index" / "f1" / "en"
    file = max(folder.rglob("*.seg"), key=lambda path: path.stat().st_size)
    match damage:
        case "cut":
            file.write_bytes(file.read_bytes()[:-5])
        case "changed":
            content = bytearray(file.read_bytes())
            content[len(content) // 2] ^= 1
            file.write_bytes(content)
        case "gone":
            (folder / "documents.sqlite3").unlink()
        case "added":
            (folder / "engine" / "other").write_text("x")
        case "unfinished":
            (folder / "complete.json").unlink()

    assert titles(store.obtain("f1", ENGLISH, writer)) == ["Template rejected", "Keys"]
    assert writer.times == 2
    store.obtain("f1", ENGLISH, writer).close()
    assert writer.times == 2


def test_building_elsewhere_is_awaited(tmp_path):
    writer = Writer()
    begun = threading.Event()

    def slowly() -> list:
        begun.set()
        time.sleep(0.2)
        return writer()

    first = threading.Thread(target=lambda: IndexStore(tmp_path, WhooshIndex).obtain("f1", ENGLISH, slowly).close())
    first.start()
    begun.wait(5)
    opened = IndexStore(tmp_path, WhooshIndex).obtain("f1", ENGLISH, writer)
    first.join()

    assert titles(opened) == ["Template rejected", "Keys"]
    assert writer.times == 1


def test_failed_build_leaves_nothing_behind(store, tmp_path):
    def broken() -> list:
        raise RuntimeError("no library")

    with pytest.raises(RuntimeError):
        store.obtain("f1", ENGLISH, broken)

    assert [path.name for path in (tmp_path / "index" / "f1").iterdir()] == ["en.lock"]
    assert titles(store.obtain("f1", ENGLISH, Writer())) == ["Template rejected", "Keys"]


def test_what_a_killed_builder_left_is_removed(store, tmp_path):
    folder = tmp_path / "index" / "f1"
    (folder / ".en-abandoned" / "engine").mkdir(parents=True)

    store.obtain("f1", ENGLISH, Writer()).close()

    assert {path.name for path in folder.iterdir()} == {"en", "en.lock"}


def test_index_lives_in_memory_where_nothing_can_be_written(tmp_path):
    (tmp_path / "index").write_text("in the way")
    store = IndexStore(tmp_path, WhooshIndex)

    assert store.hold("f1") is None
    assert titles(store.obtain("f1", ENGLISH, Writer())) == ["Template rejected", "Keys"]
    store.remove_others("f1")


def test_folders_go_when_nobody_reads_them(store, tmp_path):
    for fingerprint in ("f1", "f2", "f3"):
        store.obtain(fingerprint, ENGLISH, Writer()).close()
    held = store.hold("f2")

    store.remove_others("f3")
    left = {path.name for path in (tmp_path / "index").iterdir()}
    held.close()
    store.remove_others("f3")

    assert left == {"f2", "f3"}
    assert {path.name for path in (tmp_path / "index").iterdir()} == {"f3"}


def test_damaged_documents_are_told(tmp_path):
    file = tmp_path / "documents.sqlite3"
    file.write_bytes(b"SQLite format 3\x00 and nothing more")

    with pytest.raises(IndexDamaged):
        DocumentStore.open(file)

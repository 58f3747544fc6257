"""An index is built once, opened by all, and made again when anything is wrong with it."""

import fcntl
import threading
import time
from pathlib import Path

import pytest

from portal.kernel.language import ENGLISH, GERMAN
from portal.search.builder import OpenIndex
from portal.search.documents import DocumentStore
from portal.search.index.protocol import IndexDamaged, SearchIndex
from portal.search.model import Question
from portal.search.searcher import Searcher, index_fingerprint
from portal.search.store import IndexStore
from tests.unit.search.small_library import document, library, render
from tests.web.search.index_process import ENGINES

DOCUMENTS = [document("a/one", "Template rejected", "text"), document("a/two", "Keys", "text")]


class Writer:
    """Counts how often documents were made, which happens only when an index is built."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list:
        self.times += 1
        return DOCUMENTS


@pytest.fixture(params=ENGINES)
def engine(request) -> type[SearchIndex]:
    return ENGINES[request.param]


@pytest.fixture
def store(tmp_path: Path, engine: type[SearchIndex]) -> IndexStore:
    return IndexStore(tmp_path, engine)


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


def halve(file: Path) -> None:
    put(file, file.read_bytes()[: file.stat().st_size // 2])


def empty(file: Path) -> None:
    put(file, b"")


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    put(file, bytes(content))


def put(file: Path, content: bytes) -> None:
    """Another file in place of one: what is mapped into memory and then cut ends the process, whoever reads it."""
    file.unlink()
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [halve, empty, flip, Path.unlink])
def test_damage_to_any_file_is_mended(store, tmp_path, damage):
    writer = Writer()
    store.obtain("f1", ENGLISH, writer).close()
    folder = tmp_path / "index" / "f1" / "en"
    names = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size]

    for name in names:
        writer.times = 0
        # Names differ from build to build, so that the file is the one of its sort.
        damage(max(folder.rglob(f"*{name.suffix or name.name}"), key=lambda path: path.stat().st_size))
        assert titles(store.obtain("f1", ENGLISH, writer)) == ["Template rejected", "Keys"], name
        assert writer.times == 1, name
    assert len(names) > 3


@pytest.mark.parametrize("change", ["added", "unfinished", "a file"])
def test_folder_that_is_not_as_it_was_written_is_built_again(store, tmp_path, change):
    writer = Writer()
    store.obtain("f1", ENGLISH, writer).close()
    folder = tmp_path / "index" / "f1" / "en"
    match change:
        case "added":
            (folder / "engine" / "other").write_text("x")
        case "unfinished":
            (folder / "complete.json").unlink()
        case "a file":
            folder.rename(tmp_path / "away")
            folder.write_text("in the way")

    assert titles(store.obtain("f1", ENGLISH, writer)) == ["Template rejected", "Keys"]
    store.obtain("f1", ENGLISH, writer).close()
    assert writer.times == 2


def test_damage_while_it_is_read_is_mended(engine, tmp_path):
    books = library("one", *((f"a/n{number}", f"Template {number}", "text " * 2_000) for number in range(40)))
    searcher = Searcher(lambda: books, render, IndexStore(tmp_path, engine))
    searcher.refresh()
    folder = tmp_path / "index" / index_fingerprint(books, IndexStore(tmp_path, engine).form)
    (folder / "en" / "documents.sqlite3").write_bytes(b"")

    lost = searcher.search(Question("template", ENGLISH))
    suggested = searcher.suggest("temp", ENGLISH)
    searcher.refresh()

    assert lost.building
    assert not suggested
    assert searcher.search(Question("template", ENGLISH)).total == 40
    searcher.close()


def test_folder_that_is_removed_before_it_is_held_is_made_anew(engine, store, tmp_path, monkeypatch):
    flock, folder = fcntl.flock, tmp_path / "index" / "f1"

    def too_late(file, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", flock)
        IndexStore(tmp_path, engine).remove_others("f2")
        flock(file, operation)

    monkeypatch.setattr(fcntl, "flock", too_late)
    held = store.hold("f1")
    store.remove_others("f2")

    assert folder.exists()
    held.close()


def test_building_elsewhere_is_awaited(tmp_path, engine):
    writer = Writer()
    begun = threading.Event()

    def slowly() -> list:
        begun.set()
        time.sleep(0.2)
        return writer()

    first = threading.Thread(target=lambda: IndexStore(tmp_path, engine).obtain("f1", ENGLISH, slowly).close())
    first.start()
    begun.wait(5)
    opened = IndexStore(tmp_path, engine).obtain("f1", ENGLISH, writer)
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


def test_index_lives_in_memory_where_nothing_can_be_written(tmp_path, engine):
    (tmp_path / "index").write_text("in the way")
    store = IndexStore(tmp_path, engine)

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

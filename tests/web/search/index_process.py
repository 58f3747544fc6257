"""An index as another process builds and reads it: what it does, and how it is told to pause.

``python -m tests.web.search.index_process FOLDER ENGINE WORK`` prints what it comes to, one word a line between
the lines of the log.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from portal.kernel.language import ENGLISH
from portal.search.index.protocol import Entry, SearchIndex
from portal.search.index.tantivy_index import TantivyIndex
from portal.search.index.whoosh_index import WhooshIndex
from portal.search.model import Document
from portal.search.store import IndexStore
from tests.unit.search.small_library import document

ENGINES = {"whoosh": WhooshIndex, "tantivy": TantivyIndex}
ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = [document(f"a/n{number}", f"Template {number}", f"text {number} " * 50) for number in range(20)]
LIMIT = 20_000
"""Bytes that a file may have where the disk is full."""


def start(folder: Path, engine: str, work: str) -> subprocess.Popen[str]:
    """Another process at work."""
    command = [sys.executable, "-m", "tests.web.search.index_process", str(folder), engine, work]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def documents(work: str) -> Iterator[Document]:
    """The documents; said when they are asked for, which only a builder does."""
    say("building")
    for number, each in enumerate(DOCUMENTS):
        if work == "stop" and number == len(DOCUMENTS) // 2:
            time.sleep(60)
        if work == "slowly":
            time.sleep(0.02)
        yield each


def say(word: str) -> None:
    print(word, flush=True)


def fill(folder: Path, engine: type[SearchIndex]) -> None:
    """Write a large index until the disk refuses."""
    words = (frozenset(f"word{number}x{place}" for place in range(100)) for number in range(1_000))
    try:
        engine.build((Entry(dict.fromkeys(each, 1.0), {}, each, (), "a", "guide", "") for each in words), folder)
    except OSError:
        say("refused")


def main() -> None:
    folder, engine, work = sys.argv[1:]
    if work.startswith("full"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))
    if work == "full for the engine":
        fill(Path(folder), ENGINES[engine])
        return
    opened = IndexStore(Path(folder), ENGINES[engine]).obtain("f1", ENGLISH, lambda: documents(work))
    say(f"found-{opened.index.count('templat')}")
    opened.close()


if __name__ == "__main__":
    main()

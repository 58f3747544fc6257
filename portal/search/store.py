"""Where indexes lie on disk: one folder for each fingerprint, one in it for each language.

An index is disposable: it is made from the library alone, by whichever process gets the lock, written aside and
renamed whole, and then only read. What is missing or damaged is built again. Folders of other fingerprints go as
soon as nobody reads them. Where the disk cannot be written, what lies there is read, or the index lives in memory.
Nobody who has an index open holds a lock that a builder waits for, and no builder one that they wait for.

::

    index/<fingerprint>/<language>.lock     held while the language is built
    index/<fingerprint>/<language>/         the index, with digests of its files in complete.json
    index/<fingerprint>/in-use              held, shared, by every process that reads the folder
"""

import fcntl
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import IO

from portal.kernel.language import Language
from portal.search.builder import OpenIndex, build_index, open_index
from portal.search.documents import DOCUMENTS_FORM
from portal.search.index.protocol import IndexDamaged, SearchIndex
from portal.search.model import Document
from portal.web.logs import describe, log

_COMPLETE = "complete.json"
_IN_USE = "in-use"

Documents = Callable[[], Iterable[Document]]
"""Makes the documents of a language; called only when its index has to be built."""


class IndexStore:
    """The indexes of an instance folder."""

    def __init__(self, instance_dir: Path, engine: type[SearchIndex]) -> None:
        self._root = instance_dir / "index"
        self._engine = engine

    @property
    def form(self) -> str:
        """Names the engine and the form of its files: part of a fingerprint."""
        return f"{self._engine.form}-{DOCUMENTS_FORM}"

    def obtain(self, fingerprint: str, language: Language, documents: Documents) -> OpenIndex:
        """The index of a language, opened; built when it is missing or damaged. Another builder is awaited."""
        folder = self._root / fingerprint
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with _locked(folder / f"{language.tag}.lock"):
                return self._open_sound(folder / language.tag) or self._build(folder / language.tag, documents)
        except (OSError, sqlite3.OperationalError, IndexDamaged) as error:
            return self._without_writing(folder / language.tag, documents, describe(error))

    def hold(self, fingerprint: str) -> IO[bytes] | None:
        """Keep others from removing a folder until the returned file is closed; None where the disk is read-only."""
        path = self._root / fingerprint / _IN_USE
        while True:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                file = path.open("ab")
            except OSError:
                return None
            fcntl.flock(file, fcntl.LOCK_SH)
            if _is_still(file, path):
                return file
            file.close()  # Somebody removed the folder between the opening and the lock: this one holds nothing.

    def remove_others(self, fingerprint: str) -> None:
        """Remove the folders of other fingerprints that no process reads."""
        try:
            others = [folder for folder in self._root.iterdir() if folder.name != fingerprint and folder.is_dir()]
        except OSError:
            return
        for folder in others:
            self._remove_unused(folder)

    def _remove_unused(self, folder: Path) -> None:
        try:
            with (folder / _IN_USE).open("ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Out of the way first, or whoever wants this folder again would lose what it writes meanwhile.
                removed = folder.rename(folder.with_name(f".{folder.name.strip('.')}"))
                shutil.rmtree(removed, ignore_errors=True)
        except OSError:
            return  # Somebody reads it; the next one to swap will look again.

    def _open_sound(self, directory: Path) -> OpenIndex | None:
        """The index when it is there and every file is as it was written; what is damaged is removed."""
        if not directory.exists():
            return None
        try:
            _check_files(directory)
            return open_index(self._engine, directory)
        except IndexDamaged as error:
            log.warning("search_index_damaged", language=directory.name, error=describe(error))
            if directory.is_dir():
                shutil.rmtree(directory)
            else:
                directory.unlink()
            return None

    def _without_writing(self, directory: Path, documents: Documents, why: str) -> OpenIndex:
        """Where the disk cannot be written: the index that lies there when it is sound, else one in memory."""
        try:
            _check_files(directory)
            return open_index(self._engine, directory)
        except IndexDamaged:
            log.warning("search_index_in_memory", language=directory.name, error=why)
            return build_index(self._engine, documents(), None)

    def _build(self, directory: Path, documents: Documents) -> OpenIndex:
        """Write the index aside and put it in place; the caller holds the language's lock."""
        for abandoned in directory.parent.glob(f".{directory.name}-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
        try:
            build_index(self._engine, documents(), aside).close()
            (aside / _COMPLETE).write_text(json.dumps(_digests(aside)), encoding="utf-8")
            aside.rename(directory)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return open_index(self._engine, directory)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Wait until nobody else holds this lock, then hold it; it is given back even when the process dies."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _is_still(file: IO[bytes], path: Path) -> bool:
    """Whether an open file is what lies at a path now."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _check_files(directory: Path) -> None:
    """Compare every file with what was written.

    Raises:
        IndexDamaged: when one is missing, added or changed.
    """
    try:
        written = json.loads((directory / _COMPLETE).read_text(encoding="utf-8"))
        found = _digests(directory)
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{directory}: {error}") from error
    if found != written:
        raise IndexDamaged(f"{directory}: files differ from what was written")


def _digests(directory: Path) -> dict[str, str]:
    return {
        path.relative_to(directory).as_posix(): _digest(path)
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.name != _COMPLETE
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()

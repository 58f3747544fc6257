"""The documents beside the engine: what results show, and what re-ranking and snippets read.

A SQLite file, opened without the right to write: single rows come in microseconds, nothing is held in memory, and
the same code serves an index that lives in memory because the disk cannot be written.
"""

import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from portal.kernel.language import DEFAULT_LANGUAGE, Language, find_language
from portal.search.index.protocol import IndexDamaged

_CACHED_CARDS = 1024
_CACHED_HEADINGS = 256

DOCUMENTS_FORM = "3"
"""Names the form of the file, so that none ever reads what another wrote."""

_BETWEEN_TEXTS = "\x1e"
"""A control character, which no normalised text has."""

_SCHEMA = """
    CREATE TABLE document (
        number INTEGER PRIMARY KEY, path TEXT NOT NULL, card TEXT NOT NULL, headings TEXT NOT NULL,
        stems TEXT NOT NULL, texts TEXT NOT NULL
    );
    CREATE INDEX document_path ON document (path);
"""


class Heading(NamedTuple):
    """The heading of a section; what stands before the first one has an empty anchor and title."""

    anchor: str
    title: str
    stems: str


@dataclass(frozen=True, slots=True)
class Card:
    """A document as lists show it and re-ranking reads it, without its text; see `line_of_stems` for the stems."""

    category: str
    slug: str
    tag: str
    fallback: bool
    title: str
    summary: str
    kind: str
    component: str
    title_stems: str
    summary_stems: str
    keyword_stems: tuple[str, ...]

    @property
    def path(self) -> str:
        """``category/slug``."""
        return f"{self.category}/{self.slug}"

    @property
    def language(self) -> Language:
        """The language of the text."""
        return find_language(self.tag) or DEFAULT_LANGUAGE


class StoredSection(NamedTuple):
    """A section as it is put in."""

    heading: Heading
    stems: str
    text: str


def line_of_stems(stems: Iterable[str]) -> str:
    """Stems as a line with a space at both ends, so that a phrase is found by looking for it with spaces around."""
    return f" {' '.join(stems)} "


class DocumentStore:
    """The documents of one language's index by their numbers; safe to read from several threads.

    Whatever reads raises `IndexDamaged` when the file has been damaged since it was opened.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        # The cache below refers back to this object, so that only the collector would find a store nobody closed.
        weakref.finalize(self, connection.close)
        self.card = lru_cache(_CACHED_CARDS)(self._read_card)
        self.headings = lru_cache(_CACHED_HEADINGS)(self._read_headings)

    @classmethod
    def create(cls, file: Path | None) -> "DocumentStore":
        """An empty store; without a file it lives in memory.

        Raises:
            sqlite3.OperationalError: when the file cannot be written.
        """
        store = cls(sqlite3.connect(file or ":memory:", check_same_thread=False))
        store._connection.executescript(_SCHEMA)
        return store

    @classmethod
    def open(cls, file: Path) -> "DocumentStore":
        """Open a finished store, read-only.

        Raises:
            IndexDamaged: when it cannot be read.
        """
        address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            store = cls(sqlite3.connect(address, uri=True, check_same_thread=False))
        except sqlite3.Error as error:
            raise IndexDamaged(f"{file}: {error}") from error
        store.find_number("")
        return store

    def add(self, number: int, card: Card, sections: Sequence[StoredSection]) -> None:
        """Put in a document with its sections, of which it has at least one."""
        # Values without their names: fifty cards are read for a question, and most of the time goes into reading them.
        described = json.dumps([getattr(card, each.name) for each in fields(card)], ensure_ascii=False)
        headings = json.dumps([section.heading for section in sections], ensure_ascii=False)
        stems = "\n".join(section.stems for section in sections)
        texts = _BETWEEN_TEXTS.join(section.text for section in sections)
        row = (number, card.path, described, headings, stems, texts)
        self._connection.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)", row)

    def finish(self) -> None:
        """Make what was put in last."""
        self._connection.commit()

    def section_stems(self, number: int) -> list[str]:
        """A line of stems for each heading of the document."""
        return self._cell("stems", number).split("\n")

    def section_texts(self, number: int) -> list[str]:
        """The text under each heading of the document."""
        return self._cell("texts", number).split(_BETWEEN_TEXTS)

    def find_number(self, path: str) -> int | None:
        """The number of an article, or None when the index does not hold it."""
        row = self._row("SELECT number FROM document WHERE path = ?", path)
        return row[0] if row else None

    def close(self) -> None:
        """Give back the file."""
        self._connection.close()

    def _cell(self, column: str, number: int) -> str:
        statement = f"SELECT {column} FROM document WHERE number = ?"  # noqa: S608 - one of our own column names
        row = self._row(statement, number)
        if row is None:
            raise IndexDamaged(f"there is no document {number}")
        cell: str = row[0]
        return cell

    def _row(self, statement: str, key: int | str) -> tuple[Any, ...] | None:
        try:
            with self._lock:
                row: tuple[Any, ...] | None = self._connection.execute(statement, (key,)).fetchone()
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(str(error)) from error
        return row

    def _read_card(self, number: int) -> Card:
        """The card of a document."""
        values = json.loads(self._cell("card", number))
        values[-1] = tuple(values[-1])
        return Card(*values)

    def _read_headings(self, number: int) -> tuple[Heading, ...]:
        """The headings of a document; most that are looked through for a question are decided on by title alone."""
        return tuple(map(Heading._make, json.loads(self._cell("headings", number))))

"""Whoosh as a store of postings, and nothing else of it.

Measured on real documentation, stock Whoosh misses the portal's targets (99 of 100 questions in 25 ms at 2,000
documents), while its postings read through the public matchers with our own scoring meet them (2.6 ms). Its query
parser takes exponential time on hostile input, its highlighter forgets to escape, and ``refresh()`` shows deleted
pages in later variants; none of them is ever called, and an index is never changed once it is written.
"""

import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from portal.search.index.facets import FacetColumn
from portal.search.index.protocol import Concept, Entry, IndexDamaged, Matches, Prefix
from portal.search.index.scoring import NO_POSTINGS, Postings, penalties, rank, saturate
from portal.search.model import FACETS, Filters

with warnings.catch_warnings():
    # Whoosh 2.7.4 carries escapes and a comparison that newer Pythons warn of when they compile it.
    warnings.filterwarnings("ignore", category=SyntaxWarning, module=r"(.*[/\\.])?whoosh([/\\.].*)?$")
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"(.*[/\\.])?whoosh([/\\.].*)?$")
    from whoosh.fields import STORED, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage, RamStorage
    from whoosh.formats import Existence
    from whoosh.reading import TermNotFound

_CACHED_STEMS = 512
"""Decoded postings kept; at 2,000 documents one takes at most 16 KB."""

_CACHED_COUNTS = 16_384
"""Stems of which it is remembered in how many documents they stand: planning asks for each a dozen times."""

_EXPANSIONS = 64
"""Words that one beginning stands for in suggestions."""

_WRITER_MEMORY_MB = 128


class MemoryStorage(RamStorage):  # type: ignore[misc]
    """Memory, for what is only needed while writing as well.

    Whoosh's own puts that into a folder of a fixed name among the system's temporary files, where two processes that
    build at the same moment write into each other's.
    """

    def temp_storage(self, name: str | None = None) -> "MemoryStorage":
        """A place of its own, gone with whoever asked for it."""
        return MemoryStorage()


class Weighted(FieldType):  # type: ignore[misc]
    """A field of terms that were made and weighted by us."""

    def __init__(self) -> None:
        # Scorable although Whoosh scores nothing: without a column of lengths its writer asks the disk for one at
        # every posting, which takes a third of the building time.
        super().__init__(format=Existence(), analyzer=None, scorable=True, stored=False)

    def index(self, value: Mapping[str, float], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The terms of a document in Whoosh's form: bytes, frequency, weight, no value."""
        return ((term.encode(), 1, weight, b"") for term, weight in value.items())


def _schema() -> Any:
    fields = {name: Weighted() for name in ("text", "label", "word", "code")}
    return Schema(length=STORED(), **fields, **{facet: STORED() for facet in FACETS})


class WhooshIndex:
    """One language's index; safe to read from several threads."""

    form: ClassVar[str] = "whoosh-2"

    def __init__(self, index: Any) -> None:
        self._reader = index.reader()
        # Whoosh's matchers share one file position, so two threads must not decode at once.
        self._lock = threading.Lock()
        stored = list(self._reader.all_stored_fields())
        self._penalties = penalties([fields["length"] for fields in stored])
        self._values = {facet: FacetColumn.of([fields[facet] for fields in stored]) for facet in FACETS}
        self._postings = lru_cache(_CACHED_STEMS)(self._read_postings)
        self._counts = lru_cache(_CACHED_COUNTS)(self._read_count)

    @classmethod
    def build(cls, entries: Iterable[Entry], directory: Path | None) -> Self:
        """Write an index and open it; without a directory it lives in memory.

        Raises:
            OSError: when the directory cannot be written.
        """
        storage = FileStorage(str(directory)) if directory else MemoryStorage()
        index = storage.create_index(_schema())
        writer = index.writer(limitmb=_WRITER_MEMORY_MB)
        try:
            for entry in entries:
                writer.add_document(
                    text=entry.weights,
                    label=entry.labels,
                    word=dict.fromkeys(entry.words, 1.0),
                    code=dict.fromkeys(entry.codes, 1.0),
                    category=entry.category,
                    kind=entry.kind,
                    component=entry.component,
                    length=sum(entry.weights.values()),
                )
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        return cls(index)

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open what `build` wrote.

        Raises:
            IndexDamaged: when it cannot be read.
        """
        try:
            return cls(FileStorage(str(directory)).open_index(schema=_schema()))
        except Exception as error:  # Whoosh's formats are pickles: damage shows in any kind of exception.
            raise IndexDamaged(f"{directory}: {type(error).__name__}: {error}") from error

    def match(self, concepts: Sequence[Concept], filters: Filters, limit: int, named: Sequence[int] = ()) -> Matches:
        """The documents that speak of these concepts, those that speak of all of them first."""
        return rank(concepts, lambda stem: self._postings("text", stem), self._values, filters, limit, named)

    def warm(self, stems: Iterable[str]) -> None:
        """Read the documents of these stems before anybody asks for them."""
        for stem in stems:
            self._postings("text", stem)

    def find_code(self, code: str) -> tuple[int, ...]:
        """The documents for an error code."""
        return tuple(self._postings("code", code).numbers.tolist())

    def complete(self, prefix: Prefix, limit: int) -> tuple[int, ...]:
        """The documents in whose title, keywords or headings a word begins like this, best first."""
        scores: dict[int, float] = {}
        for word in self._beginning_with(prefix.start):
            for number, weight in self._pairs(word):
                scores[number] = max(scores.get(number, 0.0), weight)
        for word in prefix.words:
            for number, weight in self._pairs(word):
                if number in scores:
                    scores[number] += weight
        return tuple(sorted(scores, key=lambda number: (-scores[number], number))[:limit])

    def count(self, stem: str) -> int:
        """In how many documents a stem stands."""
        return self._counts(stem)

    def codes(self) -> frozenset[str]:
        """Every error code that has a document."""
        with self._lock:
            return frozenset(term.decode() for term in self._reader.lexicon("code"))

    def labels(self) -> Iterable[tuple[str, float]]:
        """Every word of a title, keyword or heading without accents, with its highest weight there."""
        with self._lock:
            return [(term, info.max_weight()) for term, info in self._terms("label")]

    def vocabulary(self) -> Iterable[tuple[str, int]]:
        """Every word as it is written, with the number of documents it stands in."""
        with self._lock:
            return [(term, info.doc_frequency()) for term, info in self._terms("word")]

    def close(self) -> None:
        """Give back files and memory."""
        self._reader.close()

    def _terms(self, field: str) -> Iterator[tuple[str, Any]]:
        """Every term of a field with what Whoosh knows of it; the caller holds the lock."""
        for (name, term), info in self._reader.iter_from(field, ""):
            if name != field:
                return
            yield term.decode(), info

    def _beginning_with(self, start: str) -> list[str]:
        with self._lock:
            return [term.decode() for term in islice(self._reader.expand_prefix("label", start), _EXPANSIONS)]

    def _pairs(self, word: str) -> Iterator[tuple[int, float]]:
        """The documents that have a word in title, keywords or headings, with its weight there."""
        numbers, weights = self._postings("label", word)
        return zip(numbers.tolist(), weights.tolist(), strict=True)

    def _read_count(self, stem: str) -> int:
        with self._lock:
            return int(self._reader.doc_frequency("text", stem))

    def _read_postings(self, field: str, term: str) -> Postings:
        numbers: list[int] = []
        weights: list[float] = []
        with self._lock:
            try:
                matcher = self._reader.postings(field, term)
            except TermNotFound:
                return NO_POSTINGS
            while matcher.is_active():
                numbers.append(matcher.id())
                weights.append(matcher.weight())
                matcher.next()
        known = np.array(numbers, np.uint32)
        return Postings(known, saturate(weights, self._penalties[known]) if field == "text" else np.array(weights))

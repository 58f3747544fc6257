"""Tantivy as a store of postings for large libraries; what a document is worth is computed by us, as with Whoosh.

Scored by tantivy itself, the right page came clearly lower (mean reciprocal rank of questions made of summaries, 2,000
documents: 0.82 against 0.95), and the two engines would answer differently. So each stem is kept with its whole list
of documents as one value, which comes back fifty times as fast as the hits of a query for it. A label is a term
together with its weight, which tantivy adds up by itself.

Nothing of it is made before the process that uses it has started: a forked copy would draw the same file names.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from tantivy import DocAddress, Document, FieldType, Index, Occur, Query, Schema, SchemaBuilder

from portal.search.index.facets import FacetColumn
from portal.search.index.protocol import Concept, Entry, IndexDamaged, Matches, Prefix
from portal.search.index.scoring import NO_POSTINGS, Postings, penalties, rank, saturate
from portal.search.model import FACETS, Filters

_CACHED_STEMS = 512
"""Decoded postings kept; at 15,000 documents one takes at most 120 KB."""

_CACHED_COUNTS = 16_384
"""Stems of which it is remembered in how many documents they stand: planning asks for each a dozen times."""

_POSTING = np.dtype([("number", "<u4"), ("weight", "<f4")])
"""A document of a stem with the saturated weight it has there, as it lies on the disk on any machine."""

_MOST_DOCUMENTS = 2**32 - 1

_EXPANSIONS = 64
"""Words that one beginning stands for in suggestions."""

_WRITER_MEMORY = 64_000_000
"""Bytes; a library that needs more is written in several parts, which reading allows for."""

_WEIGHT = "\x1f"
"""Between a label and its weight, and a stem and the number of its documents: a control character, which no normalised
text has, and before all letters."""


def _schema() -> Schema:
    schema = SchemaBuilder()
    for name in ("label", "word", "code", *FACETS):
        schema.add_text_field(name, tokenizer_name="raw", index_option="basic")
    schema.add_unsigned_field("number", fast=True)
    schema.add_text_field("stem", tokenizer_name="raw", index_option="basic")
    schema.add_bytes_field("postings", stored=True)
    return schema.build()


class TantivyIndex:
    """One language's index; safe to read from several threads."""

    form: ClassVar[str] = "tantivy-2"

    def __init__(self, index: Index) -> None:
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()
        numbered = Query.range_query(self._schema, "number", FieldType.Unsigned, 0, _MOST_DOCUMENTS)
        self._documents = len(self._searcher.search(numbered, max(1, self._searcher.num_docs), count=False).hits)
        self._values = {facet: FacetColumn.of(self._read_values(facet)) for facet in FACETS}
        self._postings = lru_cache(_CACHED_STEMS)(self._read_postings)
        self._counts = lru_cache(_CACHED_COUNTS)(self._read_count)

    @classmethod
    def build(cls, entries: Iterable[Entry], directory: Path | None) -> Self:
        """Write an index and open it; without a directory it lives in memory.

        Raises:
            OSError: when the directory cannot be written.
        """
        schema = _schema()
        with _writing():
            index = _unwatched(Index(schema, str(directory)) if directory else Index(schema))
            writer = index.writer(heap_size=_WRITER_MEMORY, num_threads=1)
        lists = _PostingLists()
        for number, entry in enumerate(entries):
            lists.add(number, entry.weights)
            with _writing():
                writer.add_document(_document(number, entry, schema))
        for stem, postings in lists.finish():
            with _writing():
                writer.add_document(_stem_document(stem, postings, schema))
        with _writing():
            writer.commit()
            writer.wait_merging_threads()
        return cls(index)

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open what `build` wrote.

        Raises:
            IndexDamaged: when it cannot be read.
        """
        try:
            return cls(_unwatched(Index.open(str(directory))))
        except BaseException as error:
            # A panic of its Rust code is no Exception, and says the same: these files are not what was written.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise IndexDamaged(f"{directory}: {type(error).__name__}: {error}") from error

    def match(self, concepts: Sequence[Concept], filters: Filters, limit: int, named: Sequence[int] = ()) -> Matches:
        """The documents that speak of these concepts, those that speak of all of them first."""
        return rank(concepts, self._postings, self._values, filters, limit, named)

    def warm(self, stems: Iterable[str]) -> None:
        """Read the documents of these stems before anybody asks for them."""
        for stem in stems:
            self._postings(stem)

    def find_code(self, code: str) -> tuple[int, ...]:
        """The documents for an error code."""
        return self._numbers_of("code", code)

    def complete(self, prefix: Prefix, limit: int) -> tuple[int, ...]:
        """The documents in whose title, keywords or headings a word begins like this, best first."""
        begun = self._weighted("label", self._beginning_with(prefix.start))
        if not begun:
            return ()
        whole = [query for word in prefix.words for query in self._weighted("label", self._forms("label", word))]
        wanted = [(Occur.Must, Query.disjunction_max_query(begun)), *((Occur.Should, query) for query in whole)]
        hits = self._searcher.search(Query.boolean_query(wanted), limit, count=False).hits
        return tuple(self._read_numbers([address for _, address in hits]))

    def count(self, stem: str) -> int:
        """In how many documents a stem stands."""
        return self._counts(stem)

    def codes(self) -> frozenset[str]:
        """Every error code that has a document."""
        return frozenset(code for code, _ in self._searcher.terms_with_prefix("code", ""))

    def labels(self) -> Iterable[tuple[str, float]]:
        """Every word of a title, keyword or heading without accents, with its highest weight there."""
        highest: dict[str, float] = {}
        for form, _ in self._searcher.terms_with_prefix("label", ""):
            word, _, weight = form.partition(_WEIGHT)
            highest[word] = max(highest.get(word, 0.0), float(weight))
        return highest.items()

    def vocabulary(self) -> Iterable[tuple[str, int]]:
        """Every word as it is written, with the number of documents it stands in."""
        return self._searcher.terms_with_prefix("word", "")

    def close(self) -> None:
        """Give back files and memory: tantivy lets go of them with the last reference to what reads them."""
        del self._searcher, self._postings, self._counts

    def _read_numbers(self, addresses: list[DocAddress]) -> list[Any]:
        return self._searcher.fast_field_values("number", addresses)

    def _forms(self, field: str, term: str) -> list[str]:
        """A term with each weight it has."""
        return [form for form, _ in self._searcher.terms_with_prefix(field, term + _WEIGHT)]

    def _beginning_with(self, start: str) -> list[str]:
        """The first words that begin so, each with each weight it has."""
        forms = (form for form, _ in self._searcher.terms_with_prefix("label", start))
        words = groupby(forms, key=lambda form: form.partition(_WEIGHT)[0])
        return [form for _, group in islice(words, _EXPANSIONS) for form in group]

    def _weighted(self, field: str, forms: Iterable[str]) -> list[Query]:
        """One query a form, which scores each of its documents with the weight."""
        return [Query.const_score_query(self._term(field, form), float(form.partition(_WEIGHT)[2])) for form in forms]

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, index_option="basic")

    def _numbers_of(self, field: str, term: str) -> tuple[int, ...]:
        hits = self._searcher.search(self._term(field, term), max(1, self._searcher.num_docs), count=False).hits
        return tuple(sorted(self._read_numbers([address for _, address in hits])))

    def _read_values(self, facet: str) -> tuple[str, ...]:
        values = [""] * self._documents
        for value, _ in self._searcher.terms_with_prefix(facet, ""):
            for number in self._numbers_of(facet, value):
                values[number] = value
        return tuple(values)

    def _read_count(self, stem: str) -> int:
        return next((int(form.partition(_WEIGHT)[2]) for form in self._forms("stem", stem)), 0)

    def _read_postings(self, stem: str) -> Postings:
        for form in self._forms("stem", stem):
            (_, address), *_ = self._searcher.search(self._term("stem", form), 1, count=False).hits
            kept = np.frombuffer(bytes(self._searcher.doc(address).get_first("postings") or b""), _POSTING)
            return Postings(kept["number"], kept["weight"].astype(np.float64))
        return NO_POSTINGS


class _PostingLists:
    """The documents of each stem while an index is built."""

    def __init__(self) -> None:
        self._lengths = array("d")
        self._found: dict[str, tuple[array[int], array[float]]] = {}

    def add(self, number: int, weights: Mapping[str, float]) -> None:
        """Take in a document with the weight of each of its stems."""
        self._lengths.append(sum(weights.values()))
        for stem, weight in weights.items():
            numbers, kept = self._found.setdefault(stem, (array("I"), array("f")))
            numbers.append(number)
            kept.append(weight)

    def finish(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """Each stem with its documents and its weight there, saturated now that the mean length is known."""
        taken = penalties(self._lengths)
        for stem, (numbers, weights) in self._found.items():
            postings = np.empty(len(numbers), _POSTING)
            postings["number"] = numbers
            postings["weight"] = saturate(weights, taken[postings["number"]])
            yield stem, postings


def _unwatched(index: Index) -> Index:
    """An index that never changes needs no thread that looks at its files again whenever they do."""
    index.config_reader("manual")
    return index


@contextmanager
def _writing() -> Iterator[None]:
    """Tell what stops tantivy from writing as what it is: it makes every error of the disk a ValueError."""
    try:
        yield
    except ValueError as error:
        raise OSError(str(error)) from error


def _document(number: int, entry: Entry, schema: Schema) -> Document:
    facets = {"category": entry.category, "kind": entry.kind, "component": entry.component}
    return Document.from_dict(
        {
            "label": [f"{word}{_WEIGHT}{weight:g}" for word, weight in entry.labels.items()],
            "word": list(entry.words),
            "code": list(entry.codes),
            "number": number,
            **{facet: value for facet, value in facets.items() if value},
        },
        schema,
    )


def _stem_document(stem: str, postings: NDArray[Any], schema: Schema) -> Document:
    return Document.from_dict({"stem": [f"{stem}{_WEIGHT}{len(postings)}"], "postings": [postings.tobytes()]}, schema)

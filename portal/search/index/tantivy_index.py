"""Tantivy as a store of postings for large libraries; what a document is worth is computed by us, as with Whoosh.

Scored by tantivy itself, the right page came clearly lower (mean reciprocal rank of questions made of summaries, 2,000
documents: 0.82 against 0.95), and the two engines would answer differently. So a term here is a stem together with
its weight: the documents of one list share it, and the numbers that come out are those that Whoosh keeps.

Nothing of it is made before the process that uses it has started: a forked copy would draw the same file names.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from tantivy import DocAddress, Document, Index, Occur, Order, Query, Schema, SchemaBuilder

from portal.search.index.facets import FacetColumn
from portal.search.index.protocol import Concept, Entry, IndexDamaged, Matches, Prefix
from portal.search.index.scoring import NO_POSTINGS, Postings, penalties, rank, saturate
from portal.search.model import FACETS, Filters

_CACHED_STEMS = 512
"""Decoded postings kept; at 15,000 documents one takes at most 120 KB."""

_CACHED_COUNTS = 16_384
"""Stems of which it is remembered in how many documents they stand: planning asks for each a dozen times."""

_EXPANSIONS = 64
"""Words that one beginning stands for in suggestions."""

_WRITER_MEMORY = 64_000_000
"""Bytes; a library that needs more is written in several parts, which reading allows for."""

_WEIGHT = "\x1f"
"""Between a term and its weight: a control character, which no normalised text has, and before all letters."""


def _schema() -> Schema:
    schema = SchemaBuilder()
    for name in ("text", "label", "word", "code", *FACETS):
        schema.add_text_field(name, tokenizer_name="raw", index_option="basic")
    schema.add_unsigned_field("number", fast=True)
    schema.add_float_field("length", fast=True)
    return schema.build()


class TantivyIndex:
    """One language's index; safe to read from several threads."""

    form: ClassVar[str] = "tantivy-1"

    def __init__(self, index: Index) -> None:
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()
        every = self._search(Query.all_query(), order_by_field="number", order=Order.Asc)
        self._penalties = penalties(self._read_numbers("length", [address for _, address in every]))
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
        for number, entry in enumerate(entries):
            document = _document(number, entry, schema)
            with _writing():
                writer.add_document(document)
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
        return tuple(self._read_numbers("number", [address for _, address in hits]))

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

    def _search(self, query: Query, **wishes: Any) -> list[tuple[Any, DocAddress]]:
        """Every document that fits, with its score."""
        return self._searcher.search(query, max(1, self._searcher.num_docs), count=False, **wishes).hits

    def _read_numbers(self, field: str, addresses: list[DocAddress]) -> list[Any]:
        return self._searcher.fast_field_values(field, addresses)

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
        hits = self._search(self._term(field, term))
        return tuple(sorted(self._read_numbers("number", [address for _, address in hits])))

    def _read_values(self, facet: str) -> tuple[str, ...]:
        values = [""] * len(self._penalties)
        for value, _ in self._searcher.terms_with_prefix(facet, ""):
            for number in self._numbers_of(facet, value):
                values[number] = value
        return tuple(values)

    def _read_count(self, stem: str) -> int:
        return sum(documents for _, documents in self._searcher.terms_with_prefix("text", stem + _WEIGHT))

    def _read_postings(self, stem: str) -> Postings:
        queries = self._weighted("text", self._forms("text", stem))
        if not queries:
            return NO_POSTINGS
        hits = self._search(Query.boolean_query([(Occur.Should, query) for query in queries]))
        numbers = np.array(self._read_numbers("number", [address for _, address in hits]), np.uint32)
        order = np.argsort(numbers)
        weights = np.array([score for score, _ in hits])
        return Postings(numbers[order], saturate(weights[order], self._penalties[numbers[order]]))


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
            "text": [f"{stem}{_WEIGHT}{weight:g}" for stem, weight in entry.weights.items()],
            "label": [f"{word}{_WEIGHT}{weight:g}" for word, weight in entry.labels.items()],
            "word": list(entry.words),
            "code": list(entry.codes),
            "number": number,
            "length": sum(entry.weights.values()),
            **{facet: value for facet, value in facets.items() if value},
        },
        schema,
    )

"""What any engine must be able to do; everything above it is shared by all engines.

An engine keeps which stem stands in which document, and how often. It never sees a visitor's text: the question
reaches it as `Concept`, made of stems.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol, Self

from portal.search.model import FacetCounts, Filters, Hit


class IndexDamaged(Exception):
    """The files of an index cannot be read; it has to be built again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as an engine takes it in; entries are numbered from 0 in the order in which they come."""

    weights: Mapping[str, float]
    """Each stem with how often it occurs, words of the title counting more than those of the body."""
    labels: Mapping[str, float]
    """The words of title, keywords and headings as they are written, without accents, with their weight."""
    words: frozenset[str]
    """Every word as it is written, for completing and correcting."""
    codes: tuple[str, ...]
    category: str
    kind: str
    component: str
    """Empty when the document names none."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say a thing: all these stems must occur in a document."""

    stems: tuple[str, ...]
    weight: float = 1.0
    """How good it is compared with what was typed: 1 for the very word, less for a synonym."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing a question speaks of, in all the ways in which it may be said."""

    alternatives: tuple[Alternative, ...]
    worth: float = 1.0
    """How much it tells beside its rarity, between 0 and 1: less for a word that is no subject of the library."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What an engine found for a question."""

    hits: tuple[Hit, ...]
    """The best ones, best first."""
    total: int
    """How many documents fit."""
    unrestricted: int
    """How many would without the filters."""
    facets: FacetCounts


@dataclass(frozen=True, slots=True)
class Prefix:
    """What has been typed so far: whole words and the beginning of the next."""

    start: str
    words: tuple[str, ...] = field(default=())


class SearchIndex(Protocol):
    """The index of one language, read-only once it is built. Documents are known by their number."""

    form: ClassVar[str]
    """Names the engine and the form of its files, so that none ever opens what another wrote."""

    @classmethod
    def build(cls, entries: Iterable[Entry], directory: Path | None) -> Self:
        """Write an index into an empty directory and open it; without a directory it lives in memory.

        Raises:
            OSError: when the directory cannot be written.
        """
        ...

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open what `build` wrote.

        Raises:
            IndexDamaged: when it cannot be read.
        """
        ...

    def match(self, concepts: Sequence[Concept], filters: Filters, limit: int, named: Sequence[int] = ()) -> Matches:
        """The documents that speak of these concepts, those that speak of all of them first.

        Documents that are ``named`` fit whatever they speak of, and are among the hits when they meet the filters.
        """
        ...

    def warm(self, stems: Iterable[str]) -> None:
        """Read the documents of these stems before anybody asks for them."""
        ...

    def find_code(self, code: str) -> tuple[int, ...]:
        """The documents for an error code."""
        ...

    def complete(self, prefix: Prefix, limit: int) -> tuple[int, ...]:
        """The documents in whose title, keywords or headings a word begins like this, best first."""
        ...

    def count(self, stem: str) -> int:
        """In how many documents a stem stands."""
        ...

    def codes(self) -> frozenset[str]:
        """Every error code that has a document."""
        ...

    def labels(self) -> Iterable[tuple[str, float]]:
        """Every word of a title, keyword or heading without accents, with its highest weight there."""
        ...

    def vocabulary(self) -> Iterable[tuple[str, int]]:
        """Every word as it is written, with the number of documents it stands in."""
        ...

    def close(self) -> None:
        """Give back files and memory."""
        ...

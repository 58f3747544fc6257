"""The words of a library as they are written, for completing and correcting what people type."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.kernel.folding import fold

_SCANNED = 200
"""Words of one beginning that are looked at; the most frequent of them are offered."""


class Vocabulary:
    """Every word of an index with the number of documents it stands in; immutable once made."""

    def __init__(self, words: Iterable[tuple[str, int]], further: Iterable[str] = ()) -> None:
        """``further`` are words that no document has and that a typing error may be taken for, as synonyms."""
        self._counts: dict[str, int] = {}
        self._spellings: dict[str, tuple[str, ...]] = {}
        by_length: dict[int, list[str]] = defaultdict(list)
        for word, count in words:
            folded = fold(word)
            spellings = self._spellings.get(folded, ())
            if not spellings and folded.isalpha():
                by_length[len(folded)].append(folded)
            self._spellings[folded] = (*spellings, word)
            self._counts[folded] = self._counts.get(folded, 0) + count
        for folded in sorted(set(map(fold, further)) - self._spellings.keys()):
            by_length[len(folded)].append(folded)
        self._sorted = sorted(self._spellings)
        self._by_length = dict(by_length)

    @property
    def counts(self) -> Mapping[str, int]:
        """Every word without accents, with the number of documents it stands in."""
        return self._counts

    def __contains__(self, word: str) -> bool:
        """Whether a word occurs, in this spelling or with other accents."""
        return fold(word) in self._spellings

    def spellings(self, word: str) -> tuple[str, ...]:
        """The ways in which the library writes a word, accents restored; empty when it never does."""
        return self._spellings.get(fold(word), ())

    def beginning_with(self, prefix: str, limit: int) -> tuple[str, ...]:
        """The most frequent words that begin so, without accents."""
        start = fold(prefix)
        first = bisect_left(self._sorted, start)
        words: list[str] = []
        for word in self._sorted[first : first + _SCANNED]:
            if not word.startswith(start):
                break
            words.append(word)
        return tuple(sorted(words, key=lambda word: (-self._counts[word], word))[:limit])

    def near(self, word: str, edits: int, accepts: Callable[[str], bool]) -> str | None:
        """The likeliest accepted word within so many edits, a swap of neighbours being one; None when there is none.

        Fewer edits win, then the same first letter, which people seldom mistype, then the more frequent word.
        """
        folded = fold(word)
        candidates = [
            (round(distance), near[:1] != folded[:1], -self._counts.get(near, 0), near)
            for length in range(len(folded) - edits, len(folded) + edits + 1)
            for near, distance, _ in process.extract(
                folded,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=edits,
                limit=None,
            )
            if accepts(near)
        ]
        return min(candidates)[3] if candidates else None

    def split(self, word: str) -> tuple[str, str] | None:
        """A word that the library writes as two: ``apikey`` as ``api``, ``key``; the likeliest split or None."""
        folded = fold(word)
        halves = [
            (min(self._counts[folded[:cut]], self._counts[folded[cut:]]), folded[:cut], folded[cut:])
            for cut in range(3, len(folded) - 2)
            if folded[:cut] in self._counts and folded[cut:] in self._counts
        ]
        return max(halves)[1:] if halves else None

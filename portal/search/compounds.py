"""German words written as one: ``Nachrichtenvorlage`` is found by ``Vorlage``, and finds ``Vorlage für Nachrichten``.

A word is taken apart only into words that the library itself writes, so that no dictionary has to be kept and no
word of the trade is missing from it. Of several ways the one whose parts are most frequent is taken, and none when
the whole is far more frequent than its parts: then it is a word of its own (Koehn and Knight, 2003, "Empirical
Methods for Compound Splitting").
"""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import prod

from portal.kernel.folding import fold
from portal.kernel.language import Language
from portal.search.analysis import stem

_SHORTEST_PART = 4
"""Letters; shorter parts are prefixes and endings far more often than words."""

_MOST_PARTS = 3
_LINKS = ("", "s", "n", "en", "es", "er")
"""What German puts between two parts: ``Sicherheit-s-prüfung``."""

_OWN_WORD = 8.0
"""A whole that is so many times as frequent as its parts is a word of its own."""


class Compounds:
    """Takes words apart by the words of a library; immutable, and safe to use from several threads."""

    def __init__(self, language: Language, counts: Mapping[str, int]) -> None:
        """``counts`` has the library's words without accents, each with the number of documents it stands in."""
        self._language = language
        self._counts = counts
        self._of_stem: Counter[str] = Counter()
        for word, count in counts.items():
            self._of_stem[stem(word, language)] += count
        self.parts = lru_cache(60_000)(self._parts)

    def _parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound, without accents and with their endings; empty when it is none."""
        folded = fold(word)
        if not self._counts or len(folded) < 2 * _SHORTEST_PART or not folded.isalpha():
            return ()
        worth, parts = self._best(folded, _MOST_PARTS)
        return parts if len(parts) > 1 and worth * _OWN_WORD >= self._counts.get(folded, 0) else ()

    def cut(self, word: str) -> tuple[str, ...]:
        """A word that is none of the library's, cut beside the longest part at an end that is; empty without one."""
        if not self._counts:
            return ()
        folded = fold(word)
        cuts = range(_SHORTEST_PART, len(folded) - _SHORTEST_PART + 1)
        longest, at = max(((self._known_letters(folded, at), at) for at in cuts), default=(0, 0))
        return (folded[:at], folded[at:]) if longest else ()

    def _known_letters(self, folded: str, at: int) -> int:
        """Letters of the longer word of the library that ends or begins at a joint."""
        before, behind = len(self._first_part(folded[:at])), len(folded) - at if self._count(folded[at:]) else 0
        return max(before, behind)

    def _best(self, folded: str, most: int) -> tuple[float, tuple[str, ...]]:
        """The best way to take a word apart, with the geometric mean of its parts' counts; 0 when there is none."""
        ways: list[tuple[float, int, tuple[str, ...]]] = []
        for cut in range(_SHORTEST_PART, len(folded) - _SHORTEST_PART + 1):
            first = self._first_part(folded[:cut])
            if not first:
                continue
            last = folded[cut:]
            if self._count(last):
                ways.append(self._valued(first, last))
            elif most > 2:
                _, rest = self._best(last, most - 1)
                if rest:
                    ways.append(self._valued(first, *rest))
        if not ways:
            return 0.0, ()
        worth, _, parts = max(ways)
        return worth, parts

    def _first_part(self, written: str) -> str:
        """The word before a joint, its linking letters taken off when the library has it only without."""
        for link in _LINKS:
            word = written.removesuffix(link)
            if written.endswith(link) and len(word) >= _SHORTEST_PART and word in self._counts:
                return word
        return ""

    def _count(self, part: str) -> int:
        """How frequent a part is, in this form or another: the plural may stand in the compound alone."""
        return self._counts.get(part) or self._of_stem[stem(part, self._language)]

    def _valued(self, *parts: str) -> tuple[float, int, tuple[str, ...]]:
        worth = prod(self._count(part) for part in parts) ** (1 / len(parts))
        return worth, -len(parts), parts


def writes_compounds(language: Language) -> bool:
    """Whether a language writes compounds as one word; of the portal's, German alone does."""
    return language.tag == "de"


def compounds_of(language: Language, counts: Mapping[str, int]) -> Compounds:
    """The compounds of a language; those of one that writes none are never taken apart."""
    return Compounds(language, counts if writes_compounds(language) else {})

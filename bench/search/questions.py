"""Questions made from documents, each with the one document that it was made from.

Forms of a word are found in the texts themselves by the endings of each language, so that they owe nothing to the
stemmer that is measured with them.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA, Prefix

from bench.search.baselines.bm25 import whole_text
from bench.search.library import path_of
from bench.search.typos import KINDS as EDITS
from bench.search.typos import misspell_word
from portal.kernel.folding import fold
from portal.kernel.language import Language
from portal.search.model import Document

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\w+")
_SHORTEST = 5
"""Letters of a word that is given another form, or an error."""
_SHORTEST_SHARED = 4
"""Letters before the ending."""
_OVERLAP = 3
"""Letters with which two endings may begin alike: ``-ar`` and ``-ando``."""
_ENDINGS = {
    tag: frozenset(endings.split(" "))
    for tag, endings in {
        "en": " s es d ed ing e",
        "de": " e en n er es em s ern t te ten st",
        "es": " s es o a os as e en ar er ir an ando iendo ado ada ados adas ido ida idos idas",
        "pt-br": " s es o a os as e em ar er ir am ando endo indo ado ada ados adas ido ida ão ões l is",
        "ru": " а я о е ы и у ю ь й ой ей ом ем ам ям ами ями ах ях ов ев ий ый ая ое ые ие ого его ому ему ым им"
        " ых их ую юю ии ию ия ть ет ют ит ят",
    }.items()
}
_COMMON = 0.05
"""A title of one word alone that stands in a larger share of the documents names none of them."""
_RAREST = 4
_TRIES = 50
MOST = 300
"""Questions of a kind in a language."""


@dataclass(frozen=True)
class KnownItem:
    """A question and the document that it was made from."""

    kind: str
    text: str
    path: str


class Maker:
    """Makes questions from the documents of one language; the same ones in every run."""

    def __init__(self, documents: Sequence[Document], language: Language) -> None:
        self._tag = language.tag
        words = [frozenset(map(str.lower, _WORD.findall(whole_text(document)))) for document in documents]
        self._containing = Counter(word for found in words for word in found)
        self._size = len(documents)
        self._forms: dict[str, list[str]] = defaultdict(list)
        for word in self._containing:
            if word.isalpha() and len(word) >= _SHORTEST:
                self._forms[fold(word)[:4]].append(word)
        self.documents = self._telling(documents)

    def questions(self) -> Iterator[KnownItem]:
        """All kinds from up to 300 documents."""
        chosen = random.Random(self._tag).sample(self.documents, min(MOST, len(self.documents)))
        for document in chosen:
            kinds = {
                "title, other forms": self.inflected(document.title),
                "title, one error": self.misspelt(document.title, 1),
                "title, two errors": self.misspelt(document.title, 2),
                "rare words": self.rare(document.summary),
            }
            yield from (KnownItem(kind, text, path_of(document)) for kind, text in kinds.items() if text)

    def _telling(self, documents: Sequence[Document]) -> list[Document]:
        """Those whose title names them: it is the only one of its words, and not one common word alone."""
        titles = Counter(_title_key(document.title) for document in documents)
        return [each for each in documents if titles[_title_key(each.title)] == 1 and not self._is_common(each.title)]

    def _is_common(self, title: str) -> bool:
        words = _WORD.findall(title.lower())
        return not words or (len(words) == 1 and self._containing[words[0]] > _COMMON * self._size)

    def inflected(self, title: str) -> str | None:
        """The words of a title, each in another form that the documents have; None when none of them has one."""
        words = _WORD.findall(title)
        changed = [self._another_form(word) or word for word in words]
        return " ".join(changed) if changed != words else None

    def _another_form(self, word: str) -> str | None:
        forms = [form for form in self._forms[fold(word.lower())[:4]] if are_forms(word.lower(), form, self._tag)]
        return random.Random(word).choice(sorted(forms)) if forms else None

    def misspelt(self, title: str, errors: int) -> str | None:
        """The words of a title with so many errors in the longest; None when all are short."""
        words = _WORD.findall(title)
        longest = max((word for word in words if word.isalpha()), key=len, default="")
        if len(longest) < _SHORTEST:
            return None
        chance = random.Random(f"{title} {errors}")
        for _ in range(_TRIES):
            wrong = longest
            for _ in range(errors):
                wrong = misspell_word(wrong, self._tag, chance.choice(EDITS)) or wrong
            # The second error may mend the first.
            if OSA.distance(wrong, longest) == errors:
                return " ".join(wrong if word == longest else word for word in words)
        return None

    def rare(self, description: str) -> str | None:
        """The four words of a description that stand in the fewest documents, in their order."""
        words = dict.fromkeys(word for word in map(str.lower, _WORD.findall(description)) if len(word) > 2)
        rarest = sorted(words, key=lambda word: (self._containing[word], word))[:_RAREST]
        return " ".join(word for word in words if word in rarest) if len(rarest) >= 3 else None


def are_forms(word: str, other: str, tag: str) -> bool:
    """Whether two words look like forms of one: the same but for endings of the language's grammar."""
    if word == other:
        return False
    shared = Prefix.similarity(word, other)
    cuts = range(shared, max(_SHORTEST_SHARED, shared - _OVERLAP) - 1, -1)
    return any(word[cut:] in _ENDINGS[tag] and other[cut:] in _ENDINGS[tag] for cut in cuts)


def _title_key(title: str) -> str:
    return " ".join(sorted(fold(word.lower()) for word in _WORD.findall(title)))

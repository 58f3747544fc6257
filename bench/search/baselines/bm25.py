"""The textbook: one field, words in lower case, any of them will do (Robertson and Zaragoza, 2009)."""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log

from bench.search.library import path_of
from bench.search.metrics import LOOKED_AT, Page
from portal.kernel.language import Language
from portal.search.model import Document

K1, B = 1.2, 0.75
_WORD = re.compile(r"\w+")


def whole_text(document: Document) -> str:
    parts = (text for section in document.sections for text in (section.title, section.text))
    return "\n".join((document.title, document.summary, *document.keywords, *document.codes, *parts))


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


class PlainBm25:
    """Ranks by BM25 alone."""

    def __init__(self, documents: Sequence[Document], language: Language) -> None:
        self._paths = [path_of(document) for document in documents]
        counts = [Counter(words_of(whole_text(document))) for document in documents]
        lengths = [count.total() for count in counts]
        average = sum(lengths) / max(1, len(lengths))
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for word, often in count.items():
                weight = often * (K1 + 1) / (often + K1 * (1 - B + B * lengths[number] / average))
                self._postings[word].append((number, weight))

    def ask(self, text: str) -> Page:
        scores: dict[int, float] = defaultdict(float)
        for word in set(words_of(text)):
            postings = self._postings.get(word, ())
            rare = log(1 + (len(self._paths) - len(postings) + 0.5) / (len(postings) + 0.5))
            for number, weight in postings:
                scores[number] += rare * weight
        return Page(tuple(self._paths[number] for number in self._best(scores.items())))

    @staticmethod
    def _best(scores: Iterable[tuple[int, float]]) -> list[int]:
        best = heapq.nsmallest(LOOKED_AT, scores, key=lambda each: (-each[1], each[0]))
        return [number for number, _ in best]

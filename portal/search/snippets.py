"""The passage of a text that answers best, with the words looked for marked.

The text is cut first, between words; then every piece is escaped on its own and marks are put around the escaped
pieces. So no markup of a text can come alive, and no entity can be cut in two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from portal.kernel.folding import fold, lower
from portal.kernel.language import Language
from portal.search.analysis import stem, tokenise

PASSAGE = 220
"""Characters of a passage, about two lines of a result."""

_SCANNED = 8_000
"""Characters of a section that are looked at; longer ones are listings."""

_LEAD = 60
"""Characters before the first word found that a passage may begin with, to reach the start of the sentence."""

_BEGINNING = 3
"""Letters of a stem that its words share at least; endings change, as in ``happy`` and ``happi``."""

_OCCURRENCES = 100
_WORD = re.compile(r"[^\W_]+")

_SENTENCE_ENDS = (". ", "! ", "? ", ": ", "; ")

Wanted = Mapping[str, int]
"""The stems looked for, each with the number of the concept it stands for."""

Span = tuple[int, int, int]
"""Where a word that was found begins and ends, and which concept it stands for."""


class _Reading(NamedTuple):
    """A text of one kind with its best passage."""

    text: str
    spans: Sequence[Span]
    start: int
    end: int
    worth: int
    """How many of the things looked for stand in the passage."""


def mark_words(text: str, wanted: Wanted, language: Language) -> Markup:
    """A whole text, such as a title, with the words found marked."""
    return _marked(text, _find(text, wanted, language), 0, len(text))


def mark_beginnings(text: str, beginnings: Iterable[str]) -> Markup:
    """A whole text with the words marked that begin like one of these, which are in lower case without accents."""
    starts = tuple(beginnings)
    spans = [
        (token.start, token.end, 0)
        for token in tokenise(text)
        if any(fold(word).startswith(starts) for word in token.words)
    ]
    return _marked(text, spans, 0, len(text))


def best_passage(text: str, wanted: Wanted, language: Language) -> Markup:
    """The stretch of a text in which most of the things looked for stand together.

    Prose is preferred: a row of a table has to hold one thing more, code two, since neither reads like an answer.
    """
    kinds = [_read(kind, wanted, language) for kind in _by_kind(text[:_SCANNED])]
    best = max(kinds, key=lambda kind: kind.worth - kinds.index(kind) if kind.worth else -len(kinds))
    looked_at, start, end = best.text, best.start, best.end
    before = "… " if start > 0 else ""
    after = " …" if end < len(looked_at) or len(text) > _SCANNED else ""
    return Markup("{}{}{}").format(before, _marked(looked_at, best.spans, start, end), after)


def _by_kind(text: str) -> Iterator[str]:
    """The prose of a section, the rows of its tables, its code, each in a line; there is some prose in any case."""
    lines = text.split("\n")
    kinds = [[line for line in lines if len(line) - len(line.lstrip("\t")) == tabs] for tabs in range(3)]
    yield " ".join(" ".join(kinds[0]).split())
    yield from ("; ".join(line.strip() for line in kind) for kind in kinds[1:] if kind)


def _read(text: str, wanted: Wanted, language: Language) -> _Reading:
    spans = _find(text, wanted, language)
    start, end = _window(text, spans)
    return _Reading(text, spans, start, end, len({each[2] for each in spans if start <= each[0] and each[1] <= end}))


def _find(text: str, wanted: Wanted, language: Language) -> list[Span]:
    """Where the words stand: their beginnings are looked for first, since stemming every word of a text is slow."""
    plain = _flat(text)
    spans: dict[int, Span] = {}
    for wanted_stem in wanted:
        for start in _starts(plain, wanted_stem[: max(_BEGINNING, len(wanted_stem) - 2)]):
            word = _WORD.match(text, start)
            concept = wanted.get(stem(lower(word[0]), language)) if word else None
            if word and concept is not None:
                spans[start] = (start, word.end(), concept)
    return [spans[start] for start in sorted(spans)]


def _starts(plain: str, beginning: str) -> Iterator[int]:
    """Where words begin so; the first hundred of them."""
    position = plain.find(beginning)
    for _ in range(_OCCURRENCES):
        if position < 0:
            return
        if position == 0 or not plain[position - 1].isalnum():
            yield position
        position = plain.find(beginning, position + 1)


class _FlatLetters(dict[int, str]):
    """Each letter small and without accents, still one letter; filled as letters come up."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = flat = fold(letter.lower()[0])[:1] or letter
        return flat


_FLAT = _FlatLetters()


def _flat(text: str) -> str:
    """The text in small letters without accents, each letter in its place."""
    return text.lower() if text.isascii() else text.translate(_FLAT)


def _window(text: str, spans: Sequence[Span]) -> tuple[int, int]:
    """Where the passage begins and ends, both between words."""
    if not spans:
        return 0, _word_end(text, PASSAGE)
    room = PASSAGE - _LEAD
    best, best_worth = 0, (0, 0)
    for first, span in enumerate(spans):
        inside = [each for each in spans[first:] if each[1] - span[0] <= room] or [span]
        worth = len({each[2] for each in inside}), len(inside)
        if worth > best_worth:
            best, best_worth = first, worth
    start = _start_before(text, spans[best][0])
    return start, _word_end(text, max(start + PASSAGE, spans[best][1]))


def _start_before(text: str, position: int) -> int:
    """The start of the sentence when it is near, else of a word some way before."""
    earliest = max(0, position - _LEAD)
    if earliest == 0:
        return 0
    ends = [found + len(mark) for mark in _SENTENCE_ENDS if (found := text.rfind(mark, earliest, position)) >= 0]
    if ends:
        return max(ends)
    space = text.find(" ", earliest, position)
    return space + 1 if space >= 0 else position


def _word_end(text: str, position: int) -> int:
    if position >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, position - _LEAD), position)
    return space if space >= 0 else position


def _marked(text: str, spans: Sequence[Span], start: int, end: int) -> Markup:
    pieces: list[Markup] = []
    done = start
    for first, last, _ in spans:
        if first < done or last > end:
            continue
        pieces += (escape(text[done:first]), Markup("<mark>"), escape(text[first:last]), Markup("</mark>"))
        done = last
    pieces.append(escape(text[done:end]))
    return Markup("").join(pieces)

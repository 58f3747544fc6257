"""Where in a text something stands that a detector takes for a secret.

A text is searched window by window: in each only those detectors look that a hint wakes there, other threads get
their turn in between, and whoever waits can give up. A match that begins in a window is found there however far it
reaches, so where the windows end decides nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from portal.masking.detectors import DETECTORS, HARMLESS, HARMLESS_HINTS
from portal.masking.looks import is_masked
from portal.masking.model import Detector, Kind

# Keyboards of East Asia have letters and signs as wide as theirs.
_WIDE = re.compile("[！-～]")
_NARROW = {wide: wide - ord("！") + ord("!") for wide in range(ord("！"), ord("～") + 1)}

WINDOW = 1 << 18
# Matches are shorter, private keys and commands being the longest; those that are not are looked at once more.
_REACH = 1 << 15
# What excuses a match begins less than this before it: a message ID has at most 400 characters.
_BEFORE = 1 << 10

# Which detectors a hint wakes. Hints are looked for before anything else, and each of them only once.
_WOKEN: dict[str, set[int]] = {}
for _rank, _detector in enumerate(DETECTORS):
    for _hint in _detector.hints:
        _WOKEN.setdefault(_hint, set()).add(_rank)
_HINTS_OF_SEVERAL_WORDS = tuple(hint for hint in _WOKEN if len(hint.split()) > 1)


@dataclass(frozen=True)
class Span:
    """Where a secret stands in the original text."""

    start: int
    end: int
    rank: int
    kind: Kind
    keeps_ends: bool


def find_spans(text: str, pause: Callable[[], None]) -> list[Span]:
    """Everything that has to be masked, in order and without overlaps; ``pause`` is called after each window."""
    folded = _fold(text)
    spans: list[Span] = []
    resume: dict[int, int] = {}
    for start in range(0, len(text), WINDOW):
        # A hint may stand as far behind the beginning of a match as the match reaches.
        near = folded[start : start + WINDOW + _REACH]
        woken = {rank for hint, ranks in _WOKEN.items() if hint in near for rank in ranks}
        spans += _search_window((text, folded), woken, start, resume)
        pause()
    return _merged(spans)


def holds_span(block: str) -> bool:
    """Whether `find_spans` finds anything in a paragraph, at a part of its cost; see `portal.masking.mask`."""
    folded = _fold(block)
    woken = {rank for hint in _HINTS_OF_SEVERAL_WORDS if hint in folded for rank in _WOKEN[hint]}
    woken.update(*map(_find_woken, folded.split()))
    windows = range(0, len(block), WINDOW) if woken else ()
    resume: dict[int, int] = {}
    return any(_search_window((block, folded), woken, start, resume) for start in windows)


@lru_cache(maxsize=1 << 16)
def _find_woken(word: str) -> frozenset[int]:
    return frozenset(rank for hint, ranks in _WOKEN.items() if hint in word for rank in ranks)


def _search_window(texts: tuple[str, str], woken: Iterable[int], start: int, resume: dict[int, int]) -> list[Span]:
    """What begins in the window at ``start``; ``resume`` remembers where each detector has to go on.

    ``texts`` are the text as it stands and in small letters.
    """
    spans = []
    for rank in sorted(woken):
        detector = DETECTORS[rank]
        for first, last, done in _search(detector, texts, max(start, resume.get(rank, 0)), start + WINDOW):
            resume[rank] = done
            if last > first:
                spans.append(Span(first, last, rank, detector.kind, detector.keeps_ends))
    folded = texts[1]
    # Most texts hold nothing that even looks like a secret, so what would excuse it is looked for last.
    if not spans or not any(hint in folded for hint in HARMLESS_HINTS):
        return spans
    excused = HARMLESS.finditer(folded, max(0, start - _BEFORE), start + WINDOW + _REACH)
    harmless = [match.span() for match in excused]
    return [span for span in spans if not _lies_within(harmless, span.start, span.end)]


def _lies_within(regions: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the regions, which are in order and do not overlap, holds the whole span."""
    position = bisect_right(regions, start, key=lambda region: region[0]) - 1
    return position >= 0 and end <= regions[position][1]


def _search(detector: Detector, texts: tuple[str, str], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Where a detector finds what also looks like a secret and is no mask, and where it has to go on after it.

    The first two are the same where a match was none after all.
    """
    text, folded = texts
    subject = folded if detector.folded else text
    if detector.within is None:
        for match in _matches(detector.pattern, subject, start, end):
            yield (*_judge(detector, match, text), match.end())
        return
    for region in _matches(detector.within, subject, start, end):
        first, last = region.span(region.lastindex or 0)
        for match in detector.pattern.finditer(subject, first, last):
            yield (*_judge(detector, match, text), region.end())


def _matches(pattern: re.Pattern[str], subject: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches that begin between two places; they may end behind the second one."""
    reach = end + _REACH
    for match in pattern.finditer(subject, start, reach):
        if match.start() >= end:
            return
        cut_off = match.end() == reach
        yield (pattern.match(subject, match.start()) or match) if cut_off else match


def _judge(detector: Detector, match: re.Match[str], text: str) -> tuple[int, int]:
    start, end = match.span(match.lastindex or 0)
    secret = text[start:end].rstrip()
    loose = (match.lastgroup or "").startswith("loose")
    accepts = (loose and detector.accepts_loose) or detector.accepts
    accepted = not is_masked(secret, keeps_ends=detector.keeps_ends) and accepts(secret)
    return (start, start + len(secret)) if accepted else (start, start)


def _merged(spans: list[Span]) -> list[Span]:
    """Spans that overlap become one: it reaches over all, keeps only what all keep, and is named by the first."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        last = merged[-1] if merged else None
        if last is None or span.start >= last.end:
            merged.append(span)
            continue
        named = min(last, span, key=lambda each: each.rank)
        keeps_ends = last.keeps_ends and span.keeps_ends
        merged[-1] = Span(last.start, max(last.end, span.end), named.rank, named.kind, keeps_ends)
    return merged


def _fold(text: str) -> str:
    """The text in small and narrow letters, position by position: the few that grow on the way stay as they are."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return folded.translate(_NARROW) if _WIDE.search(folded) else folded

"""The one function that every text from outside goes through before it is stored."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from portal.masking.detectors import DETECTORS, HARMLESS, HARMLESS_HINTS
from portal.masking.looks import GAP, NOTHING, is_masked
from portal.masking.model import Detector, Finding, Kind, Masked

KEPT_AT_EACH_END = 4
# Of a short secret no more than a third stays readable, both ends together.
_SHARE = 6


# Which detectors a hint wakes. Hints are looked for before anything else, and each of them only once.
_WOKEN: dict[str, set[int]] = {}
for _rank, _detector in enumerate(DETECTORS):
    for _hint in _detector.hints:
        _WOKEN.setdefault(_hint, set()).add(_rank)
_HINTS_OF_SEVERAL_WORDS = tuple(hint for hint in _WOKEN if len(hint.split()) > 1)


@dataclass(frozen=True)
class _Span:
    """Where a secret stands in the original text."""

    start: int
    end: int
    rank: int
    kind: Kind
    keeps_ends: bool


def mask_text(text: str) -> Masked:
    """The text with every secret masked (contract, section 8).

    Of keys and tokens at most four characters stay readable at each end, of passwords, PINs, codes, cookies and
    private keys nothing. Masking a masked text finds nothing. The time is proportional to the length of the text.
    """
    parts: list[str] = []
    findings: list[Finding] = []
    done = length = 0
    folded = _fold(text)
    woken = {rank for hint, ranks in _WOKEN.items() if hint in folded for rank in ranks}
    for span in _merged(_find_spans(text, folded, woken)):
        shown = _shorten(text[span.start : span.end]) if span.keeps_ends else NOTHING
        parts += (text[done : span.start], shown)
        length += span.start - done
        findings.append(Finding(span.kind, length, length + len(shown), shown))
        length += len(shown)
        done = span.end
    return Masked("".join([*parts, text[done:]]), tuple(findings))


@lru_cache(maxsize=1 << 8)
def holds_secret(block: str) -> bool:
    """Whether a paragraph holds anything that `mask_text` would mask.

    For thousands of paragraphs that ought to hold nothing, such as those of articles, at a part of its cost: which
    detectors a word wakes is remembered, since most words come again and again, and so is the last screenful of
    paragraphs, since translations share their examples.
    What visitors write must not come here: it would be kept.
    """
    folded = _fold(block)
    woken = {rank for hint in _HINTS_OF_SEVERAL_WORDS if hint in folded for rank in _WOKEN[hint]}
    woken.update(*map(_find_woken, folded.split()))
    return bool(woken) and bool(_find_spans(block, folded, woken))


@lru_cache(maxsize=1 << 16)
def _find_woken(word: str) -> frozenset[int]:
    return frozenset(rank for hint, ranks in _WOKEN.items() if hint in word for rank in ranks)


def _find_spans(text: str, folded: str, woken: Iterable[int]) -> list[_Span]:
    spans = [
        _Span(start, end, rank, DETECTORS[rank].kind, DETECTORS[rank].keeps_ends)
        for rank in sorted(woken)
        for start, end in _search(DETECTORS[rank], text, folded)
    ]
    # Most texts hold nothing that even looks like a secret, so what would excuse it is looked for last.
    if not spans or not _holds(folded, HARMLESS_HINTS):
        return spans
    harmless = [match.span() for match in HARMLESS.finditer(folded)]
    return [span for span in spans if not _lies_within(harmless, span.start, span.end)]


def _holds(folded: str, hints: Iterable[str]) -> bool:
    return any(hint in folded for hint in hints)


def _lies_within(regions: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the regions, which are in order and do not overlap, holds the whole span."""
    position = bisect_right(regions, start, key=lambda region: region[0]) - 1
    return position >= 0 and end <= regions[position][1]


def _search(detector: Detector, text: str, folded: str) -> Iterator[tuple[int, int]]:
    """Where a detector's pattern finds something that also looks like a secret and is no mask."""
    subject = folded if detector.folded else text
    regions = [(0, len(subject))]
    if detector.within:
        regions = [match.span(match.lastindex or 0) for match in detector.within.finditer(subject)]
    for first, last in regions:
        for match in detector.pattern.finditer(subject, first, last):
            start, end = match.span(match.lastindex or 0)
            secret = text[start:end].rstrip()
            loose = (match.lastgroup or "").startswith("loose")
            accepts = (loose and detector.accepts_loose) or detector.accepts
            if not is_masked(secret, keeps_ends=detector.keeps_ends) and accepts(secret):
                yield start, start + len(secret)


def _merged(spans: list[_Span]) -> list[_Span]:
    """Spans that overlap become one: it reaches over all, keeps only what all keep, and is named by the first."""
    merged: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        last = merged[-1] if merged else None
        if last is None or span.start >= last.end:
            merged.append(span)
            continue
        named = min(last, span, key=lambda each: each.rank)
        keeps_ends = last.keeps_ends and span.keeps_ends
        merged[-1] = _Span(last.start, max(last.end, span.end), named.rank, named.kind, keeps_ends)
    return merged


def _shorten(secret: str) -> str:
    kept = min(KEPT_AT_EACH_END, len(secret) // _SHARE)
    return f"{secret[:kept]}{GAP}{secret[len(secret) - kept :]}"


def _fold(text: str) -> str:
    """The text in small letters, position by position: the few letters that grow on the way stay as they are."""
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)

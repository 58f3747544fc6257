"""The one function that every text from outside goes through before it is stored."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.masking.detectors import DETECTORS, HARMLESS, HARMLESS_HINTS
from portal.masking.looks import GAP, NOTHING, is_masked
from portal.masking.model import Detector, Finding, Kind, Masked

KEPT_AT_EACH_END = 4
# Of a short secret no more than a third stays readable, both ends together.
_SHARE = 6


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
    for span in _merged(_find_spans(text)):
        shown = _shorten(text[span.start : span.end]) if span.keeps_ends else NOTHING
        parts += (text[done : span.start], shown)
        length += span.start - done
        findings.append(Finding(span.kind, length, length + len(shown), shown))
        length += len(shown)
        done = span.end
    return Masked("".join([*parts, text[done:]]), tuple(findings))


def _find_spans(text: str) -> list[_Span]:
    folded = _fold(text)
    harmless = [match.span() for match in HARMLESS.finditer(folded)] if _holds(folded, HARMLESS_HINTS) else []
    return [
        _Span(start, end, rank, detector.kind, detector.keeps_ends)
        for rank, detector in enumerate(DETECTORS)
        if _holds(folded, detector.hints)
        for start, end in _search(detector, text, folded)
        if not _lies_within(harmless, start, end)
    ]


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

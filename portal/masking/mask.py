"""The one function that every text from outside goes through before it is stored."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from portal.masking.looks import GAP, NOTHING
from portal.masking.model import Finding, Masked, Replacement
from portal.masking.search import find_spans, holds_span

KEPT_AT_EACH_END = 4
# What stays readable of a key are signs that keys are made of, as many before the gap as after it.
_MASK = re.compile(rf" ?(?:(?<![^\W_])[\w+/=.~-]{{1,4}}{GAP}[\w+/=.~-]{{1,4}}(?![^\W_])|{NOTHING})")
# Of a short secret no more than a third stays readable, both ends together.
_SHARE = 6


def mask_text(text: str) -> Masked:
    """The text with every secret masked (contract, section 8).

    Of keys and tokens at most four characters stay readable at each end, of passwords, PINs, codes, cookies and
    private keys nothing. Masking a masked text finds nothing. The time is proportional to the length of the text.
    """
    return replace_all(text, find_secrets(text))


def find_secrets(text: str, pause: Callable[[], None] = lambda: None) -> list[Replacement]:
    """What `mask_text` replaces, in the order of the text and without overlaps.

    ``pause`` is called again and again on the way; what it raises ends the search.
    """
    return [
        Replacement(
            span.start, span.end, span.kind, _shorten(text[span.start : span.end]) if span.keeps_ends else NOTHING
        )
        for span in find_spans(text, pause)
    ]


def replace_all(text: str, replacements: Iterable[Replacement]) -> Masked:
    """The text with the replacements made; they are in order and do not overlap."""
    parts: list[str] = []
    findings: list[Finding] = []
    done = length = 0
    for each in replacements:
        parts += (text[done : each.start], each.quote, each.shown, each.quote)
        start = length + each.start - done + len(each.quote)
        findings.append(Finding(each.kind, start, start + len(each.shown), each.shown))
        length = start + len(each.shown) + len(each.quote)
        done = each.end
    return Masked("".join([*parts, text[done:]]), tuple(findings))


def leave_out_masks(text: str) -> str:
    """A masked text without its masks: the ends of a key that stay readable are no words, and nobody looks for them."""
    return _MASK.sub("", text)


@lru_cache(maxsize=1 << 8)
def holds_secret(block: str) -> bool:
    """Whether a paragraph holds anything that `mask_text` would mask.

    For thousands of paragraphs that ought to hold nothing, such as those of articles, at a part of its cost: which
    detectors a word wakes is remembered, since most words come again and again, and so is the last screenful of
    paragraphs, since translations share their examples.
    What visitors write must not come here: it would be kept.
    """
    return holds_span(block)


def _shorten(secret: str) -> str:
    kept = min(KEPT_AT_EACH_END, len(secret) // _SHARE)
    return f"{secret[:kept]}{GAP}{secret[len(secret) - kept :]}"

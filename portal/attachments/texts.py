"""Texts as they may be stored: secrets masked, and JSON that was valid stays valid."""

import json
import re
from collections.abc import Callable, Iterable, Sequence

from portal.attachments.har import find_in_pairs, unpack_bodies
from portal.attachments.json_text import NotJson, fit_to_tokens, looks_like_json, read_letters
from portal.masking.looks import NOTHING
from portal.masking.mask import find_secrets, replace_all
from portal.masking.model import REMOVED, Masked, Replacement

_WINDOW = 1 << 16
"""So many characters are looked through for words between two pauses."""


def mask_document(text: str, pause: Callable[[], None] = lambda: None) -> Masked:
    """The text of a file with its secrets masked; ``pause`` may raise to end a search that takes too long."""
    if looks_like_json(text):
        try:
            return _mask_json(unpack_bodies(read_letters(text), pause), pause)
        except NotJson:
            pass
    return replace_all(text, find_secrets(text, pause))


def _mask_json(text: str, pause: Callable[[], None]) -> Masked:
    found = [*find_in_pairs(text, pause), *find_secrets(text, pause)]
    return replace_all(text, fit_to_tokens(text, _merged(found), pause))


def remove_words(text: str, words: Sequence[str], pause: Callable[[], None] = lambda: None) -> Masked:
    """The text without words that somebody wants to be gone, in whatever letters they are written.

    ``pause`` is called again and again on the way; what it raises ends the search.
    """
    if looks_like_json(text):
        try:
            written = {form for word in words for form in _written_in_json(word)}
            return replace_all(text, fit_to_tokens(text, _find_words(text, written, pause), pause))
        except NotJson:
            pass
    return replace_all(text, _find_words(text, words, pause))


def _written_in_json(word: str) -> Iterable[str]:
    return (word, json.dumps(word, ensure_ascii=False)[1:-1], json.dumps(word)[1:-1])


def _find_words(text: str, words: Iterable[str], pause: Callable[[], None]) -> list[Replacement]:
    """Where the words stand, the longest first; ``pause`` is called after each window."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    if not longest_first:
        return []
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    found: list[Replacement] = []
    done = 0
    for start in range(0, len(text), _WINDOW):
        # A word that begins in the window may end behind it.
        for match in pattern.finditer(text, max(start, done), start + _WINDOW + len(longest_first[0])):
            if match.start() >= start + _WINDOW:
                break
            found.append(Replacement(*match.span(), REMOVED, NOTHING))
            done = match.end()
        pause()
    return found


def _merged(found: list[Replacement]) -> list[Replacement]:
    """In order and without overlaps; of what overlaps, only that stays readable which all of them show."""
    merged: list[Replacement] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        last = merged[-1] if merged else None
        if last is None or each.start >= last.end:
            merged.append(each)
        elif each.end > last.end or each.shown == NOTHING:
            merged[-1] = Replacement(last.start, max(last.end, each.end), last.kind, NOTHING)
    return merged

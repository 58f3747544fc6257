"""Words as people type them in a hurry: in lower case, without accents."""

import unicodedata
from functools import lru_cache


def lower(word: str) -> str:
    """The word in lower case; wide and ligature forms become ordinary letters."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).lower()


@lru_cache(maxsize=60_000)
def fold(word: str) -> str:
    """The word without accents, as people type it in a hurry; Cyrillic й stays, since it is a letter of its own."""
    if word.isascii():
        return word
    return "".join(map(_fold_letter, word))


def _fold_letter(letter: str) -> str:
    if letter in "йЙ":
        return letter
    if letter == "ß":
        return "ss"
    base = unicodedata.normalize("NFD", letter)[0]
    return _STROKES.get(base, base)


_STROKES = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}

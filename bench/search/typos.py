"""Typing errors that are the same in every run: in the longest words, and never in a digit."""

import random
import re
import unicodedata
from collections.abc import Iterator

_KEYS = {
    "en": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm"),
    "es": ("qwertyuiop", "asdfghjklñ", "zxcvbnm"),
    "pt-br": ("qwertyuiop", "asdfghjklç", "zxcvbnm"),
    "ru": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
}
KINDS = ("drop", "double", "swap", "neighbour", "accent")
_SHORTEST = 4
"""Letters; an error in a shorter word makes another word."""
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}")


def variants(question: str, tag: str) -> Iterator[str]:
    """The question with one error of each kind; nothing for a question with digits or without a longer word."""
    if any(letter.isdigit() for letter in question):
        return
    for kind in KINDS:
        wrong = misspell(question, tag, kind)
        if wrong:
            yield wrong


def misspell(text: str, tag: str, kind: str) -> str | None:
    """The text with one error of a kind in its longest word that can have one; None when there is no such word."""
    for word in sorted(_WORD.finditer(text), key=lambda match: (match.start() - match.end(), match.start())):
        wrong = misspell_word(word[0], tag, kind)
        if wrong:
            return text[: word.start()] + wrong + text[word.end() :]
    return None


def misspell_word(word: str, tag: str, kind: str) -> str | None:
    """The word with one error of a kind; None when it cannot have one."""
    wrong = sorted({_EDITS[kind](word, place, tag) for place in range(len(word))} - {word})
    return random.Random(f"{word} {kind}").choice(wrong) if wrong else None


def _drop(word: str, place: int, tag: str) -> str:
    return word[:place] + word[place + 1 :]


def _double(word: str, place: int, tag: str) -> str:
    return word[: place + 1] + word[place:]


def _swap(word: str, place: int, tag: str) -> str:
    """Two letters in the wrong order; a capital stays where it was, as the shift key does."""
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    return "".join(map(_in_case_of, swapped, word))


def _in_case_of(letter: str, pattern: str) -> str:
    return letter.upper() if pattern.isupper() else letter.lower()


def _neighbour(word: str, place: int, tag: str) -> str:
    """The key beside it instead."""
    letter = word[place].lower()
    for row in _KEYS[tag]:
        at = row.find(letter)
        if at >= 0:
            beside = row[at + 1] if at + 1 < len(row) else row[at - 1]
            return word[:place] + beside + word[place + 1 :]
    return word


def _accent(word: str, place: int, tag: str) -> str:
    """Without the accent; й is a letter of its own."""
    letter = word[place]
    plain = letter if letter in "йЙ" else unicodedata.normalize("NFD", letter)[0]
    return word[:place] + plain + word[place + 1 :]


_EDITS = {"drop": _drop, "double": _double, "swap": _swap, "neighbour": _neighbour, "accent": _accent}

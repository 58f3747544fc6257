"""What a customer asks to have removed, read from what they typed; it is used once and never kept."""

from dataclasses import dataclass

from portal.kernel.refusal import Refusal

MOST_WORDS = 30
SHORTEST = 3
"""Whoever removes a single letter wants something else, and gets a text that nobody can read."""


@dataclass(frozen=True)
class NothingToRemove(Refusal):
    """No words were given."""


@dataclass(frozen=True)
class WordTooShort(Refusal):
    """One of the words has so few letters that it stands within others everywhere."""


@dataclass(frozen=True)
class TooManyWords(Refusal):
    """More lines than one look should search for."""


WordsRefusal = NothingToRemove | WordTooShort | TooManyWords


def read_words(typed: str) -> tuple[str, ...] | WordsRefusal:
    """The words of a text, one a line, in any order."""
    words = tuple(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))
    if not words:
        return NothingToRemove()
    if any(len(word) < SHORTEST for word in words):
        return WordTooShort()
    return words if len(words) <= MOST_WORDS else TooManyWords()

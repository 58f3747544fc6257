"""From text to the terms of the index: tokens, folding, stems.

The engine never sees what a visitor typed, only the stems made here; there is no query language, so nothing can
be injected and no parser can be brought to its knees.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from portal.kernel.folding import fold, lower
from portal.kernel.language import DEFAULT_LANGUAGE, Language
from portal.search.stopwords import question_stopwords

ANALYSER_VERSION = f"4-{Stemmer.version()}"
"""Part of an index's fingerprint: another way of making terms or texts needs another index."""

MAX_WORD = 60
"""Characters; what is longer is a key, a hash or an attack, and no word."""

_SNOWBALL = {"en": "english", "de": "german", "es": "spanish", "pt-br": "portuguese", "ru": "russian"}

# A run of letters and digits, with single dots, hyphens, underscores or apostrophes inside.
_COMPOUND = re.compile(r"[^\W_]+(?:[._'’-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
_SEPARATOR = re.compile(r"[._-]")
# onUpdated has two words, WhatsApp and OAuthException are names of one.
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Control and direction characters, and the 66 code points that Unicode keeps from being characters at all.
_NO_CHARACTERS = "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufdd0-\ufdef"
    f"{_NO_CHARACTERS}]"
)

_stemmers = threading.local()


@dataclass(frozen=True, slots=True)
class Token:
    """A word or an identifier where it stands in a text."""

    start: int
    end: int
    words: tuple[str, ...]
    """Every form under which it can be found, in lower case: ``messaging_product`` has three."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Its words alone, without the whole."""
        return self.words if len(self.words) == 1 else self.words[:-1]

    @property
    def joined(self) -> str:
        """All its words written as one; the same as the only part of a plain word."""
        return self.words[-1]


def normalise(text: str) -> str:
    """The text composed (NFC); what is no character, or one that steers, becomes a space."""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", sound))


def tokenise(text: str) -> Iterator[Token]:
    """The words and identifiers of a normalised text, in order; what is longer than 60 characters is skipped."""
    for match in _COMPOUND.finditer(text):
        words = _words(match[0])
        if words:
            yield Token(match.start(), match.end(), words)


@lru_cache(maxsize=60_000)
def _words(written: str) -> tuple[str, ...]:
    """The parts of a word or identifier, then all of them as one; empty when it is too long to be either."""
    if len(written) > MAX_WORD * 2:
        return ()
    plain = _POSSESSIVE.sub("", written).replace("'", "").replace("’", "")
    pieces = (piece for part in _SEPARATOR.split(plain) for piece in _camel_parts(part))
    parts = tuple(piece for piece in map(lower, pieces) if 0 < len(piece) <= MAX_WORD)
    joined = "".join(parts)
    return parts if len(parts) < 2 or len(joined) > MAX_WORD else (*parts, joined)


def _camel_parts(part: str) -> list[str]:
    return _CAMEL.split(part) if part[:1].islower() else [part]


@lru_cache(maxsize=100_000)
def stem(word: str, language: Language) -> str:
    """The word's stem in a language, without accents.

    Words with digits keep their form. Latin words in Russian text are English, so they get an English stem.
    """
    if not word.isalpha():
        return fold(word)
    if language.tag == "pt-br":
        word = _portuguese_singular(word)
    name = _SNOWBALL[DEFAULT_LANGUAGE.tag if language.tag == "ru" and word.isascii() else language.tag]
    stemmed: str = _stemmer(name).stemWord(word)
    return fold(stemmed)


# Plurals that change the letters before the s, with or without the accents that people leave out.
_PLURALS = (
    (re.compile(r"(?<=..)(?:ões|oes|ães|ãos)$"), "ão"),
    (re.compile(r"(?<=..)([aeiou])ns$"), r"\1m"),
    (re.compile(r"(?<=..)ais$"), "al"),
    (re.compile(r"(?<=..)[eé]is$"), "el"),
    (re.compile(r"(?<=..)[oó]is$"), "ol"),
)


def _portuguese_singular(word: str) -> str:
    """The singular of plurals such as ``mensagens``, which the Snowball stemmer keeps apart from ``mensagem``."""
    for plural, singular in _PLURALS:
        changed = plural.sub(singular, word)
        if changed != word:
            return changed
    return word


def _stemmer(name: str) -> Stemmer.Stemmer:
    """A stemmer of this thread; one object must not serve two at once."""
    known: dict[str, Stemmer.Stemmer] = _stemmers.__dict__
    if name not in known:
        known[name] = Stemmer.Stemmer(name)
    return known[name]


def written_forms(text: str) -> Iterator[tuple[str, ...]]:
    """The forms under which each word or identifier of a text can be found, in order; see `Token`."""
    return map(_words, _COMPOUND.findall(text))


def written_words(text: str) -> frozenset[str]:
    """Every word of a text, in lower case with its accents."""
    return frozenset(word for written in set(_COMPOUND.findall(text)) for word in _words(written))


def query_stems(word: str, language: Language) -> tuple[str, ...]:
    """The stems under which a word of a question may stand: in the reader's language, then in English."""
    return tuple(dict.fromkeys((stem(word, language), stem(word, DEFAULT_LANGUAGE))))


def is_stopword(word: str, language: Language) -> bool:
    """Whether a word of a question carries no meaning of its own, in the reader's language or in English."""
    return word in question_stopwords(language)

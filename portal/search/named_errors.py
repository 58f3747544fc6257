"""Errors that are told by their words: answers of our own API, which have no number, and titles without their code.

A title stands in many spellings: ``Invalid API key``, ``INVALID_API_KEY``, ``"developer_message": "Invalid api key."``,
``API key is invalid``. An HTTP status says less than any of them, so it is told apart.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from itertools import islice

from portal.articles.error_codes import ErrorCode, ErrorCodes

MAX_NAMED = 2
"""Cards for errors that are recognised by their words alone; of more, the text speaks of too much."""

_TELLING = 3
"""Words from which a title is recognised in the middle of a sentence."""

# What may stand between the words of a title, or be missing there: "API has been disabled", "API is disabled".
_FILLERS = frozenset({"a", "an", "are", "been", "currently", "has", "have", "is", "the", "this", "was", "were", "your"})
_BETWEEN = rf"[\W_]{{1,4}}(?:(?:{'|'.join(sorted(_FILLERS))})[\W_]{{1,4}}){{0,2}}"
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# The edges of a value, a cell or a line, where a short title is the whole of what is said.
_OPENED = r"(?:^|[\"'“„«‘>:=|(\[)\]]\s{0,3})"
_CLOSED = r"(?=[.!]?\s{0,3}(?:$|[\"'”“»’<|()\[\]{},;\\]))"
# Titles that every other program uses as well; they are recognised when nothing else was asked.
_EVERYWHERE = frozenset(
    {
        "access denied",
        "api method",
        "api service",
        "duplicate request",
        "internal server error",
        "invalid parameter",
        "method not allowed",
        "permission denied",
        "service unavailable",
        "something went wrong",
    }
)

_STATUSES = frozenset(status.value for status in HTTPStatus)
# What a status is called in answers; "400 Client Error" is how Python's requests says it.
_PHRASES = "|".join(
    (
        *(status.phrase.replace(" ", "[ -]") for status in HTTPStatus if 400 <= status < 500 and status != 418),
        "(?:Client|Server) Error|Internal[ -]Server[ -]Error|Bad[ -]Gateway",
        "Service[ -]Unavailable|Gateway[ -]Time-?out",
    )
)
_BEFORE_STATUS = (
    r"(?:https?(?:/\d(?:\.\d)?)?|status|status[ _-]?code|http[ _-]?(?:code|status)|response(?: code)?|"
    r"antwort|respuesta|resposta|ответ|return(?:s|ed|ing)|error|fehler|erro|ошибка)"
)
# These stand before amounts as well: "got 400 orders", "with 500 recipients".
_BEFORE_ANYTHING = r"(?:got|get|getting|gets|received?|antwortet mit|with|mit|con|com|an?)"
_NO_AMOUNT = (
    r"(?=\W*\Z|[.,;:!?)]|\s{1,3}(?:from|when|since|on|for|after|at|by|if|error|response|from|bei|von|vom|seit|beim|wenn|"
    r"auf|de|da|do|del|al|ao|cuando|quando|desde|от|при|с|когда)\b)"
)
_STATUS = re.compile(
    rf"(?i)(?:\b(?:{_BEFORE_STATUS}|(?P<any>{_BEFORE_ANYTHING}))[\W_]{{1,5}}(?P<named>[45]\d\d)\b(?![.,:-]?\d)"
    rf"(?(any){_NO_AMOUNT}|(?!\s?(?:x\b|ms\b|%|times|messages|€|\$)))"
    rf"|(?<![\w.])(?P<phrased>[45]\d\d)[\W_]{{1,3}}(?:{_PHRASES}|error\b|status\b|response\b|fehler\b)"
    r"|\A\W*(?P<alone>[45]\d\d)\W*\Z)"
)


@dataclass(frozen=True, slots=True)
class _Title:
    """A title as it is looked for in a text."""

    key: str
    words: tuple[str, ...]
    """In small letters; a text that lacks one of them is not searched."""
    pattern: re.Pattern[str]

    def occurs_in(self, text: str, written: str) -> bool:
        """Whether the text names the error; ``written`` is the text in small letters."""
        return all(word in written for word in self.words) and bool(self.pattern.search(text))


@dataclass(frozen=True)
class ErrorNames:
    """How the errors of a library are called."""

    errors: ErrorCodes

    def find(self, text: str, *, numbered: bool) -> tuple[str, ...]:
        """The keys of the errors that a text names, our own answers first.

        ``numbered`` says that it holds error codes as well: then they tell which of Meta's errors it is.
        """
        whole = _words(text)
        if whole in self._whole:
            return (self._whole[whole],)
        written = text.lower()
        searched = self._own if numbered else (*self._own, *self._others)
        found = (title.key for title in searched if title.occurs_in(text, written))
        return tuple(islice(found, MAX_NAMED))

    @cached_property
    def _titled(self) -> tuple[tuple[ErrorCode, str], ...]:
        """The errors that can be told by their title: two with the same one can not."""
        titles = [(code, _words(code.title)) for code in self.errors.codes if code.title]
        shared = Counter(words for _, words in titles)
        return tuple((code, words) for code, words in titles if shared[words] == 1)

    @cached_property
    def _whole(self) -> dict[str, str]:
        return {words: code.key for code, words in self._titled}

    @cached_property
    def _own(self) -> tuple["_Title", ...]:
        """Our own answers, which have no number."""
        return tuple(_title(code, words) for code, words in self._telling if code.number is None)

    @cached_property
    def _others(self) -> tuple["_Title", ...]:
        return tuple(_title(code, words) for code, words in self._telling if code.number is not None)

    @property
    def _telling(self) -> Iterator[tuple[ErrorCode, str]]:
        return (titled for titled in self._titled if titled[1] not in _EVERYWHERE)


def find_status(text: str) -> int | None:
    """The HTTP status of a failure that a text tells of: ``HTTP/1.1 429``, ``429 Too Many Requests``, ``got a 401``."""
    found = (int(match["named"] or match["phrased"] or match["alone"]) for match in _STATUS.finditer(text))
    return next((status for status in found if status in _STATUSES), None)


def _title(code: ErrorCode, title: str) -> _Title:
    words = tuple(word for word in title.split() if word not in _FILLERS)
    return _Title(code.key, words, re.compile(_pattern(words, own=code.number is None), re.IGNORECASE | re.MULTILINE))


def _pattern(words: tuple[str, ...], *, own: bool) -> str:
    """Our own answers and long titles are recognised anywhere, short ones where they are all that is said."""
    phrase = rf"(?<![^\W_]){_BETWEEN.join(words)}(?![^\W_])"
    if words[0] == "invalid":
        # "API key is invalid" says the same as "Invalid API key".
        phrase = rf"{phrase}|(?<![^\W_]){_BETWEEN.join((*words[1:], words[0]))}(?![^\W_])"
    if own or len(words) >= _TELLING:
        return phrase
    return f"{_OPENED}(?:{phrase}){_CLOSED}"


def _words(text: str) -> str:
    return " ".join(_WORD.findall(_CAMEL.sub(" ", text[:500]))).lower()

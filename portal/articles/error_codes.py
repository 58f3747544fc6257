"""Error codes as data: what each means, whose side it is on, and whether the same request can work later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

from portal.articles.links import ArticleId
from portal.kernel.language import Language, pick_own


class ErrorSide(StrEnum):
    """Who can remove the cause."""

    CUSTOMER = "customer"
    PROVIDER = "provider"
    META = "meta"


class Retry(StrEnum):
    """Whether the same request can work another time."""

    LATER = "later"
    BACK_OFF = "back-off"
    """With growing pauses."""
    WAIT = "wait"
    """Only after a time, which is named where it is known."""
    AFTER_CHANGE = "after-change"
    """Never, until something changes."""
    UNKNOWN = "unknown"


class SupportHelps(StrEnum):
    """Whether a case with us can solve it; ``sometimes`` is explained by the action."""

    YES = "yes"
    SOMETIMES = "sometimes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What is said about a code in one language; a part between backticks is code."""

    meaning: str
    action: str


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One code, a range of codes with one meaning, or an answer of our own that has no number."""

    key: str
    """Its place in addresses: the number, or a slug such as ``invalid-api-key``."""
    last: int | None
    """The last number of a range that begins with the key."""
    title: str | None
    """As Meta or our API writes it, never translated; None where none is documented."""
    group: str
    component: str | None
    sides: tuple[ErrorSide, ...]
    retry: Retry
    wait: timedelta | None
    support: SupportHelps
    http: int | None
    """Only for our own answers, which have no number."""
    article: ArticleId | None
    anchor: str
    """The heading of the article that answers, as editors write it; empty for the article as a whole."""
    affects_all: bool
    """Whether nothing of an account works while it lasts; the wizard need not ask then how much is affected."""
    texts: Mapping[str, ErrorText]
    """By the language's tag; English is always among them."""
    path: str
    line: int

    @property
    def number(self) -> int | None:
        """The code as a number, or None for an answer without one."""
        return int(self.key) if self.key.isdecimal() else None

    def covers(self, number: int) -> bool:
        """Whether this is what is said about a number."""
        first = self.number
        return first is not None and first <= number <= (self.last or first)

    def find_text(self, language: Language) -> tuple[ErrorText, Language]:
        """What is said to a reader of this language, and the language it is said in."""
        return pick_own(self.texts, language)


@dataclass(frozen=True, slots=True)
class ErrorGroup:
    """Codes that belong together, in the order in which the page shows them."""

    id: str
    names: Mapping[str, str]
    codes: tuple[ErrorCode, ...]

    def name(self, language: Language) -> str:
        """The group's name in a language."""
        return pick_own(self.names, language)[0]


@dataclass(frozen=True)
class ErrorCodes:
    """Every code that editors wrote down."""

    groups: tuple[ErrorGroup, ...] = ()

    @cached_property
    def codes(self) -> tuple[ErrorCode, ...]:
        """All codes, in the order of the page."""
        return tuple(code for group in self.groups for code in group.codes)

    @cached_property
    def _by_key(self) -> Mapping[str, ErrorCode]:
        ranges = {str(number): code for code in self.codes if code.last for number in range(int(code.key), code.last)}
        ends = {str(code.last): code for code in self.codes if code.last}
        return ranges | ends | {code.key: code for code in self.codes}

    @property
    def numbers(self) -> frozenset[str]:
        """Every number that `find` knows, as digits, ranges counted out."""
        return frozenset(key for key in self._by_key if key.isdecimal())

    def find(self, key: str) -> ErrorCode | None:
        """What is said about a number or slug; the code itself goes before a range around it."""
        return self._by_key.get(key)

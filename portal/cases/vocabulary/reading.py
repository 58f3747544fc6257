"""What the words of a report mean, whichever of the five languages they are in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from portal.cases.vocabulary.business import BUSINESS
from portal.cases.vocabulary.faults import FAULTS
from portal.cases.vocabulary.frequent import COMMON, GENERAL, THINGS
from portal.cases.vocabulary.messages import MESSAGES
from portal.cases.vocabulary.phrases import PHRASES, Phrases, split_words
from portal.cases.vocabulary.settings import SETTINGS
from portal.cases.vocabulary.technical import TECHNICAL
from portal.kernel.folding import fold

MEANINGS = frozenset((*MESSAGES, *BUSINESS, *TECHNICAL, *FAULTS))
"""All meanings but months and countries."""
KINDS: Mapping[str, str] = {
    "media": "photo video audio sticker blurry corrupt",
    "document": "pdf",
    "file": "pdf filename",
    "catalogue": "product shop cart",
    "name": "filename display_name",
    "marketing": "campaign promotion advert",
    "not": "missing offline unavailable",
    "arrive": "missing reach tick",
    "lock": "restrict disable unlock violation",
    "call": "ring",
    "provider": "partner",
    "pay": "transfer receipt overdue balance",
    "mismatch": "invalid difference",
    "test": "sandbox",
    "limit": "tier rate",
    "quality": "red yellow",
    "verify": "badge",
    "review": "approve appeal",
    "key": "unauthorized",
    "app": "coexistence",
    "(shown)": "empty load open show hang preview",
    "(answer time)": "slow hang timeout gateway outage",
    "(choice)": "tap button menu option carousel row",
    "(registration)": "pin two-step register sign_up sms ring code one-time_code sim landline voice_menu deregister",
    "(people)": "user invite role permission owner employee",
    "(end)": "delete close cancel",
    "(bill)": "invoice charge tax price refund credit currency",
    "(money)": "pay balance transfer card direct_debit bank receipt overdue",
    "(silence)": "stop missing offline outage",
    "(break)": "drop crash close cut_off",
    "(consent)": "consent opt_out spam complaint",
    "(connection)": "connect sign_up popup facebook",
    "(form)": "flow screen",
}
"""For each kind the meanings that are of it, or lie near it. Those in brackets are said by no word of their own."""
BROADER: Mapping[str, frozenset[str]] = {
    meaning: frozenset(kind for kind, members in KINDS.items() if meaning.replace(" ", "_") in members.split())
    for meaning in MEANINGS
}
_WEIGHTS = {"not": 0.15, "message": 0.2}
"""Of what stands in nearly every report."""
_GENERAL, _KIND, _THING, _UNKNOWN, _TELLING = 0.35, 0.4, 0.6, 0.6, 1.0
"""Of the others, by how many reports they stand in."""


def _entries(*, whole: bool) -> Iterator[tuple[str, str]]:
    for table in (MESSAGES, BUSINESS, TECHNICAL, FAULTS, SETTINGS):
        for meaning, words in table.items():
            for word in words.split():
                if word.endswith(".") is whole:
                    yield word.rstrip("."), meaning


_WHOLE = dict(_entries(whole=True))
_BEGINNINGS = dict(_entries(whole=False))
_LONGEST = max(map(len, _BEGINNINGS))
_WRITTEN = re.compile(r"[^\W\d_]{4,40}")
"""What is said in three letters is a "not" or a "get", which tells nobody what two texts have in common."""
_SHORTEST = 2
_BEGINNING = 4
"""Letters a beginning needs; shorter words are meant whole."""
_SHORT_STEM, _LONG_STEM, _LONG = 6, 8, 10
"""Letters that are kept of words without a meaning: endings differ more than beginnings."""
_COMPOUND = 10
"""Letters from which a word may be put together of two, as German ones are."""
_PART = 5
"""Letters that the second part of such a word needs."""
_PHRASES = Phrases(PHRASES)


def fold_text(text: str) -> str:
    """A text in lower case without accents, its words one space apart."""
    # Word by word, since what is folded is remembered.
    return " ".join(fold(word) for word in text.casefold().split())


def read_words(text: str) -> frozenset[str]:
    """What the words of a text mean; a word without a meaning here stands for itself, cut to its stem."""
    return read_split(split_words(fold_text(text)))


def read_split(words: Sequence[str]) -> frozenset[str]:
    """The same of a folded text that `split_words` split."""
    found = list(_PHRASES.find(words))
    spoken = {at for each in found for at in range(each.start, each.end)}
    single = {word for at, word in enumerate(words) if at not in spoken}
    return frozenset(each.meaning for each in found).union(*map(_meanings, single))


def first_words(text: str) -> Mapping[str, str]:
    """For each meaning of a text the first word that has it, as it is written there; short words are left out."""
    found: dict[str, str] = {}
    for word in dict.fromkeys(_WRITTEN.findall(text.lower())):
        for meaning in read_words(word):
            found.setdefault(meaning, word)
    return found


def weigh_word(word: str) -> float:
    """How much a meaning or a stem tells of what a report is about, from 0 to 1."""
    if word in SETTINGS or not word.islower():
        return _TELLING
    if word.startswith("("):
        return _KIND
    if word not in MEANINGS:
        return _UNKNOWN
    if word in GENERAL:
        return _WEIGHTS.get(word, _GENERAL)
    return _WEIGHTS.get(word, _THING if word in THINGS else _TELLING)


def widen(words: frozenset[str]) -> frozenset[str]:
    """Meanings with what they are kinds of: a photo is media."""
    return words.union(*(BROADER.get(word, ()) for word in words))


@lru_cache(20_000)
def _meanings(word: str) -> tuple[str, ...]:
    if word in _WHOLE:
        return (_WHOLE[word],)
    if word in COMMON or len(word) < _SHORTEST or not word.isalpha():
        return ()
    length, meaning = _beginning(word)
    parts: tuple[str, ...] = (meaning,) if meaning else ()
    if len(word) >= _COMPOUND:
        parts += _second_part(word, max(length, _BEGINNING))
    return parts or (word[: _LONG_STEM if len(word) >= _LONG else _SHORT_STEM],)


def _beginning(word: str) -> tuple[int, str]:
    """The meaning with the longest beginning that fits; a short beginning must be the whole word."""
    for length in range(min(len(word), _LONGEST), 1, -1):
        meaning = _BEGINNINGS.get(word[:length])
        if meaning and (length >= _BEGINNING or length == len(word)):
            return length, meaning
    return 0, ""


def _second_part(word: str, start: int) -> tuple[str, ...]:
    """The meaning of what a word is put together with: of "Oktoberrechnung" the invoice."""
    for at in range(start, len(word) - _PART + 1):
        rest = word[at:]
        if rest in _WHOLE and len(rest) >= _PART:
            return (_WHOLE[rest],)
        length, meaning = _beginning(rest)
        if length >= _PART:
            return (meaning,)
    return ()

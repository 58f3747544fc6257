"""Which cases of a customer look like the one that is about to be opened.

Weighed are the component, the error code, identifiers (of messages and traces), phone numbers, names of templates and
files, what the words mean in any of the five languages, and the time between. An identifier alone is nearly proof;
resembling words alone are not, since customers of one provider all write about messages and templates. Where both
name a code, a template, a number, a month or a country, and not the same, it speaks against.
"""

import math
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from portal.cases.vocabulary import SETTINGS, SIGNS, THINGS, first_words, read_words

THRESHOLD = 0.35
"""From this score on the customer is asked whether it is the same issue; ``python -m bench likeness`` measures it.

Unseen reports are missed more often than mistaken: a missed one costs a second case, a mistaken one a question."""
MAX_TEXT = 4_000
"""Characters of each text that are compared; what matters is said at the beginning."""

_LONG = timedelta(days=7)
"""From this time between on, it speaks against likeness as much as it can."""
_ENOUGH = 2.5
"""The weight of words from which two texts can be the same."""

_CODES = re.compile(
    r"""(?imx)
    (?: \b(?:error|code|fehler|erro|ошибка|код) | \(\# | \# ) [\s"':=#()]{0,6} (?P<named>\d{3,7}) \b
    | \b (?P<known> 13\d{4} | 2388\d{3} | 80007 ) \b
    | \b(?:http|status|answers?|returns?|gets?|gives|antwortet|responde|devuelve|отвечает|получаем)
      [ ]{1,3} (?:mit[ ]|with[ ]|con[ ]|com[ ])? (?P<status>[45]\d\d) \b
    | ^ [ \t]{0,20} (?P<alone>\d{3,7}) [ \t]{0,20} $
    """
)
_IDS = re.compile(
    r"""(?x)
    wamid\.[A-Za-z0-9+/=_-]{8,}                                        # a message
    | \b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b                 # anything of the customer's own
    | \bA(?=[A-Za-z_-]{0,27}\d)[A-Za-z0-9_-]{18,28}(?![A-Za-z0-9_-])  # Meta's trace of a request
    """
)
_NUMBERS = re.compile(r"(?<![\w.-])\+?\d[\d ()-]{7,18}\d(?![\w-])")
_NAMES = re.compile(
    r"""(?x)
    (?<![\w./-]) [a-z][a-z0-9]{0,30} (?:_[a-z0-9]{1,30}){1,8} (?![\w"]) # a template; a quoted name is a field of JSON
    | (?<![\w./-]) [\w-]{1,60} \. (?:pdf|jpe?g|png|mp4|webp|docx?|xlsx?) \b
    """
)
_TEMPLATE_FIELD = re.compile(r'"name"\s{0,4}:\s{0,4}"([a-z0-9_]{1,512})"')
_LANGUAGE_CODE = re.compile(r"[a-z]{2}_[a-z]{2}")
_TECHNICAL = re.compile(r"(?<![\w/])/[a-z_]{3,30}\b|\b[A-Z]{3,20}(?:_[A-Z]{2,20}){1,5}\b")
_DATE = re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d")


class Likeness(StrEnum):
    """Why two cases look alike."""

    SAME_ID = "same_id"
    SAME_ERROR = "same_error"
    SAME_NUMBER = "same_number"
    SAME_NAME = "same_name"
    SAME_COMPONENT = "same_component"
    SIMILAR_WORDS = "similar_words"


@dataclass(frozen=True)
class Sketch:
    """What of a case is compared."""

    component: str
    codes: frozenset[str]
    ids: frozenset[str]
    """Of messages, traces and the like: one of these is about one thing only."""
    numbers: frozenset[str]
    """Phone numbers and numeric IDs: a customer's own number may stand in every case."""
    names: frozenset[str]
    """Templates and files."""
    words: frozenset[str]
    """Meanings, and stems of words that have none in the vocabulary."""


def make_sketch(component: str, text: str) -> Sketch:
    """What is compared of a component and everything the customer wrote."""
    text = text[:MAX_TEXT]
    names = find_names(text)
    # What is compared as an identifier must not count again as words that are alike.
    prose = _IDS.sub(" ", _NAMES.sub(" ", text))
    words = read_words(prose) | frozenset(_TECHNICAL.findall(prose))
    return Sketch(component, find_codes(text), find_ids(text), find_numbers(text), names, words)


def find_codes(text: str) -> frozenset[str]:
    """Error codes in a text: numbers after a word for error, and those of the platform anywhere."""
    return frozenset(match.group(match.lastgroup or 0) for match in _CODES.finditer(text))


def find_ids(text: str) -> frozenset[str]:
    """Identifiers that are about one thing: of messages, traces, requests."""
    return frozenset(_IDS.findall(text))


def find_numbers(text: str) -> frozenset[str]:
    """Phone numbers and numeric IDs by their digits; the way they are grouped does not matter, and dates are none."""
    digits = (re.sub(r"\D", "", match) for match in _NUMBERS.findall(text))
    return frozenset(number for number in digits if not _DATE.match(number))


def find_names(text: str) -> frozenset[str]:
    """Names of templates and files: small letters with underscores, or an ending such as ``.pdf``."""
    found = {*_NAMES.findall(text), *_TEMPLATE_FIELD.findall(text)}
    return frozenset(name for name in found if not _LANGUAGE_CODE.fullmatch(name))


def compare(new: Sketch, old: Sketch, apart: timedelta = timedelta(0)) -> tuple[float, tuple[Likeness, ...]]:
    """How alike two cases are that were written ``apart`` from each other: from 0 to 1, and why.

    Different error codes speak against likeness: around them, pasted responses are the same word for word.
    """
    signs = (
        (Likeness.SAME_ID, 0.6 if new.ids & old.ids else 0.0),
        (Likeness.SAME_ERROR, 0.3 if new.codes & old.codes else 0.0),
        (Likeness.SAME_NAME, 0.2 if new.names & old.names else 0.0),
        (Likeness.SAME_NUMBER, 0.2 if _same_numbers(new.numbers, old.numbers) else 0.0),
        (Likeness.SAME_COMPONENT, 0.1 if new.component == old.component else 0.0),
        (Likeness.SIMILAR_WORDS, 0.5 * resemblance(new.words, old.words)),
    )
    score = sum(weight for _, weight in signs) - _contradiction(new, old) - 0.05 * min(1.0, apart / _LONG)
    return max(0.0, min(1.0, score)), tuple(sign for sign, weight in signs if weight >= 0.1)


@dataclass(frozen=True)
class Shared:
    """What two cases have in common, as the customer wrote it in the new one."""

    ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def find_shared(new: Sketch, old: Sketch, text: str) -> Shared:
    """What stands in both; ``text`` is what the new sketch was made of. Words that tell most come first."""
    telling = sorted(new.words & old.words, key=lambda word: (-_weight(word), word))
    written = first_words(text[:MAX_TEXT])
    return Shared(
        ids=tuple(sorted(new.ids & old.ids)),
        codes=tuple(sorted(new.codes & old.codes)),
        names=tuple(sorted(new.names & old.names)),
        numbers=tuple(sorted(one for one in new.numbers if _same_numbers(frozenset({one}), old.numbers))),
        words=tuple(written[word] for word in telling if word in written),
    )


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of what two texts mean is the same, from 0 to 1; short texts can never be quite the same."""
    if not one or not other:
        return 0.0
    middle = math.sqrt(_weigh(one) * _weigh(other))
    return _weigh(one & other) / max(_ENOUGH, middle)


def _weigh(words: frozenset[str]) -> float:
    return sum(_weight(word) for word in words)


def _weight(word: str) -> float:
    if word in SIGNS or word in SETTINGS or not word.islower():
        return 1.0
    return 0.6 if word in THINGS else 0.4


def _contradiction(new: Sketch, old: Sketch) -> float:
    """What speaks against likeness: both name something of a kind, and it is not the same."""
    same_id = bool(new.ids & old.ids)
    pairs = (
        (0.25, new.codes, old.codes),
        (0.55, new.names, old.names),
        (0.2, _settings(new), _settings(old)),
        (0.35, _messages(new), _messages(old)),
    )
    against = sum(weight for weight, one, other in pairs if one and other and not one & other)
    if new.numbers and old.numbers and not _same_numbers(new.numbers, old.numbers):
        against += 0.55
    return 0.0 if same_id else against


def _settings(sketch: Sketch) -> frozenset[str]:
    return sketch.words & SETTINGS.keys()


def _messages(sketch: Sketch) -> frozenset[str]:
    """Message IDs alone: every response to the same failure has a trace of its own."""
    return frozenset(one for one in sketch.ids if one.startswith("wamid."))


def _same_numbers(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(_national(left) == _national(right) for left in one for right in other)


def _national(number: str) -> str:
    """The end of a number, which is the same with a country code, with 00 and with a leading 0."""
    return number[-9:]

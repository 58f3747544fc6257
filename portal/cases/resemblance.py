"""Which open cases of a customer look like the one that is about to be opened.

Four signs are weighed: the same component, the same error code, the same identifier (a message ID, a trace ID, a phone
number), and words that resemble each other. An identifier alone is nearly proof; resembling words alone are not,
since customers of one provider all write about messages and templates.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, utils

THRESHOLD = 0.35
"""From this score on the customer is asked whether it is the same issue. In the pairs of the tests, reports of one
issue score 0.4 and more, reports of different issues on the same component 0.2 and less."""
MAX_TEXT = 4_000
"""Characters of each text that are compared; what matters is said at the beginning."""

_CODES = re.compile(
    r"""(?imx)
    (?: \b(?:error|code|fehler|erro|ошибка|код) | \(\# | \# ) [\s"':=#()]{0,6} (?P<named>\d{3,7}) \b
    | \b (?P<known> 13\d{4} | 2388\d{3} | 80007 ) \b
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
_DATE = re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d")


class Likeness(StrEnum):
    """Why two cases look alike."""

    SAME_ID = "same_id"
    SAME_ERROR = "same_error"
    SAME_NUMBER = "same_number"
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
    words: str


def make_sketch(component: str, text: str) -> Sketch:
    """What is compared of a component and everything the customer wrote."""
    text = text[:MAX_TEXT]
    return Sketch(component, find_codes(text), find_ids(text), find_numbers(text), utils.default_process(text))


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


def compare(new: Sketch, old: Sketch) -> tuple[float, tuple[Likeness, ...]]:
    """How alike two cases are, from 0 to 1, and why.

    Different error codes speak against likeness: around them, pasted responses are the same word for word.
    """
    resemblance = fuzz.token_set_ratio(new.words, old.words) / 100 if new.words and old.words else 0.0
    signs = (
        (Likeness.SAME_ID, 0.6 if new.ids & old.ids else 0.0),
        (Likeness.SAME_ERROR, 0.3 if new.codes & old.codes else 0.0),
        (Likeness.SAME_NUMBER, 0.15 if new.numbers & old.numbers else 0.0),
        (Likeness.SAME_COMPONENT, 0.15 if new.component == old.component else 0.0),
        (Likeness.SIMILAR_WORDS, max(0.0, resemblance - 0.5) * 0.8),
    )
    other_code = 0.25 if new.codes and old.codes and not new.codes & old.codes else 0.0
    score = sum(weight for _, weight in signs) - other_code
    return max(0.0, min(1.0, score)), tuple(sign for sign, weight in signs if weight >= 0.1)

"""Two problems in one request, noticed by what the customer wrote: to be offered as two requests, never to be forced.

Two requests are answered by two people at once; one request with two problems is answered when the slower is. But
whoever is asked for nothing loses trust, so only clear signs count: error codes of different families in different
sentences, or a point of its own ("Also, …", "2. …") that tells of trouble with another part.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.articles.error_codes import ErrorCode, ErrorCodes
from portal.cases.sketches import find_codes
from portal.cases.vocabulary.frequent import GENERAL
from portal.cases.vocabulary.reading import MEANINGS, read_words
from portal.policy.model import Components

MAX_READ = 8_000
"""Characters of a description that are looked at."""
MAX_SUBJECT = 120

# Words with which people begin to tell of something else, in the five languages, at the beginning of a sentence.
_MARKERS = re.compile(
    r"""(?ix) ^ [\s¿¡]* (?:
      also | another\ (?:problem|issue|thing) | in\ addition | additionally | besides | separately | second(?:ly)?
      | the\ second\ (?:problem|issue) | on\ top\ of\ that | unrelated
      | außerdem | ausserdem | zudem | darüber\ hinaus | zweitens | ein\ weiteres\ problem | noch\ ein\ problem
      | das\ zweite\ problem
      | además | ademas | también | tambien | por\ otro\ lado | por\ otra\ parte | en\ segundo\ lugar
      | otro\ problema | un\ segundo\ problema | el\ segundo\ problema
      | além\ disso | alem\ disso | também | tambem | em\ segundo\ lugar | outro\ problema | um\ segundo\ problema
      | o\ segundo\ problema
      | кроме\ того | также | ещ[её]\ одна | ещ[её]\ одно | во-вторых | вторая\ проблема
      | другая\ проблема | помимо\ этого
    ) \b [\s,:.–-]*"""
)
_ITEM = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•–])\s+")
_MOST_ITEMS = 2
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\W_]?[A-ZÀ-ÖØ-ÞА-ЯЁ])")
_TROUBLE = frozenset(
    [
        "not",
        "reject",
        "late",
        "timeout",
        "lock",
        "crash",
        "empty",
        "pause",
        "expire",
        "mismatch",
        "drop",
        "restrict",
        "duplicate",
        "missing",
        "outage",
        "slow",
        "login",
        "charge",
    ]
)
"""Meanings of words that tell of trouble."""
_EVERYWHERE = (
    _TROUBLE - {"login"}
    | (GENERAL - {"hub"})
    | frozenset(
        [
            "arrive",
            "accept",
            "message",
            "send",
            "number",
            "account",
            "customer",
            "request",
            "server",
            "key",
            "review",
            "register",
            "quality",
            "move",
            "disable",
            "sign up",
        ]
    )
)
"""Meanings that tell no part from another: they stand in reports about any."""
_KNOWN = MEANINGS
_KIN: Mapping[str, tuple[str, ...]] = {"invoice": ("pay", "price", "tax", "charge")}
"""Meanings that come along with one that names a part."""


@dataclass(frozen=True)
class Told:
    """What a customer said about their problem, secrets masked."""

    component: str
    subject: str
    error: str
    description: str


@dataclass(frozen=True)
class SecondProblem:
    """The part of it that looks like a problem of its own."""

    component: str
    subject: str
    code: str
    """An error code as digits; empty when none is named."""
    text: str
    """The sentences of the description about it; empty when there are none, only the code."""


@dataclass(frozen=True)
class _Point:
    """A sentence; ``apart`` when it is an item of a list or begins with a word for "also"."""

    text: str
    begins: bool
    """Whether it begins a paragraph or something else."""
    apart: bool


def find_second_problem(told: Told, errors: ErrorCodes, components: Components) -> SecondProblem | None:
    """The second of two problems, or None when it looks like one."""
    points = tuple(_split(told.description[:MAX_READ]))
    return _by_codes(told, points, errors) or _by_parts(told, points, components) or _listed(told, errors)


def take_out(description: str, second: SecondProblem) -> str:
    """The description without the second problem; the whole when nothing else would be left of it."""
    rest = re.sub(r"\n{3,}", "\n\n", description.replace(second.text, "", 1)).strip() if second.text else ""
    return rest or description


def are_unrelated(one: ErrorCode | None, other: ErrorCode | None) -> bool:
    """Whether two known codes are of different families: neither the part nor the group is the same."""
    if one is None or other is None or one.component is None or other.component is None:
        return False
    return one.component != other.component and one.group != other.group


def _by_codes(told: Told, points: Sequence[_Point], errors: ErrorCodes) -> SecondProblem | None:
    """A sentence whose code has nothing to do with any code before it."""
    before = set(find_codes(f"{told.subject}\n{told.error}"))
    for number, point in enumerate(points):
        here = find_codes(point.text) - before
        for code in sorted(here):
            found = errors.find(code)
            if before and all(are_unrelated(found, errors.find(each)) for each in (*before, *(here - {code}))):
                return _second(points, number, (found.component if found else None) or told.component, code)
        before |= here
    return None


def _by_parts(told: Told, points: Sequence[_Point], components: Components) -> SecondProblem | None:
    """A point of its own that tells of trouble with a part that nothing before it was about."""
    signs = _signs_of(components)
    before = {told.component, *_parts_in(told.subject, signs)}
    for number, point in enumerate(points):
        here = _parts_in(point.text, signs)
        telling = _whole(points, number)
        if point.apart and len(here) == 1 and not here & before and read_words(telling) & _TROUBLE:
            code = next(iter(sorted(find_codes(telling))), "")
            return _second(points, number, next(iter(here)), code)
        before |= here
    return None


def _listed(told: Told, errors: ErrorCodes) -> SecondProblem | None:
    """Two codes that were typed one beside the other, not pasted within one response."""
    if "{" in told.error:
        return None
    first, *others = dict.fromkeys(re.findall(r"(?<!\d)\d{1,7}(?!\d)", told.error)) or ("",)
    for code in others:
        found = errors.find(code)
        if found and are_unrelated(errors.find(first), found):
            return SecondProblem(found.component or told.component, found.title or code, code, "")
    return None


def _second(points: Sequence[_Point], number: int, component: str, code: str) -> SecondProblem:
    text = _whole(points, number)
    bare = _MARKERS.sub("", _ITEM.sub("", points[number].text))
    subject = bare[:1].upper() + bare[1:]
    if len(subject) > MAX_SUBJECT:
        subject = f"{subject[:MAX_SUBJECT].rpartition(' ')[0]} …"
    return SecondProblem(component, " ".join(subject.split()), code, text)


def _whole(points: Sequence[_Point], number: int) -> str:
    """A sentence with those that go on from it."""
    text = points[number].text
    for point in points[number + 1 :]:
        if point.begins:
            break
        text += point.text
    return text.strip()


def _split(text: str) -> Iterator[_Point]:
    """The sentences of a text; put together again they are the text."""
    blank = True
    lines = text.splitlines(keepends=True)
    # A list of three and more is a list of steps or of observations.
    few = sum(bool(_ITEM.match(line)) for line in lines) <= _MOST_ITEMS
    for line in lines:
        mark = _ITEM.match(line)
        item = few and mark is not None
        # The full stop behind an item's number ends no sentence.
        ends = (match.end() for match in _SENTENCE.finditer(line, mark.end() if mark else 0))
        borders = [0, *ends, len(line)]
        for start, end in pairwise(borders):
            sentence = line[start:end]
            apart = (item and start == 0) or bool(_MARKERS.match(sentence))
            yield _Point(sentence, begins=apart or (blank and start == 0), apart=apart)
        blank = not line.strip()


def _signs_of(components: Components) -> Mapping[str, frozenset[str]]:
    """For each part the meanings in its name and description, in all languages, that no other part has."""
    said = {
        component.id: read_words(" ".join((*component.names.values(), *component.descriptions.values())))
        for component in components
    }
    count = Counter(meaning for meanings in said.values() for meaning in meanings)
    own = {
        name: {each for each in meanings & _KNOWN if count[each] == 1} - _EVERYWHERE for name, meanings in said.items()
    }
    return {name: frozenset({*each, *(kin for one in each for kin in _KIN.get(one, ()))}) for name, each in own.items()}


def _parts_in(text: str, signs: Mapping[str, frozenset[str]]) -> set[str]:
    words = read_words(text)
    return {name for name, own in signs.items() if words & own}

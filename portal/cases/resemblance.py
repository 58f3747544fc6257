"""Which cases of a customer look like the one that is about to be opened.

Weighed are the component, the error code, identifiers (of messages and traces), phone numbers, names of templates and
files, figures, what the words mean in any of the five languages, whether the new one is worded like a second report,
and the time between. Where both name a code, a template, a number, a month, a country or a kind of media, and not the
same, it speaks against; so does that the new one tells of an end, or that one asks where the other tells of a fault.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from portal.cases.sketches import MAX_TEXT, Sketch
from portal.cases.vocabulary.reading import MEANINGS, first_words, weigh_word
from portal.cases.vocabulary.settings import SETTINGS

THRESHOLD = 0.6
"""From this score on the customer is asked whether it is the same issue; ``python -m bench likeness`` measures it.

Unseen reports are missed more often than mistaken: a missed one costs a second case, a mistaken one a question."""
WEIGHTS: Mapping[str, float] = {
    "same_id": 7.0,
    "same_error": 4.8,
    "same_name": 2.3,
    "same_number": 2.8,
    "same_ending": 3.2,
    "same_component": 0.2,
    "words": 0.5,
    "contained": 2.6,
    "amount": 5.7,
    "rare": 1.4,
    "again": 0.9,
    "far": -1.3,
    "other": -7.2,
    "question": -1.4,
    "against_error": -2.2,
    "against_name": -8.9,
    "against_number": -9.5,
    "against_message": -2.7,
    "against_reference": -2.8,
    "against_setting": -3.6,
    "against_defining": -0.9,
    "against_kind": -6.1,
    "time": -0.7,
}
"""What each sign of `find_signs` weighs, in logits; ``python -m bench fit-likeness`` finds it in labelled pairs."""
START = -4.1
"""What two cases begin with, in logits, since most have nothing to do with each other."""

_LONG = timedelta(days=7)
"""From this time between on, it speaks against likeness as much as it can."""
_EXACT = ("same_id", "same_error", "same_name", "same_number", "same_ending")
_FADING = 0.2
"""How much of the time counts when something is named exactly: that does not fade as resembling words do."""
_FEW = 0.2
"""The amount of shared words from which they are told as a reason."""
_ENOUGH = 2.5
"""The weight of words from which two texts can be the same."""
_UNKNOWN = 0.3
"""How much a word without a meaning counts for the length of a text: in another language it can match nothing."""
_ENDING = (3, 5)
"""Digits by which people name a number whose whole they gave before."""
_REFERENCE = re.compile(r"[a-z]{2,5}-?\d{3,10}")
_KINDS = frozenset(["photo", "video", "audio", "sticker", "pdf", "location"])
"""Kinds of media: what holds for one of them tells nothing of another."""
_FAULTS = """
    crash disable drop duplicate empty expire fail hang invalid late lock mismatch missing offline outage pause reject
    restrict slow timeout unavailable
"""
_TROUBLE = frozenset(_FAULTS.split())
"""Meanings of words that tell of a fault: who names one may ask, but not how a thing is done."""
_DEFINING = frozenset(["duplicate", "late", "pause", "reject", "price"])
"""Meanings that tell what a report is about, so that one who means the same says them too."""
_OF_EVERY_CALL = """
    accept application authorization bearer charset content curl header headers host http https json type utf
"""
_WIRE = frozenset(_OF_EVERY_CALL.split())
"""Words of every call and every answer: they are no reason to take two reports for one."""
_NEAR = frozenset(
    frozenset(pair)
    for pair in (
        ("api", "delivery"),
        ("api", "webhooks"),
        ("api", "templates"),
        ("api", "numbers"),
        ("delivery", "webhooks"),
        ("delivery", "templates"),
        ("delivery", "numbers"),
        ("numbers", "account"),
        ("numbers", "hub"),
        ("numbers", "templates"),
        ("hub", "account"),
        ("hub", "billing"),
        ("account", "billing"),
    )
)
"""Components that one problem is reported on as well as on the other."""


class Likeness(StrEnum):
    """Why two cases look alike."""

    SAME_ID = "same_id"
    SAME_ERROR = "same_error"
    SAME_NUMBER = "same_number"
    SAME_NAME = "same_name"
    SAME_COMPONENT = "same_component"
    SIMILAR_WORDS = "similar_words"


def compare(new: Sketch, old: Sketch, apart: timedelta = timedelta(0)) -> tuple[float, tuple[Likeness, ...]]:
    """How alike two cases are that were written ``apart`` from each other: from 0 to 1, and why."""
    signs = find_signs(new, old, apart)
    logit = START + sum(weight * signs[name] for name, weight in WEIGHTS.items())
    found = {name for name in Likeness if signs.get(name)}
    if signs["same_ending"]:
        found.add(Likeness.SAME_NUMBER)
    if signs["amount"] >= _FEW:
        found.add(Likeness.SIMILAR_WORDS)
    return 1 / (1 + math.exp(-logit)), tuple(name for name in Likeness if name in found)


def find_signs(new: Sketch, old: Sketch, apart: timedelta) -> Mapping[str, float]:
    """What speaks for and against likeness, each from 0 to 1."""
    marks = _signs_in_marks(new, old)
    fading = _FADING if any(marks[name] for name in _EXACT) else 1.0
    time = fading * min(1.0, apart / _LONG)
    return {**marks, **_signs_in_words(new, old), **_signs_in_wording(new, old), "time": time}


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
    telling = sorted(new.words & old.words, key=lambda word: (-weigh_word(word), word))
    written = first_words(text[:MAX_TEXT])
    numbers = {one for one in new.numbers if _same_numbers(frozenset({one}), old.numbers)}
    return Shared(
        ids=tuple(sorted(new.ids & old.ids)),
        codes=tuple(sorted(new.codes & old.codes)),
        names=tuple(sorted(_shared_names(new, old))),
        numbers=tuple(sorted(numbers or _named_by_ending(new, old))),
        words=tuple(dict.fromkeys(written[word] for word in telling if written.get(word, "http") not in _WIRE)),
    )


def _signs_in_marks(new: Sketch, old: Sketch) -> Mapping[str, float]:
    """Of what is named exactly. Every response to the same failure has a trace of its own: only messages contradict."""
    names, numbers = _shared_names(new, old), _same_numbers(new.numbers, old.numbers)
    messages = _differ(*(frozenset(one for one in each.ids if one.startswith("wamid.")) for each in (new, old)))
    return {
        "same_id": float(bool(new.ids & old.ids)),
        "same_error": float(bool(new.codes & old.codes)),
        "same_name": float(bool(names)),
        "same_number": float(numbers),
        "same_ending": float(not numbers and bool(_named_by_ending(new, old))),
        "against_error": float(_differ(new.codes, old.codes)),
        "against_name": float(not names and _differ(new.names, old.names)),
        "against_number": float(bool(new.numbers and old.numbers) and not numbers),
        "against_message": float(messages),
    }


def _signs_in_words(new: Sketch, old: Sketch) -> Mapping[str, float]:
    """Of what the words mean, and of figures and proper names."""
    shared = new.words & old.words
    weight = sum(map(weigh_word, shared))
    lengths = _length(new.words), _length(old.words)
    names = (shared & (new.proper | old.proper)) - MEANINGS - SETTINGS.keys()
    return {
        "words": min(1.0, weight / max(_ENOUGH, math.sqrt(lengths[0] * lengths[1]))),
        "contained": min(1.0, weight / max(_ENOUGH, min(lengths))),
        "amount": 1 - math.exp(-weight / 2),
        "rare": 1 - math.exp(-len(names) - len(new.figures & old.figures)),
        "against_setting": float(_differ(new.words & SETTINGS.keys(), old.words & SETTINGS.keys())),
        "against_defining": float(bool((new.words ^ old.words) & _DEFINING)),
        "against_kind": float(_differ(new.words & _KINDS, old.words & _KINDS)),
        "against_reference": float(_differ(*(_references(each.figures) for each in (new, old)))),
    }


def _signs_in_wording(new: Sketch, old: Sketch) -> Mapping[str, float]:
    """Of how it is told and where. Who writes again about a far component most often means something else."""
    parts = frozenset((new.component, old.component))
    # What came by email may name no part: that is neither the same as another's nor far from it.
    same, near = len(parts) == 1 and "" not in parts, "" in parts or parts in _NEAR
    asked = [each.is_question and not each.is_again and not each.words & _TROUBLE for each in (new, old)]
    again = new.is_again and not new.is_other
    return {
        "same_component": float(same),
        "far": float(not same and not near),
        "again": (1.0 if same or near else 0.3) * again,
        "other": float(new.is_other),
        "question": float(asked[0] != asked[1]),
    }


def _references(figures: frozenset[str]) -> frozenset[str]:
    return frozenset(figure for figure in figures if _REFERENCE.fullmatch(figure))


def _length(words: frozenset[str]) -> float:
    return sum(weigh_word(word) * (_UNKNOWN if word.islower() and not _has_meaning(word) else 1.0) for word in words)


def _has_meaning(word: str) -> bool:
    return word in MEANINGS or word in SETTINGS or word.startswith("(")


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both name something of a kind, and it is not the same."""
    return bool(one and other) and not one & other


def _shared_names(new: Sketch, old: Sketch) -> frozenset[str]:
    """Names of templates and files in both, also where one writes "black friday teaser" for black_friday_teaser."""
    spoken = {
        name
        for one, other in ((new, old), (old, new))
        for name in one.names
        if "_" in name and f" {name.replace('_', ' ')} " in other.said
    }
    return (new.names & old.names) | spoken


def _same_numbers(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(_national(left) == _national(right) for left in one for right in other)


def _named_by_ending(new: Sketch, old: Sketch) -> frozenset[str]:
    """Numbers of one that the other names by their last digits."""
    return frozenset(
        number
        for one, other in ((new, old), (old, new))
        for number in one.numbers
        for figure in other.figures
        if figure.isdigit() and _ENDING[0] <= len(figure) <= _ENDING[1] and number.endswith(figure)
    )


def _national(number: str) -> str:
    """The end of a number, which is the same with a country code, with 00 and with a leading 0."""
    return number[-9:]

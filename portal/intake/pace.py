"""The way a walk took and its pace, and what it counts as. Pure: values in, values out.

A draft notes for each step how long its answer took, not when it was given nor what it was. Times are counted in
classes, so that a median can be told of many walks and no single one is kept.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, Self

from portal.intake.flow import FLOW, LAST, Outcome

WHOLE = "walk"
"""Stands in the place of a step for what is counted of the walk as a whole."""
STARTED, LEFT = "started", "left"
REACHED, ANSWERED = "reached", "answered"
TAKEN_BACK = "taken-back"
"""An article had solved it, but the same customer sent a request on it soon after."""

CLASSES_S = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 450, 600, 900, 1200, 1800, 2700, 3600)
"""The upper bounds in seconds of the classes of durations. Two neighbours lie at most a factor of 2 apart, so a median
read from them is off by less than that; the whole walk is meant to take about two minutes, where they are closest."""
LONGER = "longer"
"""The class of what took longer than the last bound: somebody went away and came back."""


@dataclass
class Walk:
    """The steps answered so far with the seconds each took, where the walk stands, and since when."""

    at: str
    since: str
    """When the walk came to the step where it stands, in ISO 8601."""
    steps: dict[str, int] = field(default_factory=dict)
    taken_back: bool = False

    @classmethod
    def begin(cls, now: datetime) -> Self:
        """A walk in front of the first step."""
        return cls(FLOW[0].name, now.isoformat())

    @classmethod
    def read(cls, stored: Mapping[str, Any] | None, begun: datetime) -> Self:
        """The walk of a draft; one that has none was begun by a version that noted nothing."""
        return cls(**stored) if stored else cls.begin(begun)

    def as_stored(self) -> dict[str, Any]:
        """What a draft keeps."""
        return asdict(self)

    def go_past(self, step: str, at: str, now: datetime) -> None:
        """A step was answered and the walk stands at another one now.

        An answer that is sent again, or changed, does not count as a second one, and a retry does not stop the clock.
        """
        if step not in self.steps:
            self.steps = {**self.steps, step: _seconds(datetime.fromisoformat(self.since), now)}
        if at != self.at:
            self.at, self.since = at, now.isoformat()


def count_walk(walk: Walk, outcome: str, begun: datetime) -> dict[str, int]:
    """What a walk adds to the figures, by ``step/measure``. Without an outcome it was left where it stands.

    A step that was reached has been answered or left, so the two always add up to what was reached; an earlier answer
    does not count at the step where the customer was asked anew and gave up.
    """
    is_left = walk.at != LAST and not outcome
    found = {f"{WHOLE}/{STARTED}": 1}
    for step, seconds in walk.steps.items():
        if not (is_left and step == walk.at):
            found |= {f"{step}/{measure}": 1 for measure in (REACHED, ANSWERED, class_of(seconds))}
    if is_left:
        return found | {f"{walk.at}/{REACHED}": 1, f"{walk.at}/{LEFT}": 1, f"{WHOLE}/{LEFT}": 1}
    if not outcome or (outcome == Outcome.SOLVED and walk.taken_back):
        return found | {f"{WHOLE}/{TAKEN_BACK}": 1}
    took = _seconds(begun, datetime.fromisoformat(walk.since))
    return found | {f"{WHOLE}/{outcome}": 1, f"{WHOLE}/{class_of(took)}": 1}


def class_of(seconds: int) -> str:
    """The class that a duration falls into."""
    return next((name_class(bound) for bound in CLASSES_S if seconds <= bound), LONGER)


def name_class(bound: int) -> str:
    """The measure that counts durations up to a bound and above the one before."""
    return f"within-{bound}"


CLASSES = (*map(name_class, CLASSES_S), LONGER)


def read_quantile(counts: Mapping[str, int], share: float) -> float | None:
    """The duration in seconds that a share of all did not exceed, read between the bounds of its class.

    Infinite when it lies in the class without an upper bound; None when nothing was counted.
    """
    total = sum(counts.get(name, 0) for name in CLASSES)
    if total <= 0:
        return None
    below, wanted = 0, share * total
    for lower, upper in pairwise((0, *CLASSES_S)):
        here = counts.get(name_class(upper), 0)
        if here and below + here >= wanted:
            return lower + (upper - lower) * (wanted - below) / here
        below += here
    return float("inf")


def _seconds(begun: datetime, now: datetime) -> int:
    return max(0, round((now - begun).total_seconds()))

"""How well promises were kept: what each case adds to the figures, and what a group of cases adds up to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from math import ceil

from portal.cases.rules import CaseState, Clock, Due, first_response_clock, resolution_clock
from portal.policy.model import Channel


@dataclass(frozen=True)
class Measured:
    """One promise of one case."""

    clock: Clock
    took: timedelta | None
    """From the opening until it was met; None as long as it was not."""
    late_by: timedelta | None = None
    """By how much it was or is missed; None when it was not."""


@dataclass(frozen=True)
class Handled:
    """What a case adds to the figures. Nothing in it but its reference leads to a person."""

    reference: str
    opened_at: datetime
    plan: str | None
    """None for customers whom the directory of accounts does not know."""
    channel: Channel
    severity: int
    language: str
    """The language's tag."""
    first_response: Measured
    resolution: Measured
    feedback: int | None
    """From 1, bad, to 5, very good."""

    @property
    def week(self) -> date:
        """The Monday of the week, in UTC, in which it was opened."""
        day = self.opened_at.date()
        return day - timedelta(days=day.weekday())


class Facet(StrEnum):
    """What cases can be grouped by."""

    PLAN = "plan"
    CHANNEL = "channel"
    SEVERITY = "severity"
    LANGUAGE = "language"
    WEEK = "week"


Value = str | int | date | Channel | None

_VALUES: Mapping[Facet, Callable[[Handled], Value]] = {
    Facet.PLAN: lambda case: case.plan,
    Facet.CHANNEL: lambda case: case.channel,
    Facet.SEVERITY: lambda case: case.severity,
    Facet.LANGUAGE: lambda case: case.language,
    Facet.WEEK: lambda case: case.week,
}


@dataclass(frozen=True)
class Kept:
    """How one kind of promise was kept by a group of cases."""

    kept: int
    late: int
    """Met too late, or overdue now."""
    running: int
    """Not met yet and not due yet; such a case is in no share."""
    times: tuple[timedelta, ...]
    """How long each of those took that were met, the shortest first."""

    @property
    def share(self) -> float | None:
        """Which part of the promises whose moment has come was kept; None when no moment has come."""
        judged = self.kept + self.late
        return self.kept / judged if judged else None

    @property
    def median(self) -> timedelta | None:
        """Half of those that were met took at most this."""
        return self._quantile(0.5)

    @property
    def ninth(self) -> timedelta | None:
        """Nine of ten took at most this."""
        return self._quantile(0.9)

    def _quantile(self, part: float) -> timedelta | None:
        return self.times[max(ceil(part * len(self.times)) - 1, 0)] if self.times else None


@dataclass(frozen=True)
class Figures:
    """What a group of cases adds up to."""

    cases: tuple[Handled, ...]

    @property
    def requests(self) -> int:
        """How many cases were opened."""
        return len(self.cases)

    @cached_property
    def first_response(self) -> Kept:
        """How first responses stood against their promise."""
        return _add_up(case.first_response for case in self.cases)

    @cached_property
    def resolution(self) -> Kept:
        """How resolutions stood against theirs; cases for which none was promised are left out."""
        return _add_up(case.resolution for case in self.cases)

    @cached_property
    def scores(self) -> Mapping[int, int]:
        """How often each judgement from 1 to 5 was given."""
        given = [case.feedback for case in self.cases]
        return {score: given.count(score) for score in range(1, 6)}

    @property
    def judged(self) -> int:
        """How many customers gave a judgement."""
        return sum(self.scores.values())

    @property
    def mean_score(self) -> float | None:
        """The mean of the judgements; None without any."""
        return sum(score * count for score, count in self.scores.items()) / self.judged if self.judged else None


def judge(due: Due, state: CaseState, now: datetime) -> tuple[Measured, Measured]:
    """How the promises of a first response and of a resolution stand for one case.

    A case that ended without an answer counts as answered by its end, as everywhere else, but it has no time of a
    first response: nobody responded.
    """
    answered = state.first_response_at or state.ended_at
    first = first_response_clock(due, state, now)
    last = resolution_clock(due, state, now)
    first_took, last_took = _since(state.opened_at, state.first_response_at), _since(state.opened_at, state.ended_at)
    return (
        Measured(first, first_took, _late(first, due.first_response, answered, now)),
        Measured(last, last_took, _late(last, due.resolution, state.ended_at, now)),
    )


def group(cases: Iterable[Handled], facet: Facet) -> Mapping[Value, Figures]:
    """The figures of each value of a facet that any case has; values without an order of their own by frequency."""
    read = _VALUES[facet]
    found: defaultdict[Value, list[Handled]] = defaultdict(list)
    for case in cases:
        found[read(case)].append(case)
    # The few values are put in order and not the cases, of which half a year may have fifty thousand.
    ordered = sorted(found, key=lambda value: (value is None, str(value)))
    groups = {value: Figures(tuple(found[value])) for value in ordered}
    if facet in {Facet.SEVERITY, Facet.WEEK}:
        return groups
    return dict(sorted(groups.items(), key=lambda pair: -pair[1].requests))


def _add_up(promises: Iterable[Measured]) -> Kept:
    promised = [each for each in promises if each.clock is not Clock.NO_TARGET]
    clocks = [each.clock for each in promised]
    return Kept(
        kept=clocks.count(Clock.KEPT),
        late=clocks.count(Clock.BREACHED),
        running=clocks.count(Clock.RUNNING),
        times=tuple(sorted(each.took for each in promised if each.took is not None)),
    )


def _since(opened_at: datetime, met_at: datetime | None) -> timedelta | None:
    return met_at - opened_at if met_at else None


def _late(clock: Clock, due: datetime | None, met_at: datetime | None, now: datetime) -> timedelta | None:
    return (met_at or now) - due if clock is Clock.BREACHED and due else None

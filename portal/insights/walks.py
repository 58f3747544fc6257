"""How far people get in the wizard in a period, and how it ends: by language, by step, and as a file."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import StringIO

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from portal.insights.questions import Wish
from portal.intake.flow import FLOW, Outcome
from portal.intake.model import Draft, WalkCount
from portal.intake.pace import ANSWERED, CLASSES, LEFT, REACHED, STARTED, TAKEN_BACK, WHOLE, read_quantile

ENDS = (*Outcome, LEFT)
"""How a walk can end, as columns: what saved somebody a request first, what was given up last."""
_STEP_COLUMNS = (REACHED, ANSWERED, LEFT)
_WHOLE_COLUMNS = (STARTED, *Outcome, TAKEN_BACK)

Counts = Mapping[tuple[str, str], int]
"""By step, or the name for the whole, and measure."""


@dataclass(frozen=True)
class StepFigures:
    """One step of the walks of a period."""

    step: str
    reached: int
    answered: int
    left: int
    started: int
    """How many walks there were, which is what the bars of all steps are parts of."""
    median: float | None
    """Half of the answers took at most this many seconds; None when there was none."""
    ninth: float | None
    """Nine of ten answers took at most this."""

    @property
    def left_share(self) -> float | None:
        """Which part of those who came here gave up here."""
        return self.left / self.reached if self.reached else None

    @property
    def answered_percent(self) -> float:
        """The length of the bar of those who went on."""
        return _percent(self.answered, self.started)

    @property
    def left_percent(self) -> float:
        """The length of the bar of those who gave up."""
        return _percent(self.left, self.started)


@dataclass(frozen=True)
class Figures:
    """The walks of a period, in one language or in all."""

    counts: Counts

    @property
    def started(self) -> int:
        """How many began and are over by now."""
        return self.counts.get((WHOLE, STARTED), 0)

    @property
    def taken_back(self) -> int:
        """How many were solved by an article until the same customer sent a request on it."""
        return self.counts.get((WHOLE, TAKEN_BACK), 0)

    @property
    def ends(self) -> Mapping[str, int]:
        """How many ended in each way."""
        return {end: self.counts.get((WHOLE, end), 0) for end in ENDS}

    @property
    def shares(self) -> Mapping[str, float]:
        """The same as parts of all; empty when there was none."""
        return {end: count / self.started for end, count in self.ends.items()} if self.started else {}

    @property
    def median(self) -> float | None:
        """The seconds that half of the walks that came to an end took at most."""
        return read_quantile(self._of(WHOLE), 0.5)

    @property
    def ninth(self) -> float | None:
        """The seconds that nine of ten of them took at most."""
        return read_quantile(self._of(WHOLE), 0.9)

    @cached_property
    def steps(self) -> tuple[StepFigures, ...]:
        """Every step in the order of the wizard, those that nobody came to as well."""
        return tuple(self._step(step.name) for step in FLOW)

    def __add__(self, other: "Figures") -> "Figures":
        """The figures of both together; classes of durations add up, too."""
        return Figures(Counter(self.counts) + Counter(other.counts))

    def _step(self, name: str) -> StepFigures:
        own = self._of(name)
        reached, answered, left = (own.get(measure, 0) for measure in _STEP_COLUMNS)
        return StepFigures(
            name, reached, answered, left, self.started, read_quantile(own, 0.5), read_quantile(own, 0.9)
        )

    def _of(self, wanted: str) -> dict[str, int]:
        return {measure: count for (step, measure), count in self.counts.items() if step == wanted}


def sum_walks(session: Session, wish: Wish, today: date) -> Mapping[str, Figures]:
    """The period's figures by the language's tag; languages without any are left out."""
    columns = (WalkCount.language, WalkCount.step, WalkCount.measure)
    period = (WalkCount.day >= wish.since(today), WalkCount.day <= today)
    summed = select(*columns, func.sum(WalkCount.count)).where(*period).group_by(*columns)
    counts: dict[str, dict[tuple[str, str], int]] = {}
    for tag, step, measure, count in session.execute(summed):
        counts.setdefault(tag, {})[step, measure] = count
    figures = {tag: Figures(found) for tag, found in counts.items()}
    return {tag: each for tag, each in figures.items() if each.started}


def choose(by_language: Mapping[str, Figures], wish: Wish) -> Figures:
    """The figures of the language that is wished for, or of all together."""
    if wish.language:
        return by_language.get(wish.language.tag, Figures({}))
    return sum(by_language.values(), Figures({}))


def count_under_way(session: Session, wish: Wish) -> int:
    """How many walks are neither over nor counted as left, so that the figures do not hold them yet."""
    under_way = select(func.count()).select_from(Draft)
    under_way = under_way.where(Draft.walk.is_not(null()), Draft.counted_at.is_(None), Draft.outcome == "")
    if wish.language:
        under_way = under_way.where(Draft.language == wish.language.tag)
    return session.scalar(under_way) or 0


def write_file(session: Session, wish: Wish, today: date) -> str:
    """The period's counts as CSV: a line a day, language and step, with the names of the code in every language."""
    wanted = select(WalkCount).where(WalkCount.day >= wish.since(today), WalkCount.day <= today)
    if wish.language:
        wanted = wanted.where(WalkCount.language == wish.language.tag)
    lines: dict[tuple[date, str, str], dict[str, int]] = {}
    for row in session.scalars(wanted):
        lines.setdefault((row.day, row.language, row.step), {})[row.measure] = row.count
    order = {name: place for place, name in enumerate((WHOLE, *(step.name for step in FLOW)))}
    sorted_lines = sorted(lines.items(), key=lambda line: (*line[0][:2], order.get(line[0][2], len(order))))
    return _write_lines((*place, counts) for place, counts in sorted_lines if any(counts.values()))


def _write_lines(lines: Iterable[tuple[date, str, str, Mapping[str, int]]]) -> str:
    measures = tuple(dict.fromkeys((*_WHOLE_COLUMNS, *_STEP_COLUMNS, *CLASSES)))
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(("day", "language", "step", *measures))
    for day, language, step, counts in lines:
        writer.writerow((day.isoformat(), language, step, *(counts.get(measure, 0) for measure in measures)))
    return target.getvalue()


def _percent(part: int, whole: int) -> float:
    """A part in percent; nought of nothing."""
    return 100 * part / whole if whole else 0.0

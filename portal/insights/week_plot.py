"""Columns of a plot, one a week, as the numbers that a drawing needs; the words beside it are the page's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

HEIGHT = 100.0
"""Of the drawing, in its own units; a column is as wide as a week, which is 1."""
_GAP = 0.2
"""Of a column's width, left free between two."""


@dataclass(frozen=True)
class Bar:
    """One part of a column."""

    series: str
    count: int
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """One week."""

    week: date
    x: float
    bars: tuple[Bar, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """What the column says, from its foot up."""
        return tuple((bar.series, bar.count) for bar in self.bars)


@dataclass(frozen=True)
class Plot:
    """A drawing as wide as its weeks."""

    columns: tuple[Column, ...]
    top: int
    """The count that the upper edge stands for."""
    width: int
    bar_width: float = 1 - _GAP

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(count for column in self.columns for _, count in column.counts)


def list_weeks(since: date, today: date) -> tuple[date, ...]:
    """The Mondays of the weeks of a period; the first may be begun before it."""
    first = since - timedelta(days=since.weekday())
    return tuple(first + timedelta(weeks=number) for number in range((today - first).days // 7 + 1))


def draw(weeks: Iterable[tuple[date, Sequence[tuple[str, int]]]]) -> Plot:
    """The columns of these weeks, each of parts that stand on one another in their order."""
    given = list(weeks)
    top = _round_up(max((sum(count for _, count in parts) for _, parts in given), default=0))
    columns = tuple(
        Column(week, number + _GAP / 2, tuple(_stack(parts, top))) for number, (week, parts) in enumerate(given)
    )
    return Plot(columns, top, max(len(given), 1))


def _stack(parts: Sequence[tuple[str, int]], top: int) -> Iterable[Bar]:
    foot = HEIGHT
    for series, count in parts:
        height = HEIGHT * count / top
        foot -= height
        yield Bar(series, count, foot, height)


def _round_up(count: int) -> int:
    """The next number that reads well at an axis: 1, 2 or 5 times a power of ten, and never nought."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if count <= step * size:
                return step * size
        size *= 10

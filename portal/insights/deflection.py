"""How many people got what they came for without a request: deflection, as support teams call it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.intake.flow import Outcome
from portal.intake.model import WalkCount
from portal.intake.pace import WHOLE
from portal.kernel.language import Language

WITHOUT_REQUEST = (Outcome.SOLVED, Outcome.FOLLOWED)
WITH_REQUEST = (Outcome.ADDED, Outcome.SENT)


@dataclass(frozen=True)
class Deflected:
    """How walks through the wizard ended that came to an end; those that were left say nothing of either."""

    without: int = 0
    """An article solved it, or the customer follows an incident."""
    requests: int = 0
    """A request was sent, or something was added to one."""

    @property
    def share(self) -> float | None:
        """Which part needed no request; None when there was no walk."""
        ended = self.without + self.requests
        return self.without / ended if ended else None

    def __add__(self, other: "Deflected") -> "Deflected":
        """Both together."""
        return Deflected(self.without + other.without, self.requests + other.requests)


@dataclass(frozen=True)
class Deflection:
    """The walks of a period, all together and in groups."""

    total: Deflected
    by_language: Mapping[str, Deflected]
    """By the language's tag."""
    by_week: Mapping[date, Deflected]
    """By the week's Monday."""


def sum_deflection(session: Session, since: date, today: date, language: Language | None) -> Deflection:
    """How walks ended that began within the days, both of them included."""
    wanted = (
        select(WalkCount.day, WalkCount.language, WalkCount.measure, func.sum(WalkCount.count))
        .where(WalkCount.day >= since, WalkCount.day <= today, WalkCount.step == WHOLE)
        .where(WalkCount.measure.in_([outcome.value for outcome in Outcome]))
        .group_by(WalkCount.day, WalkCount.language, WalkCount.measure)
    )
    if language:
        wanted = wanted.where(WalkCount.language == language.tag)
    return add_up((day, tag, Outcome(measure), count) for day, tag, measure, count in session.execute(wanted))


def add_up(counts: Iterable[tuple[date, str, Outcome, int]]) -> Deflection:
    """What counts of a day, a language and an outcome amount to."""
    by_language: Counter[tuple[str, bool]] = Counter()
    by_week: Counter[tuple[date, bool]] = Counter()
    for day, tag, outcome, count in counts:
        without = outcome in WITHOUT_REQUEST
        by_language[tag, without] += count
        by_week[day - timedelta(days=day.weekday()), without] += count
    languages = {tag: Deflected(by_language[tag, True], by_language[tag, False]) for tag, _ in by_language}
    weeks = {week: Deflected(by_week[week, True], by_week[week, False]) for week, _ in by_week}
    return Deflection(sum(languages.values(), Deflected()), languages, weeks)

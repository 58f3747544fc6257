"""The cases of a period, read for the figures, and the same figures as a file."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from itertools import groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import Session

from portal.cases.model import Case
from portal.cases.remains import DeletedCase
from portal.cases.rules import CaseState, Due
from portal.insights.service_levels import Figures, Handled, Kept, Measured, judge
from portal.kernel.language import Language, find_language
from portal.policy.model import Channel

PERIODS = (7, 30, 90, 180)
"""Days, today among them, that the page can look back; walks through the wizard are counted no longer than that."""
UNKNOWN = "none"
"""In an address and in the file: the plan of customers whom the directory of accounts does not know."""
MAX_LATE = 20
"""Broken promises that are listed; all of them are in the desk's queue and in the file."""


@dataclass(frozen=True)
class ServiceWish:
    """Which cases the figures are about; None stands for any."""

    days: int = 30
    plan: str | None = None
    channel: Channel | None = None
    severity: int | None = None
    language: Language | None = None

    def since(self, today: date) -> date:
        """The first day of the period, in UTC."""
        return today - timedelta(days=self.days - 1)

    def as_query(self, **changes: Any) -> dict[str, Any]:
        """The wish as the parameters of an address, some of it changed."""
        wish = replace(self, **changes)
        return {
            "days": wish.days,
            "plan": wish.plan,
            "channel": wish.channel.value if wish.channel else None,
            "severity": wish.severity,
            "locale": wish.language.tag if wish.language else None,
        }


@dataclass(frozen=True)
class Late:
    """A promise that was not kept."""

    case: Handled
    promise: str
    """``first_response`` or ``resolution``."""
    by: timedelta


def read_wish(asked: Mapping[str, str]) -> ServiceWish:
    """What an address wants to see; what cannot be meant is left out."""
    days, severity, channel = asked.get("days", ""), asked.get("severity", ""), asked.get("channel", "")
    return ServiceWish(
        days=next((each for each in PERIODS if str(each) == days), ServiceWish.days),
        plan=asked.get("plan", "")[:40].replace("\0", "") or None,
        channel=Channel(channel) if channel in set(Channel) else None,
        severity=int(severity) if severity in {"1", "2", "3"} else None,
        language=find_language(asked.get("locale", "")),
    )


def list_handled(session: Session, wish: ServiceWish, now: datetime) -> tuple[Handled, ...]:
    """The cases that were opened in the period, the oldest first.

    One that was merged is left out: it goes on in another, which is counted. Columns are read and no cases made of
    them, since half a year may be fifty thousand. What customers had deleted is counted without a reference.
    """
    of_cases = select(*_COLUMNS).where(*_conditions(Case, wish, now), Case.merged_into.is_(None))
    of_deleted = select(*_COLUMNS_OF_DELETED).where(*_conditions(DeletedCase, wish, now))
    rows = [*session.execute(of_cases.order_by(Case.id)), *session.execute(of_deleted.order_by(DeletedCase.id))]
    return tuple(_read(row, now) for row in sorted(rows, key=lambda row: row.opened_at))


def list_late(cases: Iterable[Handled]) -> tuple[Late, ...]:
    """The broken promises of the cases opened last, the newest first."""
    still_there = (case for case in cases if case.reference)
    newest_first = sorted(still_there, key=lambda case: case.opened_at, reverse=True)
    return tuple(islice((late for case in newest_first for late in _late_of(case)), MAX_LATE))


def write_file(cases: Iterable[Handled]) -> str:
    """The figures as CSV: a line a week, plan, channel, severity and language; times in minutes."""
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(_HEAD)
    ordered = sorted(cases, key=_place)
    for place, found in groupby(ordered, key=_place):
        figures = Figures(tuple(found))
        week, plan, channel, severity, language = place
        mean = "" if figures.mean_score is None else f"{figures.mean_score:.2f}"
        kept = (*_cells(figures.first_response), *_cells(figures.resolution))
        writer.writerow((week, plan, channel, severity, language, figures.requests, *kept, figures.judged, mean))
    return target.getvalue()


_COLUMNS = (
    Case.reference,
    Case.opened_at,
    Case.plan,
    Case.channel,
    Case.severity,
    Case.language,
    Case.status,
    Case.first_response_due,
    Case.resolution_due,
    Case.first_response_at,
    Case.ended_at,
    Case.feedback,
)
_COLUMNS_OF_DELETED = (literal("").label("reference"), *(getattr(DeletedCase, each.key) for each in _COLUMNS[1:]))
_MEASURES = ("kept", "late", "running", "median_minutes", "nine_of_ten_minutes")
_HEAD = (
    "week",
    "plan",
    "channel",
    "severity",
    "language",
    "requests",
    *(f"first_response_{measure}" for measure in _MEASURES),
    *(f"resolution_{measure}" for measure in _MEASURES),
    "feedback_count",
    "feedback_mean",
)


def _conditions(table: type[Case | DeletedCase], wish: ServiceWish, now: datetime) -> Iterator[ColumnElement[bool]]:
    yield table.opened_at >= datetime.combine(wish.since(now.astimezone(UTC).date()), time(), UTC)
    yield table.opened_at <= now
    if wish.plan:
        yield table.plan.is_(None) if wish.plan == UNKNOWN else table.plan == wish.plan
    if wish.channel:
        yield table.channel == wish.channel
    if wish.severity:
        yield table.severity == wish.severity
    if wish.language:
        yield table.language == wish.language.tag


def _read(row: Any, now: datetime) -> Handled:
    state = CaseState(
        status=row.status,
        opened_at=row.opened_at,
        changed_at=row.opened_at,
        first_response_at=row.first_response_at,
        ended_at=row.ended_at,
    )
    first, last = judge(Due(row.first_response_due, row.resolution_due), state, now)
    return Handled(
        reference=row.reference,
        opened_at=row.opened_at,
        plan=row.plan,
        channel=row.channel,
        severity=row.severity,
        language=row.language,
        first_response=first,
        resolution=last,
        feedback=row.feedback,
    )


def _late_of(case: Handled) -> Iterator[Late]:
    promises: dict[str, Measured] = {"first_response": case.first_response, "resolution": case.resolution}
    for name, promise in promises.items():
        if promise.late_by is not None:
            yield Late(case, name, promise.late_by)


def _place(case: Handled) -> tuple[str, str, str, int, str]:
    return case.week.isoformat(), case.plan or UNKNOWN, case.channel.value, case.severity, case.language


def _cells(kept: Kept) -> tuple[int | str, ...]:
    times = ("" if time is None else f"{time.total_seconds() / 60:.1f}" for time in (kept.median, kept.ninth))
    return kept.kept, kept.late, kept.running, *times

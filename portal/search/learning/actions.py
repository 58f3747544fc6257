"""What happens to the counted questions in the database, within the caller's transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypeVar

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.db.counting import add_up
from portal.search.learning.model import Asked, Counts, QuestionCount

KEPT = timedelta(days=180)
"""How long a count is kept: the longest period shown is 90 days, and half a year lets two of them be compared."""
MOST_A_DAY = 2_000
"""Different questions that are kept a day and language. Whoever invents more, by hand or by program, adds to none."""

_BATCH = 500
T = TypeVar("T")


def add_counts(session: Session, counts: Mapping[Asked, Counts]) -> int:
    """Add to what is stored; gives how many questions were left out because their day is full."""
    left_out = 0
    for (day, language), group in groupby(sorted(counts), key=lambda asked: (asked.day, asked.language)):
        questions = [asked.question for asked in group]
        kept = _those_with_room(session, day, language, questions)
        left_out += len(questions) - len(kept)
        rows = [Asked(day, language, question) for question in kept]
        added = [{**row._asdict(), **asdict(counts[row])} for row in rows]
        add_up(session, QuestionCount, added, Asked._fields, asdict(Counts()))
    return left_out


def forget_old_counts(session: Session, now: datetime) -> int:
    """Delete the oldest day's counts when it is older than they are kept; gives their number."""
    oldest = session.scalar(select(func.min(QuestionCount.day)))
    if oldest is None or oldest >= (now - KEPT).date():
        return 0
    return session.connection().execute(delete(QuestionCount).where(QuestionCount.day == oldest)).rowcount


def _those_with_room(session: Session, day: date, language: str, questions: list[str]) -> list[str]:
    """The questions that are stored already, and as many new ones as the day has room for."""
    here = (QuestionCount.day == day, QuestionCount.language == language)
    stored = session.scalar(select(func.count()).select_from(QuestionCount).where(*here)) or 0
    if stored + len(questions) <= MOST_A_DAY:
        return questions
    known: set[str] = set()
    for some in _in_batches(questions):
        known.update(session.scalars(select(QuestionCount.question).where(*here, QuestionCount.question.in_(some))))
    new = [question for question in questions if question not in known][: max(0, MOST_A_DAY - stored)]
    return sorted(known.union(new))


def _in_batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))

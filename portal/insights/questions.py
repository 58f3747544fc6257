"""What people looked for in a period, added up: by question and by language."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from portal.kernel.language import Language, find_language
from portal.search.learning.model import Counts, QuestionCount

PERIODS = (7, 30, 90)
"""Days, today among them, that the page can look back."""
MOST_ROWS = 200
"""Questions shown; nobody writes two hundred articles before looking again."""

Sums = Mapping[str, ColumnElement[int]]


class Order(StrEnum):
    """Which questions come first."""

    NEXT = "next"
    """Those that found nothing or led to a case, then those that only English answers, then those asked most."""
    ASKED = "asked"
    WITHOUT_RESULT = "without-result"
    ONLY_ENGLISH = "only-english"
    OPENED = "opened"
    CASES = "cases"


@dataclass(frozen=True)
class Wish:
    """What the page shall show."""

    days: int = 30
    language: Language | None = None
    order: Order = Order.NEXT

    def since(self, today: date) -> date:
        """The first day of the period."""
        return today - timedelta(days=self.days - 1)


@dataclass(frozen=True)
class QuestionRow:
    """A question of the period."""

    language: Language
    question: str
    counts: Counts


@dataclass(frozen=True)
class Shares:
    """Parts of all questions asked, between 0 and 1."""

    without_result: float
    opened: float
    cases: float


def list_questions(session: Session, wish: Wish, today: date) -> tuple[QuestionRow, ...]:
    """The first of the period's questions in the wished order."""
    sums = _sums()
    by_question = _within(select(QuestionCount.language, QuestionCount.question, *sums.values()), wish, today)
    ordered = (
        by_question.group_by(QuestionCount.language, QuestionCount.question)
        .order_by(*(each.desc() for each in _leading(wish.order, sums)), QuestionCount.question, QuestionCount.language)
        .limit(MOST_ROWS)
    )
    found = ((find_language(tag), text, Counts(*counts)) for tag, text, *counts in session.execute(ordered))
    return tuple(QuestionRow(language, text, counts) for language, text, counts in found if language)


def sum_by_language(session: Session, days: int, today: date) -> Mapping[str, Counts]:
    """All of the period's counts by the language's tag; languages without any are left out."""
    found = _within(select(QuestionCount.language, *_sums().values()), Wish(days), today)
    rows = session.execute(found.group_by(QuestionCount.language))
    return {tag: Counts(*counts) for tag, *counts in rows}


def count_questions(session: Session, wish: Wish, today: date) -> int:
    """How many different questions the period has."""
    different = _within(select(QuestionCount.language, QuestionCount.question).distinct(), wish, today)
    return session.scalar(select(func.count()).select_from(different.subquery())) or 0


def shares_of(counts: Counts) -> Shares | None:
    """The shares of all questions asked; None when none was.

    What was asked on one day may be opened on the next, so a share is never given as more than the whole.
    """
    if not counts.asked:
        return None
    parts = (counts.without_result, counts.opened, counts.cases)
    return Shares(*(min(1.0, part / counts.asked) for part in parts))


def _within(statement: Select, wish: Wish, today: date) -> Select:  # type: ignore[type-arg]
    period = statement.where(QuestionCount.day >= wish.since(today), QuestionCount.day <= today)
    return period.where(QuestionCount.language == wish.language.tag) if wish.language else period


def _sums() -> Sums:
    return {name: func.sum(getattr(QuestionCount, name)) for name in asdict(Counts())}


def _leading(order: Order, sums: Sums) -> tuple[ColumnElement[int], ...]:
    """The figures that decide which question comes first, most important first."""
    if order is Order.NEXT:
        return sums["without_result"] + sums["cases"], sums["only_english"], sums["asked"]
    return sums[order.value.replace("-", "_")], sums["asked"]

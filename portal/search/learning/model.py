"""How often a question was asked on a day, and what came of it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.search.learning.keys import MAX_KEY


class Asked(NamedTuple):
    """A question as it is counted: on which day (UTC), in which language, in which words."""

    day: date
    language: str
    """The tag of the language of the page."""
    question: str
    """The key made of it, see ``keys``."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of a question."""

    asked: int = 0
    without_result: int = 0
    """How often the answer had neither an article nor an error code to show."""
    only_english: int = 0
    """How often another language than English had nothing and English results were shown."""
    opened: int = 0
    """How often somebody opened something of the answer."""
    cases: int = 0
    """How often somebody opened a case after having asked."""

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.asked + other.asked,
            self.without_result + other.without_result,
            self.only_english + other.only_english,
            self.opened + other.opened,
            self.cases + other.cases,
        )


class QuestionCount(Base):
    """One question on one day in one language. Nothing in the row leads to a person, a visit or a case."""

    __tablename__ = "question_counts"

    # The day comes first: figures are read and forgotten by days.
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    question: Mapped[str] = mapped_column(String(MAX_KEY), primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    without_result: Mapped[int] = mapped_column(default=0)
    only_english: Mapped[int] = mapped_column(default=0)
    opened: Mapped[int] = mapped_column(default=0)
    cases: Mapped[int] = mapped_column(default=0)

"""What is counted of an article on a day. Nothing in a row leads to a person, a visit or a case."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Measure(StrEnum):
    """What a count is of; all but the first two are said by readers whom an article did not help."""

    READ = "read"
    """It stood open in front of somebody for a while."""
    HELPED = "helped"
    NOT_HELPED = "not-helped"
    OTHER_PROBLEM = "other-problem"
    DID_NOT_WORK = "did-not-work"
    UNCLEAR = "unclear"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"


REASONS = (
    Measure.DID_NOT_WORK,
    Measure.OTHER_PROBLEM,
    Measure.UNCLEAR,
    Measure.INCOMPLETE,
    Measure.OUTDATED,
)
"""Why an article did not help, in the order in which readers are asked."""


class Noted(NamedTuple):
    """What is counted: on which day (UTC), in the language of which page, of which article."""

    day: date
    language: str
    article: str
    """``category/slug``"""
    measure: Measure


class ArticleCount(Base):
    """One measure of one article on one day in one language."""

    __tablename__ = "article_counts"

    # The day comes first: figures are read and forgotten by days.
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    article: Mapped[str] = mapped_column(String(200), primary_key=True)
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)

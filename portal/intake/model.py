"""A draft: the answers given so far, and nothing that could be computed from them. And what walks are counted as."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, UtcDateTime


class Draft(Base):
    """One walk through the wizard, reachable by its address from the browser that began it."""

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    language: Mapped[str] = mapped_column(String(10))
    answers: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON, default=dict)
    """By step, then by field name; every text in it has been masked."""
    context: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Where the customer came from: the article read, values to fill fields with."""
    case_reference: Mapped[str | None] = mapped_column(String(12))
    outcome: Mapped[str] = mapped_column(String(20), default="")
    walk: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The way taken and its pace, see ``pace``; None in drafts of the version that did not note it."""
    counted: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    """What the figures hold of this walk, so that it can be replaced when the walk goes on."""
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The ``updated_at`` of the state that was counted."""


class WalkCount(Base):
    """How often something happened at a step, of the walks in one language that began on one day (UTC).

    Nothing in the row leads to a person, a draft or a case.
    """

    __tablename__ = "walk_counts"

    # The day comes first: figures are read and forgotten by days.
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    """A step of the flow, or ``walk`` for the whole."""
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    """What was counted, see ``pace``."""
    count: Mapped[int] = mapped_column()

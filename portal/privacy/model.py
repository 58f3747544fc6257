"""Deletions that were asked for, and that they were done."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, UtcDateTime
from portal.identity.model import ADDRESS_LENGTH


class DeletionRequest(Base):
    """An address whose data has to go; the row goes with the last of it."""

    __tablename__ = "deletion_requests"

    email: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    language: Mapped[str] = mapped_column(String(10))
    """In which the end is told."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """What was opened later stays."""
    cases: Mapped[int] = mapped_column(default=0)
    """How many were deleted so far."""
    files: Mapped[int] = mapped_column(default=0)
    rest_deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When everything beside cases was deleted for the first time; some cases may go on for longer."""


class Deletion(Base):
    """That somebody's data was deleted, for whoever has to show that it is done. It does not say whose."""

    __tablename__ = "deletions"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    cases: Mapped[int]
    files: Mapped[int]

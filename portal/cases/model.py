"""Cases, their events and their files, as they are stored."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import JSON, Computed, Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.events import Actor, Recorded
from portal.cases.rules import CaseState, Due, Status, fold
from portal.cases.stored_events import from_data
from portal.cases.urgency import NEXT_DUE_SQL, URGENCY_SQL
from portal.db.base import Base, UtcDateTime
from portal.policy.model import Channel, Side


def word_column(words: type[StrEnum], length: int) -> Enum:
    """A column for one of these words; plain text in the database, so that a new word needs no migration."""
    return Enum(words, native_enum=False, length=length, values_callable=lambda enum: [word.value for word in enum])


class Case(Base):
    """A request for help, the promise that was made for it, and a copy of where it stands.

    The columns from ``status`` on repeat what the events add up to, so that the worker finds what is due by an
    index; `portal.cases.history.record` alone writes them, in the transaction that adds the event.
    """

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    opened_by: Mapped[str] = mapped_column(String(254), index=True)
    """The normalised address that may follow the case and reply by mail."""
    name: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[str | None] = mapped_column(String(64), index=True)
    language: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(200))
    component: Mapped[str] = mapped_column(String(64))
    error: Mapped[str] = mapped_column(String(200))
    severity: Mapped[int]
    channel: Mapped[Channel] = mapped_column(word_column(Channel, 10))
    plan: Mapped[str | None] = mapped_column(String(40))
    side: Mapped[Side] = mapped_column(word_column(Side, 10))
    policy_version: Mapped[str] = mapped_column(String(40))
    first_response_due: Mapped[datetime] = mapped_column(UtcDateTime)
    resolution_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(String(64))
    """The customer's time zone by its IANA name."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    incident: Mapped[str | None] = mapped_column(String(200))
    """The incident that the customer said it is not, or is part of."""
    articles_read: Mapped[list[str]] = mapped_column(JSON)
    related_to: Mapped[str | None] = mapped_column(String(12))
    """The reference of an earlier case on the same issue, or of the other half of a report that was split."""

    status: Mapped[Status] = mapped_column(word_column(Status, 24))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_response_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    merged_into: Mapped[str | None] = mapped_column(String(12))
    """The reference of the case in which it goes on."""
    feedback: Mapped[int | None]
    """How the customer judged it last, from 1 to 5."""

    urgency: Mapped[int] = mapped_column(Computed(URGENCY_SQL), deferred=True)
    """The group of the queue it stands in, see `Urgency`."""
    next_due: Mapped[datetime] = mapped_column(UtcDateTime, Computed(NEXT_DUE_SQL), deferred=True)

    event_rows: Mapped[list["CaseEvent"]] = relationship(
        order_by="CaseEvent.seq", cascade="all, delete-orphan", passive_deletes=True
    )
    attachments: Mapped[list["Attachment"]] = relationship(
        order_by="Attachment.id", cascade="save-update, merge, delete", passive_deletes=True
    )

    __table_args__ = (
        Index("ix_cases_due", "status", "first_response_due"),
        Index("ix_cases_queue", "urgency", "next_due", "id"),
        Index("ix_cases_latest", "changed_at", "id"),
        Index("ix_cases_like", "component", "opened_at"),
        Index("ix_cases_opened_at", "opened_at"),
        Index("ix_cases_error", "error", "opened_at"),
    )

    @property
    def history(self) -> tuple[Recorded, ...]:
        """Everything that happened, in order."""
        return tuple(row.recorded for row in self.event_rows)

    @property
    def state(self) -> CaseState:
        """Where the case stands, computed from its events."""
        return fold(self.history)

    @property
    def standing(self) -> CaseState:
        """The same as the columns repeat it: no event is read for it. Why the case was closed is not in it."""
        return CaseState(
            status=self.status,
            opened_at=self.opened_at,
            changed_at=self.changed_at,
            first_response_at=self.first_response_at,
            escalated_at=self.escalated_at,
            waiting_since=self.waiting_since,
            reminded_at=self.reminded_at,
            ended_at=self.ended_at,
            merged_into=self.merged_into,
            feedback=self.feedback,
        )

    @property
    def due(self) -> Due:
        """What was promised."""
        return Due(self.first_response_due, self.resolution_due)

    @property
    def zone_info(self) -> ZoneInfo:
        """The customer's time zone; UTC when its name is no longer known to this machine."""
        try:
            return ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo(UTC.tzname(None))


class CaseEvent(Base):
    """One line of a case's history; only ever added."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id, ondelete="CASCADE"))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(40))
    actor: Mapped[Actor] = mapped_column(word_column(Actor, 10))
    author: Mapped[str] = mapped_column(String(254))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    idempotency_key: Mapped[str | None] = mapped_column(String(64))
    """What a form was sent under, so that a double click writes one event; None for what no form caused."""

    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        UniqueConstraint("case_id", "idempotency_key", name="uq_case_events_idempotency_key"),
    )

    @property
    def recorded(self) -> Recorded:
        """The event with its place in the history, as the rules read it."""
        return Recorded(self.seq, self.at, self.actor, self.author, from_data(self.kind, self.data))


class Attachment(Base):
    """A file that a customer handed over: first with a draft, then with the case that came of it."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey(Case.id, ondelete="CASCADE"), index=True)
    draft_id: Mapped[str | None] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(String(200))
    """As the customer called it; shown, never used as a path."""
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    """In bytes."""
    stored_name: Mapped[str] = mapped_column(String(64))
    """The file's name in the folder of uploads: a random one."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

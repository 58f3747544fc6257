"""Messages that leave the portal, written in the same transaction as what they tell about.

A mail or webhook that was sent by a separate queue could get lost between the two, or tell of a case that
was rolled back. A row in this table can do neither: it is there exactly when the case is. The worker leases
a row, sends, then marks it; a crash between sending and marking repeats the message under the same
``message_id``, which mail programs recognise. The limit: this is a queue for hundreds of messages a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, String, Text, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db.base import Base, UtcDateTime
from portal.kernel.ids import new_token


class OutboxRow(Base):
    """One message that has to leave: what kind, for which receiver, how often tried."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    message_id: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When somebody decided that a message that was set aside is not needed any more."""
    dropped_by: Mapped[str | None] = mapped_column(String(254))

    __table_args__ = (Index("ix_outbox_due", "sent_at", "set_aside_at", "due_at"),)


_SET_ASIDE = (OutboxRow.set_aside_at.is_not(None), OutboxRow.dropped_at.is_(None))


@dataclass(frozen=True)
class LeasedMessage:
    """A message that this worker alone may send until its lease ends."""

    id: int
    kind: str
    payload: dict[str, Any]
    message_id: str
    attempts: int
    created_at: datetime
    until: datetime | None = None
    """When the lease ends, by which its holder is known; None for samples, which nobody leased."""


LEASE = timedelta(minutes=2)
"""Of all messages that are claimed together; `portal.notify.mail_out` begins none of them late."""
WRONG_BY = timedelta(minutes=10)
"""A lease that ends so much later than it can was given by a clock that was wrong. Clocks that differ by less do no
harm, and by more they repeat a message under its identifier, which is better than to hold it back for hours."""
MAX_ATTEMPTS = 12
"""After this many failures a message is set aside for a person to look at; with the back-off below that is two days."""

SENT_ROWS_KEPT = timedelta(days=30)
"""How long a sent message's row stays, emptied of its content, to answer "was it sent?"."""
LATE_AFTER = timedelta(seconds=30)
"""A message leaves about a second after it was written; one that waits for so long is missed by somebody."""
SET_ASIDE_ROWS_KEPT = timedelta(days=90)
"""How long a message that was given up waits for somebody to look; what it tells is old news then."""


@dataclass(frozen=True)
class Waiting:
    """What has not left yet."""

    count: int
    since: datetime | None
    """When the oldest of it was written, whatever kept it: a server that is away, or no worker at all."""


def enqueue(session: Session, kind: str, payload: dict[str, Any], now: datetime, *, message_id: str = "") -> None:
    """Write a message into the outbox within the caller's transaction.

    ``payload`` must be JSON; it may hold what the message needs (addresses, a reference, a code) and is
    emptied once the message was sent. A ``message_id`` of the caller's own is unique and at most 80 characters.
    """
    identifier = message_id or new_token()
    session.add(OutboxRow(kind=kind, payload=payload, message_id=identifier, created_at=now, due_at=now))


def was_enqueued(session: Session, message_id: str) -> bool:
    """Whether a message was written under this identifier, as long as it is known (30 days after it was sent)."""
    return session.scalar(select(OutboxRow.id).where(OutboxRow.message_id == message_id)) is not None


def lease_some(session: Session, most: int, now: datetime) -> tuple[LeasedMessage, ...]:
    """Claim the oldest messages that are due. Two workers never hold the same message at once.

    A message that was never tried is due whatever it says: its writer's clock may have been ahead. One that was tried
    is due when it waits for longer than it can.
    """
    columns = OutboxRow.id, OutboxRow.kind, OutboxRow.payload, OutboxRow.message_id, OutboxRow.attempts
    held = OutboxRow.leased_until
    free = held.is_(None) | (held <= now) | (held > now + LEASE + WRONG_BY)
    due = (
        select(*columns, OutboxRow.created_at)
        .where(OutboxRow.sent_at.is_(None), OutboxRow.set_aside_at.is_(None))
        .where((OutboxRow.due_at <= now) | (OutboxRow.attempts == 0) | _is_planned_too_far_ahead(now))
        .where(free)
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    until = now + LEASE
    leased = tuple(replace(LeasedMessage(*row), until=until) for row in session.execute(due))
    if leased:
        claimed = update(OutboxRow).where(OutboxRow.id.in_([message.id for message in leased]))
        session.connection().execute(claimed.values(leased_until=until))
    return leased


def _is_planned_too_far_ahead(now: datetime) -> ColumnElement[bool]:
    tried = range(1, MAX_ATTEMPTS)
    return or_(
        *((OutboxRow.attempts == times) & (OutboxRow.due_at > now + retry_delay(times) + WRONG_BY) for times in tried)
    )


def give_back(session: Session, leased: Sequence[LeasedMessage]) -> None:
    """Let others have messages that nobody has begun to send.

    A worker that stood still for longer than its lease may find them leased by another, whose they stay.
    """
    for message in leased:
        ours = OutboxRow.id == message.id, OutboxRow.leased_until == message.until
        session.connection().execute(update(OutboxRow).where(*ours).values(leased_until=None))


def list_set_aside(session: Session, most: int) -> tuple[OutboxRow, ...]:
    """The messages that were given up and that nobody has dropped, the newest first."""
    newest = select(OutboxRow).where(*_SET_ASIDE).order_by(OutboxRow.set_aside_at.desc(), OutboxRow.id.desc())
    return tuple(session.scalars(newest.limit(most)))


def count_set_aside(session: Session) -> int:
    """How many messages were given up and wait for somebody to look."""
    return session.scalar(select(func.count()).select_from(OutboxRow).where(*_SET_ASIDE)) or 0


def try_again(session: Session, identifier: int, now: datetime) -> OutboxRow | None:
    """Let a message that was set aside leave as if it were new; None when there is none to try."""
    row = _find_set_aside(session, identifier)
    if row:
        row.set_aside_at, row.attempts, row.due_at = None, 0, now
    return row


def drop(session: Session, identifier: int, member: str, now: datetime) -> OutboxRow | None:
    """Give a message up for good and forget its content; that it was, and by whom, is kept for a while."""
    row = _find_set_aside(session, identifier)
    if row:
        row.dropped_at, row.dropped_by, row.payload = now, member, {}
    return row


def _find_set_aside(session: Session, identifier: int) -> OutboxRow | None:
    wanted = select(OutboxRow).where(OutboxRow.id == identifier, *_SET_ASIDE)
    return session.scalars(wanted.with_for_update()).first()


def mark_sent(session: Session, identifier: int, now: datetime) -> None:
    """Note that a message has left, and forget its content: codes and addresses are not kept."""
    sent = update(OutboxRow).where(OutboxRow.id == identifier)
    session.connection().execute(sent.values(sent_at=now, leased_until=None, payload={}))


def mark_failed(session: Session, leased: LeasedMessage, error: str, now: datetime) -> None:
    """Give a message back: it is tried again later and later, and set aside after ``MAX_ATTEMPTS``.

    Does nothing when it was deleted while it was on its way, because its receiver's data had to go, or when it took so
    long to fail that another worker has leased it meanwhile.
    """
    row = session.get(OutboxRow, leased.id, with_for_update=True)
    if row is None or row.leased_until != leased.until:
        return
    row.attempts += 1
    row.leased_until = None
    row.last_error = error[:500]
    row.due_at = now + retry_delay(row.attempts)
    if row.attempts >= MAX_ATTEMPTS:
        row.set_aside_at = now


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after the given number of failures: 5 s, 15 s, 45 s … at most six hours."""
    return min(timedelta(seconds=5 * 3 ** (attempts - 1)), timedelta(hours=6))


def measure_waiting(session: Session) -> Waiting:
    """How much waits in the outbox, and since when; what was given up does not wait."""
    unsent = (OutboxRow.sent_at.is_(None), OutboxRow.set_aside_at.is_(None))
    count, oldest = session.execute(select(func.count(), func.min(OutboxRow.created_at)).where(*unsent)).one()
    return Waiting(count, oldest)


def is_late(session: Session, now: datetime) -> bool:
    """Whether messages leave late at the moment, whoever is away: the worker, or who takes them."""
    since = measure_waiting(session).since
    return since is not None and now - since > LATE_AFTER


def forget_rows(session: Session, now: datetime) -> int:
    """Delete the rows of messages that left, were dropped or were given up long ago."""
    old = (
        OutboxRow.sent_at < now - SENT_ROWS_KEPT,
        OutboxRow.dropped_at < now - SENT_ROWS_KEPT,
        OutboxRow.set_aside_at < now - SET_ASIDE_ROWS_KEPT,
    )
    return sum(session.connection().execute(delete(OutboxRow).where(rows)).rowcount for rows in old)

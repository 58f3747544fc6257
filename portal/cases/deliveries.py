"""Events of cases that have to reach other systems: a row for each receiver, in the transaction of the event itself.

A row holds no words: what is sent is made of the event, which never changes, when it is sent. So nothing of a customer
lies here beside their case, and a case that is deleted takes its rows along. Receivers are named by the settings;
without any, no row is written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, relationship, selectinload

from portal.cases.model import Case, CaseEvent
from portal.db.base import Base, UtcDateTime
from portal.db.outbox import MAX_ATTEMPTS, retry_delay
from portal.kernel.ids import new_token

RECEIVERS = "receivers"
"""Where a session's ``info`` names those to whom events go."""
CHOOSY = "choosy"
"""Where it has, by the name of a receiver that is not told everything, what says whether it is told of an event."""
LEASE = timedelta(minutes=2)
KEPT = timedelta(days=30)
"""How long it can be seen that something was delivered."""
UNDELIVERED_KEPT = timedelta(days=90)
"""How long something that was never taken waits for somebody to send it again."""
LONGEST_WAIT = timedelta(hours=6)
"""However long a receiver asks to be left alone."""


class CaseDelivery(Base):
    """One event on its way to one receiver."""

    __tablename__ = "case_deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    receiver: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id, ondelete="CASCADE"), index=True)
    seq: Mapped[int]
    message_id: Mapped[str] = mapped_column(String(80), unique=True)
    """The same for every attempt, so that a receiver that got it twice can tell."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_answer: Mapped[str] = mapped_column(String(200), default="")
    """What became of the last attempt, in our words: a status, or what went wrong."""
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case] = relationship()

    @property
    def kind(self) -> str:
        """What happened."""
        return self.case.event_rows[self.seq - 1].kind

    __table_args__ = (
        UniqueConstraint("receiver", "case_id", "seq"),
        Index("ix_case_deliveries_due", "delivered_at", "set_aside_at", "due_at"),
    )


@dataclass(frozen=True)
class Attempt:
    """How an attempt ended."""

    delivered: bool
    answer: str
    wait: timedelta | None = None
    """How long the receiver asks to be left alone."""
    is_final: bool = False
    """Whether it says that it never wants to hear of it again."""
    reached: bool = True
    """Whether anybody answered; else the next one would fare no better now."""


_WAITS = (CaseDelivery.delivered_at.is_(None), CaseDelivery.set_aside_at.is_(None))


def announce(session: Session, case: Case, added: Iterable[CaseEvent], now: datetime) -> None:
    """Have these events of a case delivered to everybody whom the session's ``info`` names, as far as they want it."""
    receivers: Sequence[str] = session.info.get(RECEIVERS, ())
    choosy: Mapping[str, Callable[[Case, CaseEvent], bool]] = session.info.get(CHOOSY, {})
    for entry in added if receivers else ():
        for receiver in receivers:
            if receiver in choosy and not choosy[receiver](case, entry):
                continue
            row = CaseDelivery(receiver=receiver, case=case, seq=entry.seq, message_id=f"msg_{new_token()}")
            row.created_at = row.due_at = now
            session.add(row)


def lease_next(session: Session, receivers: Sequence[str], now: datetime) -> CaseDelivery | None:
    """Claim the oldest event that is due for one of these; one of a case goes only after those before it."""
    earlier = aliased(CaseDelivery)
    waits_before = (
        select(earlier.id)
        .where(earlier.receiver == CaseDelivery.receiver, earlier.case_id == CaseDelivery.case_id)
        .where(earlier.seq < CaseDelivery.seq, earlier.delivered_at.is_(None), earlier.set_aside_at.is_(None))
    )
    due = (
        select(CaseDelivery)
        .where(*_WAITS, CaseDelivery.due_at <= now, CaseDelivery.receiver.in_(receivers))
        .where((CaseDelivery.leased_until.is_(None)) | (CaseDelivery.leased_until <= now))
        .where(~waits_before.exists())
        .order_by(CaseDelivery.due_at, CaseDelivery.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.scalar(due)
    if row:
        row.leased_until = now + LEASE
    return row


def note_attempt(session: Session, leased: CaseDelivery, attempt: Attempt, now: datetime) -> None:
    """Write down how an attempt ended; one that failed is due again later and later, and set aside in the end.

    When nobody answered, everything else for that receiver waits as long. Does nothing when the case is gone by now, or
    for a worker that stood still for so long that another one holds the event: only that it arrived stays true.
    """
    held = leased.leased_until
    row = session.get(CaseDelivery, leased.id)
    if row is None:
        return
    if row.leased_until != held:
        row.delivered_at = now if attempt.delivered else row.delivered_at
        return
    row.attempts, row.tried_at, row.leased_until, row.last_answer = row.attempts + 1, now, None, attempt.answer[:200]
    if attempt.delivered:
        row.delivered_at = now
        return
    wait = max(retry_delay(row.attempts), min(attempt.wait or timedelta(0), LONGEST_WAIT))
    row.due_at = now + wait
    if attempt.is_final or row.attempts >= MAX_ATTEMPTS:
        row.set_aside_at = now
    if not attempt.reached or attempt.wait:
        hold_back(session, row.receiver, row.due_at)


def hold_back(session: Session, receiver: str, until: datetime) -> None:
    """Let everything that waits for a receiver wait at least so long."""
    waiting = update(CaseDelivery).where(*_WAITS, CaseDelivery.receiver == receiver, CaseDelivery.due_at < until)
    session.connection().execute(waiting.values(due_at=until))


def list_deliveries(session: Session, most: int, *, troubled: bool = False) -> tuple[CaseDelivery, ...]:
    """The newest deliveries; with ``troubled`` only those that are not there yet though they were tried."""
    whole = selectinload(CaseDelivery.case).selectinload(Case.event_rows)
    newest = select(CaseDelivery).options(whole).order_by(CaseDelivery.id.desc()).limit(most)
    if troubled:
        newest = newest.where(CaseDelivery.delivered_at.is_(None), CaseDelivery.attempts > 0)
    return tuple(session.scalars(newest))


def count_given_up(session: Session) -> int:
    """How many events were given up on their way."""
    given_up = select(func.count()).select_from(CaseDelivery).where(CaseDelivery.set_aside_at.is_not(None))
    return session.scalar(given_up.where(CaseDelivery.delivered_at.is_(None))) or 0


def replay(session: Session, identifier: int, now: datetime) -> CaseDelivery | None:
    """Send an event once more, under the same identifier, whatever became of it; None when it is not known."""
    row = session.get(CaseDelivery, identifier, with_for_update=True)
    if row:
        row.delivered_at = row.set_aside_at = row.leased_until = None
        row.attempts, row.due_at = 0, now
    return row


def replay_given_up(session: Session, now: datetime) -> int:
    """Send everything that was given up once more; gives its number."""
    given_up = update(CaseDelivery).where(CaseDelivery.set_aside_at.is_not(None), CaseDelivery.delivered_at.is_(None))
    again = given_up.values(set_aside_at=None, leased_until=None, attempts=0, due_at=now)
    return session.connection().execute(again).rowcount


def forget_deliveries(session: Session, now: datetime) -> int:
    """Delete what tells of deliveries of long ago; gives their number."""
    arrived, waited = CaseDelivery.delivered_at, CaseDelivery.created_at
    # Also what waits for a receiver that the settings do not name any more.
    over = (arrived < now - KEPT) | (arrived.is_(None) & (waited < now - UNDELIVERED_KEPT))
    return session.connection().execute(delete(CaseDelivery).where(over)).rowcount

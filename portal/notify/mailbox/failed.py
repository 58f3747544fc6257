"""Messages that somebody has to look at: noted before they are moved, so that a kill in between hides none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.notify.mail_in.addresses import shorten_address
from portal.notify.mailbox.model import FailedMail, Mailbox

KEPT = timedelta(days=90)
"""How long the note is kept; the message itself stays in its folder."""


@dataclass(frozen=True)
class Failure:
    """A message that nothing could be made of."""

    mailbox: str
    origin: str
    size: int
    sender: str
    """The whole address; only a part of it is kept."""
    reason: str
    can_retry: bool


def note_failed(session: Session, failure: Failure, now: datetime) -> int:
    """Note a message before it is moved; gives the note's number, which a second try after a kill gets again."""
    found = select(FailedMail).where(FailedMail.mailbox == failure.mailbox, FailedMail.origin == failure.origin)
    row = session.scalars(found).first()
    if row is None:
        row = FailedMail(mailbox=failure.mailbox, origin=failure.origin)
        session.add(row)
    row.sender, row.reason = shorten_address(failure.sender)[:100], failure.reason[:200]
    row.size, row.can_retry, row.failed_at = failure.size, failure.can_retry, now
    session.flush()
    return row.id


def note_place(session: Session, number: int, place: str) -> None:
    """Note where a message was put."""
    row = session.get(FailedMail, number)
    if row:
        row.place = place


def list_failed(session: Session, most: int = 100) -> tuple[FailedMail, ...]:
    """The newest messages somebody has to look at."""
    newest = select(FailedMail).order_by(FailedMail.failed_at.desc(), FailedMail.id.desc())
    return tuple(session.scalars(newest.limit(most)))


def count_failed(session: Session) -> int:
    """How many messages somebody has to look at."""
    return session.scalar(select(func.count()).select_from(FailedMail).where(FailedMail.wanted_at.is_(None))) or 0


def want_again(session: Session, number: int, now: datetime) -> FailedMail | None:
    """Ask the worker to try a message again, which it does at its next look; None when that is not possible."""
    row = session.get(FailedMail, number)
    if row is None or not (row.can_retry and row.place):
        return None
    row.wanted_at = now
    mailbox = session.get(Mailbox, row.mailbox)
    if mailbox:
        mailbox.due_at = min(mailbox.due_at, now)
    return row


def drop_failed(session: Session, number: int) -> FailedMail | None:
    """Take a message off the list; it stays in its folder."""
    row = session.get(FailedMail, number)
    if row:
        session.delete(row)
    return row


def list_wanted(session: Session, mailbox: str) -> tuple[FailedMail, ...]:
    """The messages of a mailbox that are to be tried again."""
    wanted = select(FailedMail).where(FailedMail.mailbox == mailbox, FailedMail.wanted_at.is_not(None))
    return tuple(session.scalars(wanted.order_by(FailedMail.id).limit(50)))


def forget_failed(session: Session, now: datetime) -> int:
    """Delete the notes that are older than they are kept; gives their number."""
    return session.connection().execute(delete(FailedMail).where(FailedMail.failed_at < now - KEPT)).rowcount

"""What is kept about the mailbox: when it was looked at, by whom now, and which messages somebody has to look at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, UtcDateTime

DEADLY = "ends the worker"
"""Why a message is put aside that no worker has survived."""


class MailboxUnavailable(Exception):
    """The mailbox cannot be read or written now. Its words are ours: a server's own may quote addresses."""


@dataclass(frozen=True)
class Waiting:
    """A message that waits in the mailbox."""

    uid: int
    size: int
    """In bytes, as the server counts them."""


class Mailbox(Base):
    """A mailbox that workers look at, one at a time."""

    __tablename__ = "mailboxes"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_by: Mapped[str] = mapped_column(String(40), default="")
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The last time that nothing was in the way."""
    failures: Mapped[int] = mapped_column(default=0)
    """How often in a row something was."""
    problem: Mapped[str] = mapped_column(String(200), default="")
    begun: Mapped[str] = mapped_column(String(40), default="")
    """The message that was begun last: a worker that dies of one leaves it standing here."""
    tries: Mapped[int] = mapped_column(default=0)


class FailedMail(Base):
    """A message that nothing could be made of: it lies in the folder for such messages, and the team is told."""

    __tablename__ = "failed_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(40))
    """Where it came from, so that a kill between storing and moving tells of it once."""
    place: Mapped[str] = mapped_column(String(40), default="")
    """Where it lies now; empty when the server does not say."""
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    size: Mapped[int]
    sender: Mapped[str] = mapped_column(String(100), default="")
    """Its first letter and its domain; empty when that could not be read."""
    reason: Mapped[str] = mapped_column(String(200))
    can_retry: Mapped[bool]
    """Whether receiving it again could end differently."""
    wanted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When somebody asked for another try; the worker then lays it back."""

"""What a message that arrived is, as far as anybody needs to know, and what is kept about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Enum, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, UtcDateTime


class Nature(StrEnum):
    """Who or what has written a message."""

    PERSON = "person"
    AUTOMATIC = "automatic"
    """A machine: out of office, a ticket system's confirmation, the answer to an invitation."""
    BULK = "bulk"
    """A mailing list or a newsletter."""
    BOUNCE = "bounce"
    """A mail server: one of our mails did not arrive, or comes late."""
    RECEIPT = "receipt"
    """A mail program: one of our mails was read or deleted."""
    OWN = "own"
    """The portal itself: a mail of ours came back."""


class Obstacle(StrEnum):
    """Why a message's text cannot be used."""

    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    """It has neither text nor files."""
    BROKEN = "broken"
    """It cannot be taken apart."""


class Outcome(StrEnum):
    """What became of a message."""

    ADDED = "added"
    """It is a reply in a case."""
    OPENED = "opened"
    """It opened a case."""
    NOTED = "noted"
    """The support team finds a note in the case."""
    IGNORED = "ignored"
    """Nothing follows from it."""
    NOT_TAKEN = "not_taken"
    """It could not be read; its sender is told so where that is safe."""
    SET_ASIDE = "set_aside"
    """A person has to look at it."""
    DUPLICATE = "duplicate"
    """It was received before."""


NEEDS_A_LOOK = frozenset({Outcome.NOT_TAKEN, Outcome.SET_ASIDE})


@dataclass(frozen=True)
class IncomingFile:
    """A file of a message, as it came."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Bounced:
    """What a mail server says of a mail of ours."""

    recipients: tuple[str, ...]
    """To whom it did not get."""
    identifiers: tuple[str, ...]
    """What the returned mail calls itself and refers to."""
    reply_to: tuple[str, ...]
    """Where answers to it were to go: the signed address of its case."""
    status: str = ""
    """Such as ``5.1.1``, the code of RFC 3463."""


@dataclass(frozen=True)
class IncomingMail:
    """A message, taken apart. Nothing in it is masked yet."""

    digest: str
    """What makes it this message and no other, on whatever way and however often it comes."""
    message_id: str
    """``<…@…>``, or empty."""
    sender: str
    """The normalised address that wrote it; empty when it names none."""
    name: str
    recipients: tuple[str, ...]
    identifiers: tuple[str, ...]
    """The messages it answers."""
    subject: str
    nature: Nature
    answerable: bool
    """Whether an automatic answer may go to the sender."""
    language: str = ""
    """What its header says of its language."""
    text: str = ""
    files: tuple[IncomingFile, ...] = ()
    bounced: Bounced | None = None
    obstacle: Obstacle | None = None


class ReceivedMail(Base):
    """That a message was received, so that no second look at a mailbox takes it again; nothing of what it says."""

    __tablename__ = "received_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    sender_key: Mapped[str] = mapped_column(String(32))
    """A keyed digest of the sender's address: enough to count by, not to read."""
    stranger: Mapped[bool]
    """Whether the sender was not known to be a customer."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    outcome: Mapped[Outcome] = mapped_column(
        Enum(Outcome, native_enum=False, length=12, values_callable=lambda enum: [word.value for word in enum])
    )
    reason: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(12))
    """The case it went to; empty when it went to none."""
    answered: Mapped[bool]
    """Whether an automatic answer was caused by it."""

    __table_args__ = (Index("ix_received_mails_sender", "sender_key", "received_at"),)

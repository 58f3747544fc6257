"""Who follows an incident, as it is stored until the incident is over."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, UtcDateTime

TITLE_LENGTH = 300


class Follower(Base):
    """An address that wants to be told when one incident is over; mail goes there only once it is confirmed.

    The row goes when the mail is written, so nothing is left of it but what the outbox holds until it is sent.
    """

    __tablename__ = "incident_followers"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident: Mapped[str] = mapped_column(String(200))
    """The incident's name in its source."""
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    """As it read when it was followed: a status page may not show an incident any more when it is over."""
    email: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """When it was asked for last, so that a mail to confirm went out."""
    asked: Mapped[int] = mapped_column(default=1)
    """How many such mails went out."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirm_digest: Mapped[str] = mapped_column(String(64), index=True)
    """Of the token in the newest mail to confirm; the token itself is in that mail alone."""
    stop_digest: Mapped[str] = mapped_column(String(64), index=True)
    """Of the token that ends everything this address follows."""

    __table_args__ = (UniqueConstraint("incident", "email"),)

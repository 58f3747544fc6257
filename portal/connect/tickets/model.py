"""Which ticket belongs to which case, and what the case has of it already."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.model import Case
from portal.db.base import Base, UtcDateTime


class CaseTicket(Base):
    """The ticket of one case. It holds no words: those stand in the case and in the helpdesk."""

    __tablename__ = "case_tickets"

    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id, ondelete="CASCADE"), primary_key=True)
    helpdesk: Mapped[str] = mapped_column(String(20))
    """The kind of the helpdesk it is in."""
    ticket: Mapped[str] = mapped_column(String(40), default="")
    """Its id there; empty as long as nobody knows whether there is one."""
    number: Mapped[str] = mapped_column(String(40), default="")
    """What people call it by."""
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was asked for last without an answer that says what became of that."""
    state: Mapped[str] = mapped_column(String(80), default="")
    """The helpdesk's word for where it stood when the case followed it last."""
    taken: Mapped[Sequence[str]] = mapped_column(JSON, default=list)
    """The ids of the articles that the case has, or that are none of its business; written anew, never changed."""
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was last read with success."""
    look_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it is read next."""
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)
    """How often in a row it could not be read."""
    problem: Mapped[str] = mapped_column(String(200), default="")
    """Why not, in our words."""

    case: Mapped[Case] = relationship()

    __table_args__ = (Index("ix_case_tickets_look", "helpdesk", "look_at"), Index("ix_case_tickets_ticket", "ticket"))

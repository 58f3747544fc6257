"""What the desk keeps: each member's saved views, who looks at which case, and incidents that may be."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.model import Case
from portal.db.base import Base, UtcDateTime
from portal.identity.model import ADDRESS_LENGTH, StaffMember


class SavedView(Base):
    """A filter of the queue under a name; it goes with its owner."""

    __tablename__ = "desk_views"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(
        String(ADDRESS_LENGTH), ForeignKey(StaffMember.email, ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))
    """The filter as the query of an address."""

    __table_args__ = (UniqueConstraint("owner", "name"),)


class Look(Base):
    """Somebody of the team has a case open; the worker deletes the row a minute after the last sign of it."""

    __tablename__ = "desk_looks"

    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id, ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(
        String(ADDRESS_LENGTH), ForeignKey(StaffMember.email, ondelete="CASCADE"), primary_key=True, index=True
    )
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PossibleIncident(Base):
    """A time in which many customers reported one component; see `portal.desk.outbreaks`."""

    __tablename__ = "possible_incidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    component: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_report_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the latest report came that the rule counted."""
    customers: Mapped[int]
    """The most customers that it counted at one time."""
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dismissed_by: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    lasting: Mapped[str | None] = mapped_column(String(64), unique=True)
    """The component as long as it lasts, so that of two workers only one begins it; None afterwards."""

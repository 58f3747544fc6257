"""What figures keep of a case that its customer had deleted: how its promises were kept, and nothing of anybody."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.cases.model import Case, word_column
from portal.cases.rules import Status
from portal.db.base import Base, UtcDateTime
from portal.policy.model import Channel


class DeletedCase(Base):
    """A case without its customer: no reference, no address, no account, no words.

    All its moments are moved together so that it was opened at midnight (UTC) of its day. How long everything took
    stays true, and nobody finds by the minute who it was.
    """

    __tablename__ = "deleted_cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str | None] = mapped_column(String(40))
    channel: Mapped[Channel] = mapped_column(word_column(Channel, 10))
    severity: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    component: Mapped[str] = mapped_column(String(64))
    status: Mapped[Status] = mapped_column(word_column(Status, 24))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    first_response_due: Mapped[datetime] = mapped_column(UtcDateTime)
    resolution_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_response_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    feedback: Mapped[int | None]


_KEPT = ("plan", "channel", "severity", "language", "component", "status", "feedback")
_MOMENTS = ("opened_at", "first_response_due", "resolution_due", "first_response_at", "ended_at")


def strip_case(case: Case) -> DeletedCase | None:
    """What stays of a case; None for one that was merged, since figures count the other one."""
    if case.merged_into:
        return None
    since_midnight = case.opened_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    shift = case.opened_at - since_midnight
    kept = {name: getattr(case, name) for name in _KEPT}
    return DeletedCase(**kept, **{name: _moved(getattr(case, name), shift) for name in _MOMENTS})


def forget_remains(session: Session, before: datetime) -> int:
    """Delete what was kept of cases opened before a moment; gives their number."""
    return session.connection().execute(delete(DeletedCase).where(DeletedCase.opened_at < before)).rowcount


def _moved(moment: datetime | None, shift: timedelta) -> datetime | None:
    return moment - shift if moment else None

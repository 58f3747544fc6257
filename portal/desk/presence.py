"""Who of the team has a case open right now. Nobody is locked out; it only keeps two from answering the same."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.desk.model import Look

LOOK_LASTS = timedelta(seconds=60)
"""For how long an open page counts without a sign of it; pages give one every 20 seconds."""


def note_look(session: Session, case_id: int, email: str, now: datetime) -> None:
    """Remember that somebody has a case open."""
    look = session.get(Look, (case_id, email)) or Look(case_id=case_id, email=email)
    look.seen_at = now
    session.add(look)


def list_others(session: Session, case_id: int, email: str, now: datetime) -> tuple[str, ...]:
    """The addresses of those who have a case open beside somebody."""
    present = select(Look.email).where(Look.case_id == case_id, Look.email != email, Look.seen_at > now - LOOK_LASTS)
    return tuple(session.scalars(present.order_by(Look.email)))


def forget_looks(session: Session, now: datetime) -> int:
    """Delete the looks that are over; gives their number."""
    return session.connection().execute(delete(Look).where(Look.seen_at <= now - LOOK_LASTS)).rowcount

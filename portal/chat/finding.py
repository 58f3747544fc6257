"""Which conversation a visitor's chat shows."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases.model import Case
from portal.cases.rules import ACTIVE
from portal.policy.model import Channel


def find_chat(session: Session, email: str) -> Case | None:
    """The newest chat of an address that is going on, or None. A colleague's is not one's own to be greeted with."""
    own = Case.opened_by == email, Case.channel == Channel.CHAT, Case.status.in_(ACTIVE), Case.merged_into.is_(None)
    return session.scalar(select(Case).where(*own).order_by(Case.opened_at.desc(), Case.id.desc()).limit(1))

"""Links are used once: which ones were is stored until they would be too old anyway."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.identity.links.rules import Link, LinkUsed
from portal.identity.model import UsedLink


def use_link(session: Session, link: Link) -> LinkUsed | None:
    """Use a link up; of many who try at once, one succeeds."""
    try:
        with session.begin_nested():
            session.add(UsedLink(mark=link.mark, expires_at=link.expires_at))
    except IntegrityError:
        return LinkUsed()
    return None


def is_used(session: Session, link: Link) -> bool:
    """Whether somebody has signed in with a link."""
    return session.get(UsedLink, link.mark) is not None


def forget_used(session: Session, now: datetime) -> int:
    """Delete links that are too old to be used again; gives their number."""
    statement = delete(UsedLink).where(UsedLink.expires_at < now)
    return session.connection().execute(statement).rowcount

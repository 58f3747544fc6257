"""Visits that the provider ends from afar (OpenID Connect Back-Channel Logout 1.0).

A visit lies in the browser's cookie and nowhere else, so what is kept here is which ones are worth nothing any more.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from flask import g
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.db.engine import DatabaseUnavailable
from portal.identity.model import EndedVisit
from portal.identity.rules import VISIT_LIFETIME
from portal.web.current import current_database, current_secret


def mark_of(kind: str, name: str) -> str:
    """The keyed digest that stands for a name of the provider's; empty for none."""
    if not name:
        return ""
    key = current_secret.get().encode()
    return hmac.new(key, f"visit:{kind}:{name}".encode(), hashlib.sha256).hexdigest()[:32]


def end_visits(session: Session, mark: str, now: datetime) -> None:
    """From now on, no visit with this mark that began before counts."""
    row = session.get(EndedVisit, mark)
    if row is None:
        session.add(EndedVisit(mark=mark, ended_at=now))
    else:
        row.ended_at = now


def is_ended(marks: Sequence[str], begun_at: datetime) -> bool:
    """Whether the provider has ended a visit with these marks; looked up once a request.

    While the database is away nobody can tell. Nothing of anybody can be shown then, either.
    """
    named = [mark for mark in marks if mark]
    if not named:
        return False
    known: dict[tuple[str, ...], datetime | None] = g.setdefault("ended_visits", {})
    key = tuple(named)
    if key not in known:
        known[key] = _last_end(named)
    ended = known[key]
    return ended is not None and begun_at <= ended


def _last_end(marks: Sequence[str]) -> datetime | None:
    newest = select(EndedVisit.ended_at).where(EndedVisit.mark.in_(marks)).order_by(EndedVisit.ended_at.desc()).limit(1)
    try:
        with current_database.get().read() as session:
            return session.scalar(newest)
    except DatabaseUnavailable:
        return None


def forget_ended(session: Session, now: datetime) -> int:
    """Delete what no cookie could show any more; gives the number."""
    statement = delete(EndedVisit).where(EndedVisit.ended_at < now - VISIT_LIFETIME)
    return session.connection().execute(statement).rowcount

"""Following incidents: asked for, confirmed, stopped, told. One use case a function, in the caller's transaction."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db.outbox import enqueue
from portal.incidents.following import rules
from portal.incidents.following.model import TITLE_LENGTH, Follower
from portal.incidents.following.rules import Asked
from portal.incidents.model import Incident, Reading
from portal.kernel.ids import new_token
from portal.kernel.language import DEFAULT_LANGUAGE, Language, find_language

BATCH = 100


@dataclass(frozen=True)
class Wish:
    """Somebody wants to be told of the end of these incidents."""

    email: str
    """A normalised address."""
    language: Language
    incidents: tuple[Incident, ...]


def follow(session: Session, wish: Wish, secret: str, now: datetime, *, proven: bool) -> None:
    """Remember the wish. An address that is not proven gets a mail to confirm it, unless it has had enough of them.

    Nothing tells the caller whether the address follows already, since nothing may tell a visitor.
    """
    for incident in wish.incidents:
        row = _find_or_add(session, wish, incident, secret, now)
        if row.confirmed_at:
            continue
        if proven:
            row.confirmed_at = now
        elif _may_ask(session, row, now):
            _ask(session, row, wish.language, now)


def confirm(session: Session, token: str, now: datetime) -> Follower | None:
    """Make a wish good by the token of its mail; None when there is none, or not any more. Done twice it stays done."""
    row = find_by_token(session, token)
    if row is not None and row.confirmed_at is None:
        row.confirmed_at = now
    return row


def find_by_token(session: Session, token: str) -> Follower | None:
    """The wish that a mail to confirm was about, or None."""
    return session.scalar(select(Follower).where(Follower.confirm_digest == _digest(token)))


def stop(session: Session, token: str) -> None:
    """End everything that an address follows, by the token that stands in each of its mails."""
    session.execute(delete(Follower).where(Follower.stop_digest == _digest(token)))


def stop_token(secret: str, email: str) -> str:
    """The token that ends what an address follows: the same in every mail, so that an old one still works."""
    return hmac.new(secret.encode(), f"stop-following:{email}".encode(), hashlib.sha256).hexdigest()[:32]


def tell_followers(session: Session, reading: Reading, now: datetime) -> int:
    """Write a mail to a batch of those whose incident is over and forget them; gives how many there were.

    The mail and the forgetting are one transaction, and rows that another worker holds are skipped: so each is told
    once. Those who never confirmed are forgotten without a mail.
    """
    followed = list(session.scalars(select(Follower.incident).distinct()))
    over = rules.list_over(followed, reading, now)
    if not over:
        return 0
    ended = select(Follower).where(Follower.incident.in_(over)).order_by(Follower.id).limit(BATCH)
    rows = session.scalars(ended.with_for_update(skip_locked=True)).all()
    for row in rows:
        if row.confirmed_at:
            enqueue(session, "incident_over", _payload(row, over[row.incident], now), now)
        session.delete(row)
    return len(rows)


def forget_followers(session: Session, now: datetime) -> int:
    """Delete those who did not confirm in time, and those who wait for what never ends; gives their number."""
    unconfirmed = Follower.confirmed_at.is_(None) & (Follower.asked_at < now - rules.UNCONFIRMED_KEPT)
    endless = Follower.confirmed_at < now - rules.CONFIRMED_KEPT
    return session.connection().execute(delete(Follower).where(or_(unconfirmed, endless))).rowcount


def _find_or_add(session: Session, wish: Wish, incident: Incident, secret: str, now: datetime) -> Follower:
    wanted = select(Follower).where(Follower.incident == incident.slug, Follower.email == wish.email)
    row = session.scalar(wanted.with_for_update())
    if row is not None:
        return row
    row = Follower(
        incident=incident.slug,
        title=incident.says(wish.language).title[:TITLE_LENGTH],
        email=wish.email,
        language=wish.language.tag,
        # Not asked yet: the first mail sets both.
        asked_at=now,
        asked=0,
        confirm_digest=_digest(new_token()),
        stop_digest=_digest(stop_token(secret, wish.email)),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Sent twice at once: the other one was faster.
        return session.scalars(wanted.with_for_update()).one()
    return row


def _may_ask(session: Session, row: Follower, now: datetime) -> bool:
    asked = select(Follower).where(Follower.email == row.email, Follower.confirmed_at.is_(None), Follower.asked > 0)
    earlier: Sequence[Asked] = [Asked(each.incident, each.asked_at, each.asked) for each in session.scalars(asked)]
    return rules.may_ask(earlier, row.incident, now)


def _ask(session: Session, row: Follower, language: Language, now: datetime) -> None:
    token = new_token()
    row.confirm_digest, row.language = _digest(token), language.tag
    row.asked_at, row.asked = now, row.asked + 1
    payload = {"to": row.email, "language": row.language, "title": row.title, "token": token}
    enqueue(session, "follow_confirm", payload, now)


def _payload(row: Follower, incident: Incident | None, now: datetime) -> dict[str, str]:
    """What the mail says: the newest words of the incident when its source still has them."""
    words = incident.says(find_language(row.language) or DEFAULT_LANGUAGE) if incident else None
    return {
        "to": row.email,
        "language": row.language,
        "incident": row.incident if incident else "",
        "title": words.title if words else row.title,
        "update": words.updates[0].text if words and words.updates else "",
        "ended_at": (incident.ended_at if incident and incident.ended_at else now).isoformat(),
    }


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Making, finding and ending tokens; one use case a function, each within the caller's transaction."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal.identity.tokens.model import ApiToken
from portal.identity.tokens.rules import (
    KEPT_AFTER_END,
    NameTaken,
    NoSuchToken,
    Scope,
    is_in_force,
    is_same,
    make_secret,
    split_token,
)


def add_token(
    session: Session, name: str, scopes: Collection[Scope], now: datetime, expires_at: datetime | None = None
) -> str | NameTaken:
    """Make a token and give it; nobody can read it again."""
    if find_by_name(session, name, now) is not None:
        return NameTaken()
    made = make_secret()
    row = ApiToken(name=name, visible=made.visible, digest=made.digest, scopes=sorted(scopes), created_at=now)
    row.expires_at = expires_at
    session.add(row)
    session.flush()
    return made.text


def find_by_name(session: Session, name: str, now: datetime) -> ApiToken | None:
    """The token in force that has a name, or None."""
    rows = session.scalars(select(ApiToken).where(ApiToken.name == name, ApiToken.revoked_at.is_(None)))
    return next((row for row in rows if is_in_force(row.expires_at, row.revoked_at, now)), None)


def find_token(session: Session, text: str, now: datetime) -> ApiToken | None:
    """The token in force that somebody sent, or None."""
    parts = split_token(text)
    if parts is None:
        return None
    row = session.scalar(select(ApiToken).where(ApiToken.visible == parts[0]))
    if row is None or not is_same(parts[1], row.digest):
        return None
    return row if is_in_force(row.expires_at, row.revoked_at, now) else None


def list_tokens(session: Session) -> tuple[ApiToken, ...]:
    """Every token that is known, those that have ended as well, by name and age."""
    return tuple(session.scalars(select(ApiToken).order_by(ApiToken.name, ApiToken.id)))


def revoke_token(session: Session, name: str, now: datetime) -> ApiToken | NoSuchToken:
    """End a token at once."""
    row = find_by_name(session, name, now)
    if row is None:
        return NoSuchToken()
    row.revoked_at = now
    return row


def forget_tokens(session: Session, now: datetime) -> int:
    """Delete what tells of tokens that ended long ago; gives their number."""
    until = now - KEPT_AFTER_END
    over = delete(ApiToken).where(or_(ApiToken.revoked_at < until, ApiToken.expires_at < until))
    return session.connection().execute(over).rowcount

"""Who is visiting, as the browser's signed session says: an address, and when it was proven."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import session

from portal.identity.browser import remember_known
from portal.identity.rules import visit_is_over
from portal.web.current import current_clock

_VISITOR = "visitor"
_PENDING = "sign_in"


@dataclass(frozen=True)
class Visitor:
    """Somebody who proved that they read this address's mail."""

    email: str
    proven_at: datetime


@dataclass(frozen=True)
class PendingProof:
    """A sign-in that waits for its code: the address, and where to go afterwards."""

    email: str
    next: str


def current_visitor() -> Visitor | None:
    """The visitor of this request, or None when nobody is signed in or it was too long ago."""
    stored = _stored(_VISITOR, "email", "proven_at")
    if stored is None:
        return None
    proven_at = datetime.fromisoformat(stored["proven_at"])
    if visit_is_over(proven_at, current_clock.get()()):
        return None
    return Visitor(stored["email"], proven_at)


def get_visitor() -> Visitor:
    """The visitor of a view that stands behind ``signed_in``.

    Raises:
        LookupError: when nobody is signed in, so the guard is missing.
    """
    visitor = current_visitor()
    if visitor is None:
        raise LookupError("nobody is signed in")
    return visitor


def sign_in(email: str) -> None:
    """Remember on this browser that the address was proven just now; the caller has seen the proof."""
    remember_known(email)
    session.permanent = True
    session.pop(_PENDING, None)
    session[_VISITOR] = {"email": email, "proven_at": current_clock.get()().isoformat()}


def sign_out() -> None:
    """Forget everything on this browser: it may be a shared one, and drafts are personal too."""
    session.clear()


def pending_proof() -> PendingProof | None:
    """The sign-in that was begun on this browser and waits for its code, or None."""
    stored = _stored(_PENDING, "email", "next")
    return PendingProof(stored["email"], stored["next"]) if stored else None


def await_proof(email: str, target: str) -> None:
    """Remember which address a code was sent to, so that a code is only taken for an address asked for here."""
    session[_PENDING] = {"email": email, "next": target}


def drop_proof() -> None:
    """Give the begun sign-in up, for instance to type another address."""
    session.pop(_PENDING, None)


def _stored(name: str, *keys: str) -> dict[str, str] | None:
    """A part of the session with these texts in it; a session of an older release may lack some."""
    stored: Any = session.get(name)
    if isinstance(stored, dict) and all(isinstance(stored.get(key), str) for key in keys):
        return stored
    return None

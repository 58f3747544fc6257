"""Who is visiting, as the browser's signed session says: an address, and when it was proven."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import session

from portal.identity.browser import remember_known
from portal.identity.ended import is_ended
from portal.identity.rules import claim_is_over, visit_is_over
from portal.web.current import current_clock, current_settings

_VISITOR = "visitor"
_PENDING = "sign_in"
_TOKEN = "csrf_token"  # noqa: S105 - a name
"""Where the form library keeps what it makes its tokens of."""


class Way(StrEnum):
    """How an address was proven."""

    CODE = "code"
    PROVIDER = "provider"
    LINK = "link"


@dataclass(frozen=True)
class Marks:
    """What a visit keeps of the provider: digests of its names, by which it can end the visit, and a word of its."""

    subject: str = ""
    visit: str = ""
    is_staff: bool = False
    """Whether a claim said that the visitor belongs to the support team."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who proved that they read this address's mail, or for whom the provider vouches."""

    email: str
    proven_at: datetime
    way: Way = Way.CODE
    marks: Marks = Marks()


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
    marks = _marks(stored)
    if visit_is_over(proven_at, current_clock.get()()) or is_ended((marks.subject, marks.visit), proven_at):
        return None
    way = stored.get("way")
    return Visitor(stored["email"], proven_at, Way(way) if way in set(Way) else Way.CODE, marks)


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
    _remember(email, {})


def begin_visit(email: str, way: Way, marks: Marks = Marks()) -> None:
    """Sign in anew: nothing of what signed anybody in before goes on, and nothing at all of somebody else's visit.

    Unfinished requests of a browser on which nobody was signed in stay, as they do with a code.
    """
    before = _stored(_VISITOR, "email")
    if before and before["email"] != email:
        session.clear()
    session.pop(_TOKEN, None)
    told = {"subject": marks.subject, "visit": marks.visit, "staff": "yes" if marks.is_staff else ""}
    _remember(email, {"way": way.value, **{name: value for name, value in told.items() if value}})


def staff_claim(visitor: Visitor) -> bool | None:
    """Whether the provider says that a visitor is staff; None when it said so and has to be asked again."""
    if not visitor.marks.is_staff or current_settings.get().oidc_staff_claim is None:
        return False
    return None if claim_is_over(visitor.proven_at, current_clock.get()()) else True


def _remember(email: str, more: dict[str, str]) -> None:
    remember_known(email)
    session.permanent = True
    session.pop(_PENDING, None)
    session[_VISITOR] = {"email": email, "proven_at": current_clock.get()().isoformat(), **more}


def _marks(stored: dict[str, str]) -> Marks:
    return Marks(stored.get("subject", ""), stored.get("visit", ""), is_staff=stored.get("staff") == "yes")


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

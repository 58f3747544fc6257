"""Decisions about signed links from the provider's dashboard; every figure is a choice of ours unless noted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from portal.identity.claims import Person, UnprovenAddress, read_claims
from portal.identity.oidc.rules import read_moment
from portal.identity.rules import safe_next
from portal.kernel.refusal import Refusal

LONGEST_LIFE = timedelta(minutes=5)
"""How far away the end of a link may be: it is made when somebody presses a button of the dashboard, and used then."""
_SHORTEST_NAME, _LONGEST_NAME = 8, 200
"""Characters of a link's name: too short a one would be given twice."""
_LONGEST_TARGET = 2_000


@dataclass(frozen=True)
class Link:
    """A link whose signature holds and that is for us, now."""

    mark: str
    """A digest of its name, by which it is known to have been used."""
    expires_at: datetime
    person: Person
    next: str
    """Where it leads on this site; empty when it does not say."""


@dataclass(frozen=True)
class LinkRefused(Refusal):
    """This is no link of the dashboard's for this portal."""

    reason: str
    """For the log."""


@dataclass(frozen=True)
class LinkExpired(Refusal):
    """The link was one, but its time is over."""


@dataclass(frozen=True)
class LinkUsed(Refusal):
    """Somebody has signed in with this link already."""


def read_link(claims: Mapping[str, Any] | None, base_url: str, now: datetime) -> Link | LinkRefused | LinkExpired:
    """What a link says; without claims its signature does not hold."""
    if claims is None:
        return LinkRefused("the signature does not hold")
    audience, name, expires = claims.get("aud"), claims.get("jti"), read_moment(claims.get("exp"))
    named = isinstance(name, str) and _SHORTEST_NAME <= len(name) <= _LONGEST_NAME
    checks = (
        (base_url in (audience if isinstance(audience, list) else [audience]), "another audience"),
        (named, f"jti must have {_SHORTEST_NAME} to {_LONGEST_NAME} characters"),
        (expires is not None, "no exp"),
        (expires is None or expires <= now + LONGEST_LIFE, "exp is more than five minutes away"),
    )
    fault = next((fault for holds, fault in checks if not holds), "")
    if fault or expires is None:
        return LinkRefused(fault)
    if now >= expires:
        return LinkExpired()
    person = read_claims(claims)
    if isinstance(person, UnprovenAddress):
        return LinkRefused("email is missing, or email_verified is not true")
    return Link(sha256(str(name).encode()).hexdigest(), expires, person, _read_target(claims.get("to")))


def _read_target(told: object) -> str:
    """A path of this site; anything else is passed over, since the visitor can still be let in."""
    return (safe_next(told) or "") if isinstance(told, str) and len(told) <= _LONGEST_TARGET else ""

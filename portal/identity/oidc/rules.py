"""Decisions about what a provider sends; every rule stands in OpenID Connect Core 1.0 unless noted."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from portal.identity.oidc.model import ProviderAway, ProviderDocument

BEGUN_LIFETIME = timedelta(minutes=30)
"""How long somebody may take with the provider: to find a password, and a second factor."""
MOST_BEGUN = 5
"""Tabs of one browser that may be on their way at once; the oldest is forgotten."""
LEEWAY = timedelta(seconds=60)
"""What clocks may differ."""
OLDEST_TOKEN = timedelta(minutes=10)
"""An ID token comes straight from the provider; an older one was made for another moment."""
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=24)
_USUAL = timedelta(hours=1)


@dataclass(frozen=True)
class Expected:
    """What an ID token must say."""

    issuer: str
    client_id: str
    nonce: str


def derive(secret: str, purpose: str, state: str) -> str:
    """A value that belongs to a state and that only the portal can make, 43 characters long.

    So the nonce, and the verifier of PKCE, need to be kept nowhere: not even the browser that holds the state knows
    them.
    """
    digest = hmac.new(secret.encode(), f"oidc:{purpose}:{state}".encode(), sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def challenge_of(verifier: str) -> str:
    """The challenge S256 of a verifier (RFC 7636, section 4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def find_fault(claims: Mapping[str, Any], expected: Expected, now: datetime) -> str:
    """Why an ID token whose signature holds is still not for us; empty when it is (section 3.1.3.7)."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp")
    checks = (
        (claims.get("iss") == expected.issuer, "another issuer"),
        (expected.client_id in audiences, "another audience"),
        (party == expected.client_id or (party is None and len(audiences) == 1), "another authorized party"),
        (_is_same(claims.get("nonce"), expected.nonce), "another nonce"),
        (isinstance(claims.get("sub"), str) and 0 < len(claims["sub"]) <= 255, "no subject"),
    )
    return next((fault for holds, fault in checks if not holds), "") or find_fault_of_times(claims, now)


def find_fault_of_times(claims: Mapping[str, Any], now: datetime) -> str:
    """Why a token is not of this moment; empty when it is."""
    expires, issued = read_moment(claims.get("exp")), read_moment(claims.get("iat"))
    if expires is None or issued is None:
        return "no times"
    if now >= expires + LEEWAY:
        return "expired"
    if issued > now + LEEWAY:
        return "issued in the future"
    return "issued long ago" if now > issued + OLDEST_TOKEN else ""


def _is_same(told: object, expected: str) -> bool:
    return isinstance(told, str) and hmac.compare_digest(told.encode(), expected.encode())


def read_moment(value: object) -> datetime | None:
    """A time as tokens tell it, in seconds since 1970; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def read_lifetime(cache_control: str) -> timedelta:
    """How long an answer may be kept, between a minute and a day; an hour when nothing is said."""
    for part in cache_control.lower().split(","):
        name, _, seconds = part.strip().partition("=")
        if name == "max-age" and seconds.isascii() and seconds.isdecimal():
            return min(max(timedelta(seconds=int(seconds[:6])), _SHORTEST), _LONGEST)
    return _USUAL


def read_document(document: object, issuer: str) -> ProviderDocument:
    """What a provider says of itself.

    Raises:
        ProviderAway: when it is another provider, lacks what is needed, or wants to be reached unencrypted.
    """
    if not isinstance(document, dict):
        raise ProviderAway("the discovery document is none")
    # A slash at the end makes another name, but also a mistake that everybody makes once.
    told = document.get("issuer")
    if not isinstance(told, str) or told.rstrip("/") != issuer.rstrip("/"):
        raise ProviderAway("the discovery document is that of another issuer")
    addresses = {name: document.get(name) or "" for name in _ADDRESSES}
    unfit = [name for name, value in addresses.items() if not _is_fit(value, issuer)]
    missing = [name for name in _ADDRESSES[:3] if not addresses[name]]
    if unfit or missing:
        raise ProviderAway(f"the discovery document has no usable {', '.join(missing or unfit)}")
    ways = document.get("token_endpoint_auth_methods_supported")
    return ProviderDocument(
        issuer=told,
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        takes_secret_in_body=_only_in_body(ways if isinstance(ways, list) else ()),
        **addresses,
    )


_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint")


def _is_fit(address: object, issuer: str) -> bool:
    """Whether an address is one, and encrypted like the issuer's own."""
    if not isinstance(address, str):
        return False
    return not address or address.startswith("https://" if issuer.startswith("https://") else ("http://", "https://"))


def _only_in_body(ways: Sequence[object]) -> bool:
    """Whether the secret may come in the form alone; without a list, in the header (Discovery, section 3)."""
    return "client_secret_post" in ways and "client_secret_basic" not in ways

"""The provider's signed word that somebody has left (OpenID Connect Back-Channel Logout 1.0, section 2.6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.identity.oidc.model import LastVisit, ProofRefused
from portal.identity.oidc.provider import Provider
from portal.identity.oidc.rules import find_fault_of_times

EVENT = "http://schemas.openid.net/event/backchannel-logout"
"""The name of what happened; an identifier that is never fetched."""


def read_logout(provider: Provider, token: str, now: datetime) -> LastVisit | ProofRefused:
    """Which visits end.

    Raises:
        ProviderAway: when the keys to prove it with cannot be had.
    """
    claims = provider.open_token(token)
    if claims is None:
        return ProofRefused("the signature does not hold")
    fault = find_fault(claims, provider.document().issuer, provider.registration.client_id, now)
    if fault:
        return ProofRefused(fault)
    return LastVisit(*(value if isinstance(value := claims.get(name), str) else "" for name in ("sub", "sid")))


def find_fault(claims: Mapping[str, Any], issuer: str, client_id: str, now: datetime) -> str:
    """Why a token whose signature holds ends nothing here; empty when it does."""
    audience, events = claims.get("aud"), claims.get("events")
    named = [claims.get(name) for name in ("sub", "sid")]
    checks = (
        (claims.get("iss") == issuer, "another issuer"),
        (client_id in (audience if isinstance(audience, list) else [audience]), "another audience"),
        (isinstance(events, dict) and isinstance(events.get(EVENT), dict), "another event"),
        # Else an ID token would do.
        ("nonce" not in claims, "it has a nonce"),
        (any(isinstance(name, str) and name for name in named), "it names nobody"),
    )
    return next((fault for holds, fault in checks if not holds), "") or find_fault_of_times(claims, now)

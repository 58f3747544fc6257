"""Somebody comes back from the provider: what they bring is checked, and what it proves is taken over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.identity.claims import NAMES, Person, UnprovenAddress, names_staff, read_claims
from portal.identity.ended import mark_of
from portal.identity.oidc.model import Cancelled, NotBegun, ProofRefused, Tokens
from portal.identity.oidc.provider import Provider
from portal.identity.oidc.rules import derive
from portal.identity.visitor import Marks
from portal.web.current import current_secret, current_settings

Refused = NotBegun | Cancelled | ProofRefused | UnprovenAddress


@dataclass(frozen=True)
class Proven:
    """Somebody for whom the provider vouches."""

    person: Person
    marks: Marks


def check_return(provider: Provider, state: str, brought: Mapping[str, str]) -> Proven | Refused:
    """What the parameters of the way back prove, for a state that this browser has begun.

    Raises:
        ProviderAway: when the provider cannot be asked.
    """
    document = provider.document()
    # A name that is there must be right, also where the provider does not promise one (RFC 9207, section 2.4).
    named = brought.get("iss")
    if (named is None and document.names_itself) or named not in {None, document.issuer}:
        return ProofRefused("another issuer sent the browser back")
    if brought.get("error"):
        return Cancelled()
    if not brought.get("code"):
        return ProofRefused("there is no code")
    tokens = provider.redeem(brought["code"], derive(current_secret.get(), "verifier", state))
    if isinstance(tokens, ProofRefused):
        return tokens
    claims = provider.read_id_token(tokens.id_token, derive(current_secret.get(), "nonce", state))
    return claims if isinstance(claims, ProofRefused) else _read(provider, claims, tokens)


def _read(provider: Provider, proven: dict[str, Any], tokens: Tokens) -> Proven | UnprovenAddress:
    wanted = current_settings.get().oidc_staff_claim
    names = (*NAMES, *((wanted[0],) if wanted else ()))
    claims = proven
    if any(name not in proven for name in names):
        claims = {**provider.ask_about(proven["sub"], tokens.access_token), **proven}
    person = read_claims(claims)
    if isinstance(person, UnprovenAddress):
        return person
    visit = proven.get("sid")
    marks = Marks(
        subject=mark_of("sub", proven["sub"]),
        visit=mark_of("sid", visit) if isinstance(visit, str) else "",
        is_staff=names_staff(claims, wanted),
    )
    return Proven(person, marks)

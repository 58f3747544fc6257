"""What the provider says of somebody: claims of its OpenID service, or of a signed link from its dashboard.

The claims are named by the contract (section 3): ``email``, ``email_verified``, ``account_id``, ``plan``,
``chat_enabled``. A claim of the wrong type counts as one that was not made: it is told in the log and harms nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.identity.rules import InvalidAddress, normalise_address
from portal.kernel.refusal import Refusal

NAMES = ("email", "email_verified", "account_id", "plan", "chat_enabled")
_LONGEST_ID = 64
_LONGEST_PLAN = 40
_WORDS = {"true": True, "false": False}


@dataclass(frozen=True)
class UnprovenAddress(Refusal):
    """The provider names no address, or does not say that it has verified it: then it proves nothing to us."""


@dataclass(frozen=True)
class Person:
    """Somebody whose address the provider has verified, with what it says of their account."""

    email: str
    account_id: str = ""
    plan: str = ""
    chat_enabled: bool | None = None
    unread: tuple[str, ...] = field(default=())
    """Claims that were made in a form that nobody can read."""


def read_claims(claims: Mapping[str, object]) -> Person | UnprovenAddress:
    """Who these claims speak of."""
    told = claims.get("email")
    address = normalise_address(told) if isinstance(told, str) else None
    # Some providers write the word instead of the value.
    if address is None or isinstance(address, InvalidAddress) or read_flag(claims.get("email_verified")) is not True:
        return UnprovenAddress()
    read = {
        "account_id": _read_text(claims.get("account_id"), _LONGEST_ID),
        "plan": _read_text(claims.get("plan"), _LONGEST_PLAN),
        "chat_enabled": read_flag(claims.get("chat_enabled")),
    }
    unread = tuple(name for name, value in read.items() if value is None and claims.get(name) is not None)
    account_id, plan = str(read["account_id"] or ""), str(read["plan"] or "")
    return Person(address, account_id, plan, read_flag(claims.get("chat_enabled")), unread)


def read_flag(value: object) -> bool | None:
    """A claim that is true or false, also as a word; None for everything else."""
    if isinstance(value, bool):
        return value
    return _WORDS.get(value.lower()) if isinstance(value, str) else None


def names_staff(claims: Mapping[str, object], wanted: tuple[str, str] | None) -> bool:
    """Whether a claim, or one of its values, is the one by which staff are known; never when none is set."""
    if wanted is None:
        return False
    name, value = wanted
    told = claims.get(name)
    return value in told if isinstance(told, list) else isinstance(told, str) and told == value


def _read_text(value: object, longest: int) -> str | None:
    """A short text; a whole number is one, since some write identifiers so."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip() or len(value) > longest or not value.isprintable():
        return None
    return value.strip()

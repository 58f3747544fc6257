"""What the outbox holds for each kind of mail, as typed values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter

from portal.policy.model import Channel


@dataclass(frozen=True)
class SignInCode:
    """A code somebody asked for."""

    to: str
    language: str
    code: str


@dataclass(frozen=True)
class CaseFacts:
    """A case as it was when the mail was caused; what only one kind of mail needs is empty in the others."""

    to: str
    language: str
    name: str
    reference: str
    subject: str
    component: str
    error: str
    severity: int
    channel: Channel
    zone: str
    opened_at: datetime
    first_response_due: datetime
    resolution_due: datetime | None
    description: str = ""
    """What the version before sent instead of the answers; its rows may still wait to leave."""
    answers: tuple[tuple[str, str], ...] = ()
    """What the customer was asked and answered, in their language."""
    added: str = ""
    """The subject of what was added to the case."""
    text: str = ""
    """What the support team wrote."""
    author: str = ""
    """Who of them wrote it."""
    other: str = ""
    """The reference of another case of the same customer."""
    closes_at: datetime | None = None
    reopen_until: datetime | None = None

    @property
    def zone_info(self) -> ZoneInfo:
        """The customer's time zone, UTC when this machine does not know it."""
        try:
            return ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")


_SIGN_IN_CODE = TypeAdapter(SignInCode)
_CASE_FACTS = TypeAdapter(CaseFacts)


def read_payload(kind: str, payload: dict[str, Any]) -> SignInCode | CaseFacts:
    """The payload of an outbox row.

    Raises:
        ValidationError: when it is not what this kind of message needs, a fault of ours.
    """
    if kind == "sign_in_code":
        return _SIGN_IN_CODE.validate_python(payload)
    return _CASE_FACTS.validate_python(payload)

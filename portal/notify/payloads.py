"""What the outbox holds for each kind of mail, as typed values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter

from portal.notify.mail_in.model import Obstacle
from portal.policy.model import Channel


@dataclass(frozen=True)
class SignInCode:
    """A code somebody asked for."""

    to: str
    language: str
    code: str


@dataclass(frozen=True)
class FollowConfirm:
    """A request to be told of an incident's end, which has to be confirmed."""

    to: str
    language: str
    title: str
    token: str
    """Proves the address; it is kept nowhere else."""


@dataclass(frozen=True)
class IncidentOver:
    """An incident that somebody followed has ended."""

    to: str
    language: str
    incident: str
    """Its name in the source; empty when the source does not show it any more."""
    title: str
    update: str
    """The last thing that was said about it, maybe nothing."""
    ended_at: datetime


@dataclass(frozen=True)
class DataDeleted:
    """Everything about an address is deleted."""

    to: str
    language: str
    cases: int
    """How many of its requests."""
    files: int


@dataclass(frozen=True)
class MailNotTaken:
    """A mail arrived of which nothing could be made."""

    to: str
    language: str
    because: Obstacle
    in_reply_to: str = ""
    """The identifier of that mail."""


@dataclass(frozen=True)
class PossibleIncidentFacts:
    """Many customers report one component at once."""

    to: str
    language: str
    component: str
    customers: int
    references: tuple[str, ...]
    """Of their requests, oldest first; of very many, some."""
    first_at: datetime


@dataclass(frozen=True)
class CopiedEntry:
    """Something in a conversation, in the words of its page."""

    at: datetime
    author: str
    """Empty for what happened without anybody's words."""
    parts: tuple[tuple[str, str], ...]
    """Each text with the heading above it, which may be empty."""


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
    told_incidents: tuple[str, ...] = ()
    """Titles of open incidents that the customer was shown and said it is none of them."""
    elsewhere: str = ""
    """The reference a mail named although its sender may not write there."""
    ended: str = ""
    """The reference of an earlier case that can no longer be reopened."""
    refused_files: tuple[str, ...] = ()
    """Which files of a mail could not be taken, and why."""
    in_reply_to: str = ""
    """The identifier of the mail that is answered."""
    conversation: tuple[CopiedEntry, ...] = ()
    """All of it, or its newest part."""
    left_out: int = 0
    """How many older entries a copy of the conversation lacks."""
    files: tuple[str, ...] = ()
    """The names of the case's files."""
    closes_at: datetime | None = None
    reopen_until: datetime | None = None

    @property
    def zone_info(self) -> ZoneInfo:
        """The customer's time zone, UTC when this machine does not know it."""
        try:
            return ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")


Payload = SignInCode | FollowConfirm | IncidentOver | DataDeleted | MailNotTaken | PossibleIncidentFacts | CaseFacts

_OTHERS: dict[str, TypeAdapter[Any]] = {
    "sign_in_code": TypeAdapter(SignInCode),
    "follow_confirm": TypeAdapter(FollowConfirm),
    "incident_over": TypeAdapter(IncidentOver),
    "data_deleted": TypeAdapter(DataDeleted),
    "mail_not_taken": TypeAdapter(MailNotTaken),
    "possible_incident": TypeAdapter(PossibleIncidentFacts),
}
_CASE_FACTS = TypeAdapter(CaseFacts)


def read_payload(kind: str, payload: dict[str, Any]) -> Payload:
    """The payload of an outbox row.

    Raises:
        ValidationError: when it is not what this kind of message needs, a fault of ours.
    """
    read: Payload = _OTHERS.get(kind, _CASE_FACTS).validate_python(payload)
    return read

"""What an event of Chatwoot means for a case: pure reading, in which nothing that is unknown or odd is a fault.

Only what a person of the team wrote to the customer counts as a message. Private notes, greetings, campaigns, bots,
automations and surveys are none, so that none of them is ever a first response.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from portal.connect.helpdesk.rules import ReportType

SKEW = timedelta(minutes=1)
MAX_NUMBER = 40
"""Characters of a number of Chatwoot, which never has more than twenty."""
_OUTGOING = frozenset({"outgoing", 1})
_INCOMING = frozenset({"incoming", 0})
_BY_STATUS = {"resolved": ReportType.RESOLVED, "open": ReportType.REOPENED}
_MADE_BY_MACHINES = ("automation_rule_id", "campaign_id")


class Writer(StrEnum):
    """Who wrote a message."""

    AGENT = "agent"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class About:
    """Which conversation an event is about, and what that says of the case."""

    conversation: str
    account: str
    reference: str


@dataclass(frozen=True)
class Contact:
    """The customer of a conversation, as Chatwoot knows them."""

    identifier: str
    email: str


@dataclass(frozen=True)
class ChatMessage:
    """Something that was said."""

    about: About
    key: str
    at: datetime | None
    writer: Writer
    author: str
    text: str
    """Empty where only files were sent."""
    contact: Contact


@dataclass(frozen=True)
class StatusChange:
    """A conversation was resolved, or goes on."""

    about: About
    key: str
    at: datetime | None
    type: ReportType


@dataclass(frozen=True)
class Mention:
    """Something else about a conversation: at least both sides know each other now."""

    about: About


def read_event(body: Any, delivery: str) -> ChatMessage | StatusChange | Mention | None:
    """What an event says; None when it is nothing that the portal wants. ``delivery`` names this delivery of it."""
    if not isinstance(body, Mapping):
        return None
    kind = _word(body.get("event"))
    if kind == "message_created":
        return _read_message(body)
    if kind == "conversation_status_changed":
        return _read_status(body, delivery)
    about = _read_about(body, body) if kind in {"conversation_created", "conversation_updated"} else None
    return Mention(about) if about else None


def settle_moment(at: datetime | None, opened_at: datetime, now: datetime) -> datetime:
    """The moment under which an event is written down: when it happened, if that can be, else now."""
    if at is None or not opened_at <= at <= now + SKEW:
        return now
    return min(at, now)


def _read_message(body: Mapping[str, Any]) -> ChatMessage | None:
    conversation = _mapping(body.get("conversation"))
    about, kind = _read_about(conversation, body), body.get("message_type")
    if about is None or body.get("private") or not isinstance(kind, str | int):
        return None
    sender, text = _mapping(body.get("sender")), body.get("content")
    text = text if isinstance(text, str) else ""
    if not text.strip() and not body.get("attachments"):
        return None
    if kind in _OUTGOING and _is_person(sender, body):
        writer = Writer.AGENT
    elif kind in _INCOMING and type(kind) is not bool:
        writer = Writer.CUSTOMER
    else:
        return None
    met = _mapping(_mapping(conversation.get("meta")).get("sender")) or sender
    contact = Contact(_word(met.get("identifier")), _word(met.get("email")))
    # A person's name, never an address: only customers are told by theirs.
    author = _word(sender.get("name")).replace("@", " ")
    return ChatMessage(
        about, _key_of(about, body, text), _moment(body.get("created_at")), writer, author, text, contact
    )


def _read_status(body: Mapping[str, Any], delivery: str) -> StatusChange | Mention | None:
    about, status = _read_about(body, body), body.get("status")
    if about is None:
        return None
    kind = _BY_STATUS.get(status) if isinstance(status, str) else None
    if kind is None:
        return Mention(about)
    named = delivery or f"{about.conversation} {status} {body.get('updated_at')} {body.get('timestamp')}"
    return StatusChange(about, f"status-{_digest(named)}", _moment(body.get("updated_at")), kind)


def _is_person(sender: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Whether an agent wrote a message; older servers do not say what an agent is, and nobody sends what bots send."""
    kind = sender.get("type")
    marks = (_mapping(body.get("content_attributes")), _mapping(body.get("additional_attributes")))
    by_machine = any(each.get(mark) for each in marks for mark in _MADE_BY_MACHINES)
    is_agent = kind is None or (isinstance(kind, str) and kind.lower() == "user")
    return bool(sender) and is_agent and not by_machine


def _read_about(conversation: Mapping[str, Any], body: Mapping[str, Any]) -> About | None:
    attributes = _mapping(conversation.get("custom_attributes"))
    account = _mapping(body.get("account")).get("id") or conversation.get("account_id") or body.get("account_id")
    about = About(_number(conversation.get("id")), _number(account), _word(attributes.get("reference")))
    return about if about.conversation or about.reference else None


def _key_of(about: About, body: Mapping[str, Any], text: str) -> str:
    """The same for one message however often and on whatever way it comes: accounts and inboxes both send events."""
    named = f"{about.account} {about.conversation} {_number(body.get('id'))} {body.get('created_at')} {text}"
    return f"message-{_digest(named)}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:40]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _word(value: Any) -> str:
    return value.strip()[:254] if isinstance(value, str) else ""


def _number(value: Any) -> str:
    """A number as Chatwoot writes it, in digits or as text; empty for anything else."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdecimal() and len(text) <= MAX_NUMBER else ""


def _moment(value: Any) -> datetime | None:
    """A moment in any of the ways of Chatwoot: seconds since 1970, ISO 8601, or `2020-03-03 13:05:57 UTC`."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        moment = datetime.fromisoformat(value.replace(" UTC", "+00:00")) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment and moment.tzinfo else None

"""The part of Chatwoot's client interface by which a customer's side of a conversation is opened and continued.

It belongs to an inbox of the kind "API" and needs no key: whoever knows the inbox writes as its customers, and reads
nothing but what it names itself. Answers are believed only as far as they have the shape that was read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from portal.cases.deliveries import Attempt
from portal.connect.delivering.receivers import judge
from portal.kernel.clock import Clock
from portal.web.calling import Call, Unreachable, call

_HEADERS = {"Accept": "application/json", "User-Agent": "portal-chat/1"}
INCOMING = 0
"""The kind of a message that a customer wrote, as this interface tells it."""


class NotTaken(Exception):
    """Chatwoot did not do what it was asked for; ``attempt`` says how that went."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(attempt.answer)
        self.attempt = attempt


@dataclass(frozen=True)
class Person:
    """A customer, as Chatwoot is told of them."""

    contact: str
    """The name of this contact in the inbox; asked for twice, it stays one."""
    identifier: str
    """The name of the customer in all inboxes."""
    identifier_hash: str
    """The proof of it; empty where the inbox has no key."""
    name: str
    email: str


@dataclass(frozen=True)
class Said:
    """A message of a conversation."""

    number: int
    content: str
    by_customer: bool


@dataclass(frozen=True)
class Conversation:
    """A conversation of a contact."""

    number: str
    reference: str | None
    """The case it says it is about; None where the server does not tell attributes."""
    messages: tuple[Said, ...]


class ChatwootClient:
    """Calls one API inbox; each method raises `NotTaken` when the answer is none that helps."""

    def __init__(self, url: str, inbox: str, clock: Clock) -> None:
        self._contacts, self._clock = f"{url}/public/api/v1/inboxes/{quote(inbox, safe='')}/contacts", clock

    def make_contact(self, person: Person) -> str:
        """Make the contact, or find the one of this name; gives what the inbox calls it."""
        told = {
            "source_id": person.contact,
            "identifier": person.identifier,
            "identifier_hash": person.identifier_hash,
            "name": person.name,
            "email": person.email,
        }
        made = self._post(self._contacts, {name: value for name, value in told.items() if value})
        source = made.get("source_id") if isinstance(made, dict) else None
        if not isinstance(source, str) or not 0 < len(source) <= 64:
            raise _misunderstood()
        return source

    def list_conversations(self, contact: str) -> tuple[Conversation, ...]:
        """The conversations of a contact; those that cannot be read are left out."""
        found = self._get(self._of(contact))
        return tuple(filter(None, map(_read_conversation, found if isinstance(found, list) else ())))

    def open_conversation(self, contact: str, attributes: Mapping[str, str]) -> str:
        """Open a conversation; gives its number."""
        made = _read_conversation(self._post(self._of(contact), {"custom_attributes": dict(attributes)}))
        if made is None:
            raise _misunderstood()
        return made.number

    def list_messages(self, contact: str, conversation: str) -> tuple[Said, ...]:
        """The messages of a conversation, as far as they can be read."""
        return _read_messages(self._get(self._of(contact, conversation)))

    def add_message(self, contact: str, conversation: str, content: str, echo: str) -> int:
        """Write as the customer; gives the message's number. ``echo`` comes back with it in the chat's own events."""
        made = _read_message(self._post(self._of(contact, conversation), {"content": content, "echo_id": echo}))
        if made is None:
            raise _misunderstood()
        return made.number

    def _of(self, contact: str, conversation: str = "") -> str:
        place = f"{self._contacts}/{quote(contact, safe='')}/conversations"
        return f"{place}/{quote(conversation, safe='')}/messages" if conversation else place

    def _post(self, url: str, body: Mapping[str, Any]) -> Any:
        sent = json.dumps(body, ensure_ascii=False).encode()
        return self._ask(Call("POST", url, sent, {**_HEADERS, "Content-Type": "application/json"}))

    def _get(self, url: str) -> Any:
        return self._ask(Call("GET", url, None, _HEADERS))

    def _ask(self, wanted: Call) -> Any:
        try:
            # The operator named the host; most run theirs in a network of their own.
            answer = call(wanted, private=True)
        except Unreachable as error:
            raise NotTaken(Attempt(delivered=False, answer=str(error), reached=False)) from error
        attempt = judge(answer, self._clock())
        if not attempt.delivered:
            raise NotTaken(attempt)
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError):
            raise _misunderstood() from None


def _misunderstood() -> NotTaken:
    return NotTaken(Attempt(delivered=False, answer="the answer is not what Chatwoot says"))


def _read_conversation(found: Any) -> Conversation | None:
    number = found.get("id") if isinstance(found, dict) else None
    if not _is_number(number):
        return None
    attributes = found.get("custom_attributes")
    reference = str(attributes.get("reference", "")) if isinstance(attributes, dict) else None
    return Conversation(str(number), reference, _read_messages(found.get("messages")))


def _read_messages(found: Any) -> tuple[Said, ...]:
    return tuple(filter(None, map(_read_message, found if isinstance(found, list) else ())))


def _read_message(found: Any) -> Said | None:
    if not isinstance(found, dict) or not _is_number(found.get("id")):
        return None
    content, kind = found.get("content"), found.get("message_type")
    return Said(found["id"], content if isinstance(content, str) else "", kind in {INCOMING, "incoming"})


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63

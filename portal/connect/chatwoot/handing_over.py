"""A case and what its customer writes, on their way into a conversation of Chatwoot.

Three steps, each written down before the next begins: the contact, the conversation, the message. Before a step that
must not happen twice it is noted that it is tried; if nobody noted that it was done, Chatwoot is asked first. So a
worker that is killed, or an answer that is cut off, neither loses nor repeats anything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from portal.cases.actions import lock_case
from portal.cases.chat_facts import describe_case, name_contact, name_customer, sign_identifier
from portal.cases.chats import CaseChat, begin_chat, list_known, settle_chat
from portal.cases.conversation import list_parts
from portal.cases.deliveries import Attempt
from portal.cases.events import CaseOpened, CustomerReplied, IssueAdded
from portal.cases.model import Case, CaseEvent
from portal.connect.chatwoot.client import ChatwootClient, NotTaken, Person
from portal.connect.delivering.receivers import Message
from portal.db.engine import Database
from portal.kernel.clock import Clock
from portal.kernel.language import DEFAULT_LANGUAGE, find_language
from portal.policy.model import Channel
from portal.web.i18n import gettext as _
from portal.web.i18n import speaking

NAME = "chatwoot"
FROM_CHATWOOT = "chatwoot-"
"""What the key of an event begins with that Chatwoot told of: it is not told back."""
MAX_CONTENT = 20_000
"""Characters of a message: a log stays behind a link. Chatwoot itself takes 150,000."""
_TOLD = frozenset(event.kind for event in (CaseOpened, IssueAdded, CustomerReplied))


def is_told(case: Case, entry: CaseEvent) -> bool:
    """Whether Chatwoot is told of an event: what customers write in a chat, unless they wrote it there."""
    is_echo = (entry.idempotency_key or "").startswith(FROM_CHATWOOT)
    return case.channel is Channel.CHAT and entry.kind in _TOLD and not is_echo


@dataclass(frozen=True)
class Keys:
    """What customers are named and proven with."""

    secret: str
    """The portal's own key."""
    inbox: str
    """The API inbox's; empty where it has none."""


@dataclass(frozen=True)
class Step:
    """Where the conversation of a case stands."""

    person: Person
    attributes: dict[str, str]
    conversation: str
    was_asked: bool
    """Whether Chatwoot was asked to open it, and nobody knows what became of that."""


@dataclass(frozen=True)
class Words:
    """The next message of a conversation."""

    contact: str
    content: str
    was_sent: bool
    """Whether it was sent before, and nobody knows whether it arrived."""
    after: int
    """The number of the newest message that arrived before it."""


class ChatwootReceiver:
    """Hands over the cases whose channel is the chat; a receiver of events like any other."""

    name = NAME

    def __init__(self, client: ChatwootClient, database: Database, keys: Keys, base_url: str, clock: Clock) -> None:
        self._client, self._database, self._keys = client, database, keys
        self._base_url, self._clock = base_url, clock

    def deliver(self, message: Message) -> Attempt:
        """Open the conversation unless it is open, and add what this event says."""
        told = message.document["data"]
        reference, number = told["case"]["reference"], told["event"]["number"]
        try:
            conversation = self._open(reference)
            # A case that is older than the connection begins with what it was opened with.
            for seq in sorted({1, number}):
                self._send(reference, conversation, seq, echo=f"{message.message_id}-{seq}", anew=seq == number)
        except NotTaken as failure:
            return failure.attempt
        except LookupError:
            return Attempt(delivered=True, answer="the request is gone")
        return Attempt(delivered=True, answer=f"conversation {conversation}")

    def _open(self, reference: str) -> str:
        """The number of the case's conversation, opened now if need be."""
        with self._chat(reference) as (case, row):
            step = self._judge_step(case, row)
        if step.conversation:
            return step.conversation
        contact = step.person.contact if step.was_asked else self._client.make_contact(step.person)
        found = self._find(contact, reference) if step.was_asked else ""
        if not found:
            with self._chat(reference) as (_case, row):
                row.contact, row.asked_at = contact, self._clock()
            found = self._client.open_conversation(contact, step.attributes)
        with self._chat(reference) as (_case, row):
            settle_chat(row, found)
        return found

    def _find(self, contact: str, reference: str) -> str:
        """The conversation that an earlier attempt opened without learning its number; empty when there is none.

        Servers that do not tell attributes show it by its words, or by having none: each case has a contact of its own.
        """
        listed = self._client.list_conversations(contact)
        with self._database.read() as session:
            known = list_known(session, [each.number for each in listed])
        for each in listed:
            is_new = each.reference is None and not each.messages
            says_so = any(reference in said.content for said in each.messages)
            if each.number not in known and (each.reference == reference or is_new or says_so):
                return each.number
        return ""

    def _send(self, reference: str, conversation: str, seq: int, *, echo: str, anew: bool) -> None:
        """Add the words of one event; without ``anew`` only where nothing was said yet."""
        with self._chat(reference) as (case, row):
            if not anew and row.last_message is not None:
                return
            content = _compose(case, seq, self._base_url)
            words = Words(row.contact, content, was_sent=row.sending == seq, after=row.last_message or 0)
            row.sending = seq
        number = self._find_message(conversation, words) if words.was_sent else 0
        number = number or self._client.add_message(words.contact, conversation, words.content, echo)
        with self._chat(reference) as (_case, row):
            row.sending, row.last_message = None, max(number, words.after)

    def _find_message(self, conversation: str, words: Words) -> int:
        """The number of a message that arrived although its sender did not learn so; 0 when it did not."""
        wanted = words.content.split()
        for said in self._client.list_messages(words.contact, conversation):
            if said.by_customer and said.number > words.after and said.content.split() == wanted:
                return said.number
        return 0

    @contextmanager
    def _chat(self, reference: str) -> Iterator[tuple[Case, CaseChat]]:
        """The case, held, with the conversation that the portal opens about it.

        Raises:
            LookupError: when the case was deleted meanwhile.
        """
        with self._database.write() as session:
            case = lock_case(session, reference)
            if case is None:
                raise LookupError(reference)
            yield case, begin_chat(session, case, name_contact(self._keys.secret, reference), self._clock())

    def _judge_step(self, case: Case, row: CaseChat) -> Step:
        identifier = name_customer(self._keys.secret, case.opened_by)
        proof = sign_identifier(self._keys.inbox, identifier) if self._keys.inbox else ""
        person = Person(row.contact, identifier, proof, case.name, case.opened_by)
        attributes = describe_case(case, self._base_url)
        return Step(person, attributes, row.conversation, was_asked=row.asked_at is not None)


def _compose(case: Case, seq: int, base_url: str) -> str:
    """What an event says, its secrets masked long since; the first message also says which case it is."""
    event = case.history[seq - 1].event
    with speaking(find_language(case.language) or DEFAULT_LANGUAGE):
        said = [f"{part.label}:\n{part.text}" if part.label else part.text for part in list_parts(event)]
        whole = _("The whole text stands in the request: %(address)s", address=f"{base_url}/desk/{case.reference}")
    if isinstance(event, CaseOpened):
        said = [f"{case.subject} ({case.reference})", *said]
    # A mail may have brought nothing but files, which stay in the portal.
    content = "\n\n".join(said).strip() or whole
    return content if len(content) <= MAX_CONTENT else f"{content[:MAX_CONTENT]}…\n\n{whole}"

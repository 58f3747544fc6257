"""What the wizard hands over when its questions are answered."""

from dataclasses import dataclass

from portal.cases.events import AutomaticallyAnswered, Details, MaskedSecret
from portal.kernel.language import Language
from portal.policy.model import Channel, Side
from portal.policy.rules import Promise


@dataclass(frozen=True)
class NewCase:
    """Everything that opens a case; texts have their secrets masked already."""

    idempotency_key: str
    """The draft's own token: whatever is sent under it a second time makes no second case."""
    opened_by: str
    """The normalised address that was proven."""
    name: str
    account_id: str | None
    language: Language
    subject: str
    component: str
    error: str
    severity: int
    channel: Channel
    plan: str | None
    side: Side
    promise: Promise
    zone: str
    details: Details
    draft_id: str | None = None
    """Whose uploads become the case's attachments."""
    incident: str | None = None
    articles_read: tuple[str, ...] = ()
    related_to: str | None = None
    copy: tuple[tuple[str, str], ...] = ()
    """What was asked and answered, in the customer's language: the copy that the acknowledgement brings them."""
    greeting: AutomaticallyAnswered | None = None
    """What a chat is answered at once; None where it is not a chat."""


@dataclass(frozen=True)
class Addition:
    """What a customer adds to a case of theirs instead of opening a second one on the same issue."""

    idempotency_key: str
    author: str
    """The normalised address that was proven."""
    subject: str
    details: Details
    draft_id: str | None = None
    copy: tuple[tuple[str, str], ...] = ()
    """As in `NewCase`."""


@dataclass(frozen=True)
class CustomerMessage:
    """A customer's reply; its secrets are masked already, and ``masked`` tells which."""

    idempotency_key: str
    author: str
    text: str
    masked: tuple[MaskedSecret, ...] = ()
    draft_id: str | None = None
    """Under what its files were kept while it was written; they become the case's attachments."""
    full: str = ""
    """The whole of a mail of which ``text`` is the new part."""

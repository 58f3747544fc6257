"""The shapes of cases as JSON, for the team's programs and for what the portal sends by itself."""

from typing import Annotated, Any

from pydantic import WithJsonSchema, with_config
from typing_extensions import TypedDict

from portal.cases.events import EVENTS, Actor
from portal.cases.rules import Status
from portal.policy.model import Channel, Side
from portal.web.interface.describing import Moment

EventKind = Annotated[str, WithJsonSchema({"type": "string", "enum": [event.kind for event in EVENTS]})]


@with_config(use_attribute_docstrings=True)
class CaseEventDocument(TypedDict):
    """Something that happened to a case; never changed afterwards."""

    number: int
    """Counted from 1 without gaps within a case."""
    at: Moment
    kind: EventKind
    by: Actor
    author: str
    """The customer's address or the team member's name; empty for the system."""
    internal: bool
    """Whether the customer does not see it."""
    data: dict[str, Any]
    """What belongs to this kind, texts with their secrets masked."""


@with_config(use_attribute_docstrings=True)
class CaseFile(TypedDict):
    """A file of a case."""

    name: str
    type: str
    bytes: int
    at: Moment


@with_config(use_attribute_docstrings=True)
class CaseEntry(TypedDict):
    """Where a case stands."""

    reference: str
    """The customer's chat ID."""
    subject: str
    status: Status
    severity: int
    channel: Channel
    plan: str | None
    side: Side
    language: str
    component: str
    error: str
    opened_by: str
    name: str
    account_id: str | None
    incident: str | None
    opened_at: Moment
    changed_at: Moment
    first_response_due: Moment
    first_response_at: Moment | None
    resolution_due: Moment | None
    """Null where no resolution is promised."""
    escalated_at: Moment | None
    ended_at: Moment | None
    merged_into: str | None
    feedback: int | None
    """From 1 to 5."""
    policy_version: str
    url: str
    """Its page at the desk."""


@with_config(use_attribute_docstrings=True)
class TicketDocument(TypedDict):
    """The ticket that a case has in a helpdesk."""

    helpdesk: str
    """`zammad` or `zendesk`."""
    id: str
    number: str
    """What people call it by."""


@with_config(use_attribute_docstrings=True)
class CaseDocument(CaseEntry):
    """A case with everything that happened to it."""

    events: list[CaseEventDocument]
    files: list[CaseFile]
    ticket: TicketDocument | None
    """Null where the case has none in a helpdesk, or none yet."""


@with_config(use_attribute_docstrings=True)
class CaseList(TypedDict):
    """Cases, the newest first."""

    cases: list[CaseEntry]
    next: str | None
    """The cursor of the next part; null with the last one."""


class WebhookData(TypedDict):
    """What happened, and where the case stood then."""

    case: CaseEntry
    event: CaseEventDocument


@with_config(use_attribute_docstrings=True)
class WebhookDocument(TypedDict):
    """What the portal sends for every event of a case."""

    type: str
    """`case.` and the kind of the event."""
    timestamp: Moment
    """Of the event; when it was sent stands in the headers."""
    data: WebhookData


@with_config(use_attribute_docstrings=True)
class MaskedDocument(TypedDict):
    """A secret that was found in a text and is not in it any more."""

    kind: str
    shown: str
    """What is left of it."""


@with_config(use_attribute_docstrings=True)
class ReportAnswer(TypedDict):
    """What became of a report."""

    reference: str
    status: Status
    recorded: bool
    """False when nothing had to be done: it came before, or the case was so already."""
    masked: list[MaskedDocument]

"""What can happen to a case. Each event is written once and never changed; the case is what they add up to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Actor(StrEnum):
    """Who caused an event."""

    CUSTOMER = "customer"
    STAFF = "staff"
    SYSTEM = "system"


class Breach(StrEnum):
    """Which promise was not kept."""

    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"


class Closing(StrEnum):
    """Why a case was closed."""

    NO_REPLY = "no_reply"
    """It waited for the customer too long."""
    RESOLVED = "resolved"
    """It was resolved and nobody disagreed in time."""
    BY_CUSTOMER = "by_customer"
    """The customer needs nothing more."""
    MERGED = "merged"
    """It goes on in another case of the same customer."""


@dataclass(frozen=True)
class MaskedSecret:
    """A secret that was found in a text and is not in it any more."""

    kind: str
    """The detector's name for it, such as ``api_key``."""
    shown: str
    """What was left of it in the text."""
    file: str = ""
    """The name of the file it was found in; empty for what somebody typed."""
    line: int = 0
    """Its first line in that file, counted from 1."""


@dataclass(frozen=True)
class ToldIncident:
    """An incident as a customer saw it; its source may forget it before the case ends."""

    incident: str
    """Its name in the source."""
    title: str
    """In the customer's language."""


@dataclass(frozen=True)
class Details:
    """What a customer told about an issue in the wizard, secrets already masked."""

    description: str
    steps: str = ""
    api_request: str = ""
    api_response: str = ""
    occurred_at: str = ""
    """As the customer wrote it; the case's zone says which clock is meant."""
    scope: str = ""
    workaround: bool | None = None
    production: bool | None = None
    impact_note: str = ""
    told_incidents: tuple[ToldIncident, ...] = ()
    """Open incidents that the customer was shown in the wizard, saying that theirs is another problem."""
    masked: tuple[MaskedSecret, ...] = ()
    full: str = ""
    """The whole of a mail of which the description is the new part; empty when that is all of it."""


@dataclass(frozen=True)
class Event:
    """The base of all events; subclasses hold JSON's types only."""

    kind: ClassVar[str]


@dataclass(frozen=True)
class CaseOpened(Event):
    """A customer opened the case."""

    kind: ClassVar[str] = "opened"
    details: Details


@dataclass(frozen=True)
class IssueAdded(Event):
    """The customer began a second case on the same issue and added it to this one instead."""

    kind: ClassVar[str] = "issue_added"
    subject: str
    details: Details


@dataclass(frozen=True)
class CaseLinked(Event):
    """The customer told two problems at once and split them: this case's other half has a case of its own."""

    kind: ClassVar[str] = "linked"
    reference: str


@dataclass(frozen=True)
class CustomerReplied(Event):
    """The customer wrote."""

    kind: ClassVar[str] = "customer_replied"
    text: str
    masked: tuple[MaskedSecret, ...] = ()
    full: str = ""
    """The whole of a mail of which ``text`` is the new part; empty when that is all of it."""


@dataclass(frozen=True)
class StaffReplied(Event):
    """The support team wrote a meaningful update; the first one is the first response."""

    kind: ClassVar[str] = "staff_replied"
    text: str


@dataclass(frozen=True)
class OfferedArticle:
    """An article as a customer was offered it."""

    name: str
    """Its category and slug, parted by a slash."""
    title: str
    """In the language of the case."""


@dataclass(frozen=True)
class AutomaticallyAnswered(Event):
    """A chat was greeted by the portal itself: never a first response, and told by no mail of its own."""

    kind: ClassVar[str] = "automatically_answered"
    text: str
    """In the language of the case."""
    articles: tuple[OfferedArticle, ...] = ()
    language: str = ""
    """The tag of the language of the text and the titles."""


@dataclass(frozen=True)
class WaitingBegan(Event):
    """The support team needs something from the customer to go on."""

    kind: ClassVar[str] = "waiting_began"


@dataclass(frozen=True)
class CustomerReminded(Event):
    """The customer was told that the case will be closed without an answer."""

    kind: ClassVar[str] = "customer_reminded"


@dataclass(frozen=True)
class CaseResolved(Event):
    """The support team solved the issue and says how."""

    kind: ClassVar[str] = "resolved"
    summary: str


@dataclass(frozen=True)
class CaseReopened(Event):
    """The issue was not over: the customer wrote again in time."""

    kind: ClassVar[str] = "reopened"


@dataclass(frozen=True)
class CaseClosed(Event):
    """Nothing more will happen here."""

    kind: ClassVar[str] = "closed"
    because: Closing


@dataclass(frozen=True)
class CaseEscalated(Event):
    """A promise was not kept, so the case goes to the next level; a mark, not a state."""

    kind: ClassVar[str] = "escalated"
    breach: Breach


@dataclass(frozen=True)
class NoteAdded(Event):
    """Somebody of the support team wrote something down for the others; customers never see it."""

    kind: ClassVar[str] = "note_added"
    text: str


@dataclass(frozen=True)
class SeverityChanged(Event):
    """The support team judged the impact anew. The promises stay: they were made for the plan and the channel."""

    kind: ClassVar[str] = "severity_changed"
    before: int
    after: int
    because: str = ""
    """In the team's words, shown to the customer."""


@dataclass(frozen=True)
class IncidentLinked(Event):
    """The issue is part of an incident, or, with an empty name, is not after all."""

    kind: ClassVar[str] = "incident_linked"
    incident: str
    title: str = ""
    """In the customer's language; empty when its source did not know the incident any more."""


@dataclass(frozen=True)
class CaseMerged(Event):
    """The case goes on in another case of the same customer; its closing follows."""

    kind: ClassVar[str] = "merged"
    into: str
    """The other's reference."""


@dataclass(frozen=True)
class CaseTakenIn(Event):
    """Another case of the same customer goes on in this one."""

    kind: ClassVar[str] = "taken_in"
    reference: str
    subject: str


SCORES = (1, 2, 3, 4, 5)
"""From very bad to very good."""


@dataclass(frozen=True)
class FeedbackGiven(Event):
    """The customer says how it went; a later one replaces an earlier one."""

    kind: ClassVar[str] = "feedback_given"
    score: int
    """One of `SCORES`."""
    comment: str = ""
    masked: tuple[MaskedSecret, ...] = ()


EVENTS: tuple[type[Event], ...] = (
    CaseOpened,
    IssueAdded,
    CaseLinked,
    CustomerReplied,
    StaffReplied,
    AutomaticallyAnswered,
    WaitingBegan,
    CustomerReminded,
    CaseResolved,
    CaseReopened,
    CaseClosed,
    CaseEscalated,
    NoteAdded,
    SeverityChanged,
    IncidentLinked,
    CaseMerged,
    CaseTakenIn,
    FeedbackGiven,
)


@dataclass(frozen=True)
class Recorded:
    """An event with its place in the case's history."""

    seq: int
    """Counted from 1 without gaps within a case."""
    at: datetime
    actor: Actor
    author: str
    """The address or name of whoever it was; empty for the system."""
    event: Event

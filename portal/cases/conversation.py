"""A case's history as a conversation: who said what when, and what happened in between."""

from dataclasses import dataclass
from datetime import datetime

from jinja2.utils import urlize
from markupsafe import Markup

from portal.cases.events import (
    Actor,
    CaseClosed,
    CaseEscalated,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    Closing,
    CustomerReminded,
    CustomerReplied,
    Details,
    Event,
    IssueAdded,
    MaskedSecret,
    Recorded,
    StaffReplied,
    WaitingBegan,
)
from portal.masking.wording import finding_name
from portal.web.i18n import gettext as _


@dataclass(frozen=True)
class Part:
    """A text under a heading of its own; ``code`` when it keeps its line breaks and its letters' widths."""

    label: str
    text: str
    code: bool = False

    @property
    def html(self) -> Markup:
        """The text with its line breaks and with links for its addresses; nothing else in it has a meaning."""
        linked = urlize(self.text, rel="nofollow noopener noreferrer")
        return Markup(linked.replace("\n", "<br>"))  # noqa: S704 - urlize has escaped it


@dataclass(frozen=True)
class Hidden:
    """A secret that was masked in a message."""

    label: str
    shown: str


@dataclass(frozen=True)
class Message:
    """Something that somebody wrote."""

    at: datetime
    author: str
    by_staff: bool
    parts: tuple[Part, ...]
    hidden: tuple[Hidden, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something that happened without words."""

    at: datetime
    text: str


def make_conversation(history: tuple[Recorded, ...], viewer: str) -> tuple[Message | Note, ...]:
    """The history for somebody with this address; empty for the holder of a signed link."""
    return tuple(_entry(recorded, viewer) for recorded in history)


def _entry(recorded: Recorded, viewer: str) -> Message | Note:
    event = recorded.event
    match event:
        case CaseOpened(details=details):
            return _message(recorded, viewer, _parts(details), details.masked)
        case IssueAdded(subject=subject, details=details):
            parts = (Part(_("Added to this request"), subject), *_parts(details))
            return _message(recorded, viewer, parts, details.masked)
        case CustomerReplied(text=text, masked=masked):
            return _message(recorded, viewer, (Part("", text),), masked)
        case StaffReplied(text=text):
            return _message(recorded, viewer, (Part("", text),))
        case CaseResolved(summary=summary):
            return _message(recorded, viewer, (Part(_("Resolved"), summary),))
    return Note(recorded.at, _describe(event))


def _message(
    recorded: Recorded, viewer: str, parts: tuple[Part, ...], masked: tuple[MaskedSecret, ...] = ()
) -> Message:
    by_staff = recorded.actor is not Actor.CUSTOMER
    if by_staff:
        author = _("%(name)s, support team", name=recorded.author) if recorded.author else _("Support team")
    else:
        author = _("You") if recorded.author == viewer else recorded.author
    hidden = tuple(Hidden(finding_name(secret.kind), secret.shown) for secret in masked)
    return Message(recorded.at, author, by_staff, parts, hidden)


def _parts(details: Details) -> tuple[Part, ...]:
    parts = (
        Part("", details.description),
        Part(_("Steps to reproduce"), details.steps),
        Part(_("API request"), details.api_request, code=True),
        Part(_("API response"), details.api_response, code=True),
        Part(_("When it happened"), details.occurred_at),
        Part(_("Impact"), details.impact_note),
    )
    return tuple(part for part in parts if part.text)


def _describe(event: Event) -> str:
    match event:
        case WaitingBegan():
            return _("The support team waits for an answer from you.")
        case CustomerReminded():
            return _("We reminded you that an answer is missing.")
        case CaseReopened():
            return _("The request was reopened.")
        case CaseEscalated():
            return _("A promised time has passed, so the request was escalated.")
        case CaseClosed(because=Closing.NO_REPLY):
            return _("The request was closed, because no answer came.")
        case CaseClosed():
            return _("The request was closed.")
    raise LookupError(f"no words for {event.kind}")

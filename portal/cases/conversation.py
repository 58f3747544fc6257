"""A case's history as a conversation: who said what when, and what happened in between."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from jinja2.utils import urlize
from markupsafe import Markup

from portal.articles.current import request_library
from portal.articles.links import ArticleId, article_address
from portal.articles.model import Found
from portal.articles.well_known import find_leaked_key
from portal.cases.events import (
    Actor,
    AutomaticallyAnswered,
    CaseOpened,
    CaseResolved,
    CustomerReplied,
    Details,
    Event,
    FeedbackGiven,
    IssueAdded,
    MaskedSecret,
    NoteAdded,
    OfferedArticle,
    Recorded,
    StaffReplied,
)
from portal.cases.happenings import describe, describe_to_staff
from portal.cases.model import Attachment
from portal.kernel.language import Language, find_language
from portal.masking.wording import finding_name
from portal.web.i18n import current_language
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
    where: str = ""
    """The file and the line; empty for what somebody typed."""


@dataclass(frozen=True)
class Link:
    """An article that a message leads to."""

    title: str
    address: str
    language: Language | None
    """The title's."""


@dataclass(frozen=True)
class Message:
    """Something that somebody wrote."""

    at: datetime
    author: str
    by_staff: bool
    parts: tuple[Part, ...]
    hidden: tuple[Hidden, ...] = ()
    internal: bool = False
    """Whether customers never see it."""
    whole: Part | None = None
    """The whole mail, when the parts are only what was new in it."""
    automatic: bool = False
    """Whether the portal wrote it by itself."""
    links: tuple[Link, ...] = ()
    files: tuple[Attachment, ...] = ()
    """Those that came with it."""
    advice: Link | None = None
    """What to do about a secret that has left its owner's systems, where one was masked."""
    language: Language | None = None
    """The language of an automatic message; None where nobody knows."""


@dataclass(frozen=True)
class Note:
    """Something that happened without words."""

    at: datetime
    text: str


def make_conversation(
    history: tuple[Recorded, ...], viewer: str, files: Mapping[int, tuple[Attachment, ...]] = MappingProxyType({})
) -> tuple[Message | Note, ...]:
    """The history for somebody with this address; empty for the holder of a signed link.

    ``files`` are shown at the messages they came with, by the number of the event. What the support team wrote down
    for itself is not in it.
    """
    shown = (recorded for recorded in history if not isinstance(recorded.event, NoteAdded))
    return tuple(_show_files(_entry(recorded, viewer), files.get(recorded.seq, ())) for recorded in shown)


def make_staff_conversation(history: tuple[Recorded, ...]) -> tuple[Message | Note, ...]:
    """The whole history for the support team, its notes included."""
    return tuple(_entry(recorded, "", describe_to_staff) for recorded in history)


def list_parts(event: Event) -> tuple[Part, ...]:
    """What somebody wrote, in the current language's labels; nothing for what happened without words."""
    return _said(event)[0]


def _entry(recorded: Recorded, viewer: str, tell: Callable[[Event], str] = describe) -> Message | Note:
    parts, masked = _said(recorded.event)
    if not parts:
        return Note(recorded.at, tell(recorded.event))
    return _message(recorded, viewer, parts, masked)


def _show_files(entry: Message | Note, files: tuple[Attachment, ...]) -> Message | Note:
    return replace(entry, files=files) if files and isinstance(entry, Message) else entry


def _said(event: Event) -> tuple[tuple[Part, ...], tuple[MaskedSecret, ...]]:
    """What somebody wrote, with the secrets that were masked in it; nothing for what happened without words."""
    match event:
        case CaseOpened(details=details):
            return _parts(details), details.masked
        case IssueAdded(subject=subject, details=details):
            return (Part(_("Added to this request"), subject), *_parts(details)), details.masked
        case CustomerReplied() | StaffReplied() | NoteAdded() | AutomaticallyAnswered():
            return (Part("", event.text),), event.masked if isinstance(event, CustomerReplied) else ()
        case CaseResolved(summary=summary):
            return (Part(_("Resolved"), summary),), ()
        case FeedbackGiven(score=score, comment=comment, masked=masked):
            return (Part(_("Rated %(score)s of 5", score=score), comment),), masked
    return (), ()


def _message(recorded: Recorded, viewer: str, parts: tuple[Part, ...], masked: tuple[MaskedSecret, ...]) -> Message:
    by_staff = recorded.actor is not Actor.CUSTOMER
    if by_staff:
        author = _("%(name)s, support team", name=recorded.author) if recorded.author else _("Support team")
    else:
        author = _("You") if viewer and recorded.author == viewer else recorded.author
        # Whoever judges a request by its link tells no name.
        author = author or _("By the link in our email")
    internal = isinstance(recorded.event, NoteAdded)
    message = Message(recorded.at, author, by_staff, parts, internal=internal, whole=_whole_mail(recorded.event))
    if masked:
        message = replace(message, hidden=tuple(map(_hide, masked)), advice=_advise())
    return _mark(message, recorded.event) if isinstance(recorded.event, AutomaticallyAnswered) else message


def _hide(secret: MaskedSecret) -> Hidden:
    where = _("%(place)s, line %(line)d", place=secret.file, line=secret.line) if secret.file else ""
    return Hidden(finding_name(secret.kind), secret.shown, where)


def _advise() -> Link | None:
    found = find_leaked_key()
    return _link(*found) if found else None


def _mark(message: Message, event: AutomaticallyAnswered) -> Message:
    """The message as one that nobody wrote, with the articles it offers."""
    language = find_language(event.language)
    links = tuple(_lead_to(each, language) for each in event.articles)
    return replace(message, automatic=True, links=links, language=language)


def _lead_to(offered: OfferedArticle, worded: Language | None) -> Link:
    """The article in the language of the page, where the reader goes on reading.

    One that is gone keeps the title it was offered by, which is in the language ``worded``.
    """
    category, _, slug = offered.name.partition("/")
    address = article_address(current_language(), ArticleId(category, slug))
    found = request_library().find(category, slug, current_language())
    return _link(address, found) if found else Link(offered.title, address, worded)


def _link(address: str, found: Found) -> Link:
    return Link(found.article.title, address, found.article.language)


def _whole_mail(event: Event) -> Part | None:
    full = ""
    if isinstance(event, CustomerReplied):
        full = event.full
    elif isinstance(event, CaseOpened):
        full = event.details.full
    return Part("", full) if full else None


def _parts(details: Details) -> tuple[Part, ...]:
    parts = (
        Part("", details.description),
        Part(_("Steps to reproduce"), details.steps),
        Part(_("API request"), details.api_request, code=True),
        Part(_("API response"), details.api_response, code=True),
        Part(_("When it happened"), details.occurred_at),
        Part(_("Impact"), details.impact_note),
        Part(_("Known incident, but yours is different"), "\n".join(told.title for told in details.told_incidents)),
    )
    return tuple(part for part in parts if part.text)

"""What an open page asks for again and again: whether anything about a request has changed since it was shown.

Nothing of a request's history is read to say that nothing has changed: its events are counted, and the rest stands in
its row. The words are part of the version, so a promise that comes nearer is shown anew once its words differ.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.cases.conversation import Message, Note
from portal.cases.events import NoteAdded
from portal.cases.model import Case, CaseEvent
from portal.cases.summary import CaseSummary
from portal.policy.model import Channel
from portal.web.i18n import current_language
from portal.web.i18n import gettext as _

CHAT_EVERY = timedelta(seconds=5)
"""How soon a page asks again about a chat, where people wait for each other."""
EVERY = timedelta(seconds=20)
"""About a request by email, and the list of requests."""


@dataclass(frozen=True)
class Live:
    """A request as an open page follows it."""

    version: str
    seconds: int
    """When to ask again; 0 for never, since nothing more can happen."""
    count: int
    """How many entries of the conversation are shown."""
    forms: str
    """Which forms the page was made with: those for a request that goes on, that has ended, or none."""
    stale_forms: bool = False
    """Whether the request now wants others than the page was made with."""


def make_live(session: Session, case: Case, summary: CaseSummary, forms: str | None = None) -> Live:
    """How a page follows a request from here on; ``forms`` is what the page was made with, None for a new one."""
    count: int = session.scalar(_visible_events(case)) or 0
    wanted = _forms_of(summary)
    made_with = wanted if forms is None else forms
    seconds = (CHAT_EVERY if case.channel is Channel.CHAT and summary.going_on else EVERY).seconds
    return Live(
        version=digest(count, summary, made_with),
        seconds=seconds if summary.going_on or summary.can_reply else 0,
        count=count,
        forms=made_with,
        stale_forms=made_with != wanted,
    )


def digest(*parts: object) -> str:
    """A short name for what a page shows, in the current language."""
    return blake2b(repr((current_language().tag, parts)).encode(), digest_size=12).hexdigest()


def describe_news(entries: tuple[Message | Note, ...], own: str) -> str:
    """What a screen reader is told about entries that were added; ``own`` is what the visitor is called in them."""
    written = [entry for entry in entries if isinstance(entry, Message)]
    if any(entry.by_staff for entry in written):
        return _("New answer from the support team.")
    if any(entry.author != own for entry in written):
        return _("New message in this request.")
    # What happened without words is told by its own words; one's own message is known to whoever wrote it.
    return next((entry.text for entry in reversed(entries) if isinstance(entry, Note)), "")


def _visible_events(case: Case) -> Select[int]:
    seen = CaseEvent.case_id == case.id, CaseEvent.kind != NoteAdded.kind
    return select(func.count()).select_from(CaseEvent).where(*seen)


def _forms_of(summary: CaseSummary) -> str:
    if summary.going_on:
        return "open"
    return "ended" if summary.can_reply else "over"

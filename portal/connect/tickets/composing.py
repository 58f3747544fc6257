"""What a ticket says: the case's masked words, and what the team knows of it at the desk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal.cases.conversation import Message, Note, make_staff_conversation
from portal.cases.events import (
    Actor,
    AutomaticallyAnswered,
    CaseClosed,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    Closing,
    CustomerReminded,
    CustomerReplied,
    Event,
    IssueAdded,
    Recorded,
    SeverityChanged,
)
from portal.cases.files import group_files
from portal.cases.model import Case
from portal.connect.tickets.protocol import Opening, Saying, Standing
from portal.connect.tickets.rules import make_mark
from portal.kernel.language import DEFAULT_LANGUAGE, find_language
from portal.policy.current import current_components, current_policy
from portal.policy.wording import channel_name, component_name, severity_name, side_name
from portal.web.current import current_settings
from portal.web.formatting import format_moment
from portal.web.i18n import gettext as _

MAX_TEXT = 60_000
"""Characters of one article: Zendesk takes 65,536, and whoever reads more opens the desk."""
MAX_TITLE = 250
"""Characters: the title of Zammad's tickets has 250, Zendesk's subjects have 255."""
FACTS = "\n\n-- \n"
"""What parts the words from the facts below them."""
_OPENS = (CustomerReplied, IssueAdded, CaseReopened)
_SAYS_NOTHING = (CaseOpened, CustomerReminded, AutomaticallyAnswered)
"""What the ticket is opened for, and what the portal told the customer by itself."""


@dataclass(frozen=True)
class Deed:
    """What an event means for the ticket; nothing at all where each part is missing."""

    saying: Saying | None = None
    standing: Standing | None = None
    severity: int | None = None


def compose_opening(case: Case, before: int) -> Opening:
    """What a ticket is opened with, in the current language.

    Where it comes late, what was said in the events ahead of the number ``before`` stands in it as well. It is made of
    what does not change, since a helpdesk may refuse another text under the same key.
    """
    told = max(1, before - 1)
    words = "\n\n".join(filter(None, map(_tell, make_staff_conversation(case.history[:told]))))
    severity = _severity_then(case)
    facts = _facts(case, severity, _name_files(case, range(1, told + 1)))
    return Opening(
        reference=case.reference,
        title=" ".join(f"[{case.reference}] {case.subject}".split())[:MAX_TITLE],
        body=_shorten(words) + FACTS + "\n".join(f"{label}: {value}" for label, value in facts),
        name=case.name,
        email=case.opened_by,
        severity=severity,
        mark=make_mark(f"opened-{case.reference}", own_host()),
    )


def compose_deed(case: Case, recorded: Recorded, message_id: str) -> Deed:
    """What an event means for the ticket, its words in the current language."""
    event = recorded.event
    if isinstance(event, _SAYS_NOTHING) or (isinstance(event, CaseClosed) and event.because is Closing.RESOLVED):
        return Deed()
    by_customer = isinstance(event, CustomerReplied | IssueAdded) and recorded.actor is Actor.CUSTOMER
    entry = make_staff_conversation((recorded,))[0]
    text = own_words(entry) if by_customer and recorded.author == case.opened_by else _tell(entry)
    if by_customer and (files := _name_files(case, (recorded.seq,))):
        label = _("Files")
        text = f"{text}\n\n{label}: {files}"
    name, email = case.name if recorded.author == case.opened_by else "", recorded.author if by_customer else ""
    saying = Saying(_shorten(text), make_mark(message_id, own_host()), by_customer, name, email)
    severity = event.after if isinstance(event, SeverityChanged) else None
    return Deed(saying, _leads_to(event), severity)


def own_host() -> str:
    """The host of the portal's public address."""
    return urlsplit(current_settings.get().base_url).hostname or "portal"


def own_words(entry: Message | Note) -> str:
    """What somebody wrote, without anything about it."""
    if isinstance(entry, Note):
        return entry.text
    return "\n\n".join(f"{part.label}:\n{part.text}".removeprefix(":\n").strip() for part in entry.parts)


def _leads_to(event: Event) -> Standing | None:
    if isinstance(event, _OPENS):
        return Standing.OPEN
    return Standing.SOLVED if isinstance(event, CaseResolved | CaseClosed) else None


def _tell(entry: Message | Note) -> str:
    """An entry of the conversation with whoever wrote it."""
    words = own_words(entry)
    return f"{entry.author}:\n\n{words}" if isinstance(entry, Message) else words


def _shorten(text: str) -> str:
    if len(text) <= MAX_TEXT:
        return text
    rest = _("The rest can be read at the desk.")
    return f"{text[:MAX_TEXT].rstrip()} …\n\n{rest}"


def _name_files(case: Case, numbers: Iterable[int]) -> str:
    """The names of the files that came with these events."""
    files = group_files(case)
    return ", ".join(file.name for number in numbers for file in files.get(number, ()))


def _severity_then(case: Case) -> int:
    """How the case was judged when it was opened."""
    changes = (each.event for each in case.history if isinstance(each.event, SeverityChanged))
    return next((change.before for change in changes), case.severity)


def _facts(case: Case, severity: int, files: str) -> Iterator[tuple[str, str]]:
    """What the desk shows of the case, each with its label."""
    component = component_name(current_components.get()(), case.component)
    plan = current_policy.get()().find_plan(case.plan)
    yield _("Customer"), f"{case.name}, {case.opened_by}".removeprefix(", ")
    yield _("Severity"), severity_name(severity)
    yield _("Concerns"), f"{component} ({side_name(case.side)}) {case.error}".rstrip()
    yield _("Plan"), plan.name if plan else case.plan or "–"
    yield _("Channel"), channel_name(case.channel)
    yield _("First response"), format_moment(case.first_response_due)
    if case.resolution_due:
        yield _("Resolution"), format_moment(case.resolution_due)
    yield _("Language"), (find_language(case.language) or DEFAULT_LANGUAGE).name
    yield _("Time zone"), case.zone
    if files:
        yield _("Files"), files
    # TRANSLATORS: Before the address of a request at the support team's desk, in a ticket of another helpdesk.
    yield _("At the desk"), f"{current_settings.get().base_url}/desk/{case.reference}"

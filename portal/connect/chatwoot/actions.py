"""From an event of Chatwoot to what happens to the case, by the rules of the door for helpdesks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.cases import handling
from portal.cases.actions import add_customer_message, lock_case, was_sent
from portal.cases.chat_facts import name_customer
from portal.cases.chats import find_own_chat, find_reference, note_chat
from portal.cases.events import Actor, MaskedSecret
from portal.cases.forms import MAX_MESSAGE
from portal.cases.handling import By
from portal.cases.handling_rules import NotGoingOn
from portal.cases.model import Case
from portal.cases.new_case import CustomerMessage
from portal.cases.rules import CaseState
from portal.connect.chatwoot.handing_over import FROM_CHATWOOT
from portal.connect.chatwoot.rules import About, ChatMessage, Mention, StatusChange, Writer, settle_moment
from portal.connect.helpdesk.actions import Report, ReportRefusal, find_customer, take_report
from portal.connect.helpdesk.rules import ReportType
from portal.kernel.ids import normalise_reference
from portal.kernel.language import DEFAULT_LANGUAGE, find_language
from portal.masking.mask import mask_text
from portal.masking.model import Masked
from portal.policy.model import Policy
from portal.web.forms import clean_text
from portal.web.i18n import gettext as _
from portal.web.i18n import speaking

MOST_MERGES = 5
"""How far a case that goes on in another one is followed."""


@dataclass(frozen=True)
class Ground:
    """What an event is judged on beside the case itself."""

    now: datetime
    policy: Policy
    secret: str
    """The portal's own key, by which it names customers."""
    shared: bool
    """Whether colleagues of a customer may write in their cases."""


def take_event(session: Session, event: ChatMessage | StatusChange | Mention, ground: Ground) -> bool:
    """Do what an event says; whether that changed anything."""
    case = _find_case(session, event.about)
    if case is None:
        return False
    note_chat(session, case, event.about.conversation, event.about.account, ground.now)
    match event:
        case StatusChange():
            return _report(session, case, _as_report(case, event, ground), ground) is True
        case ChatMessage(writer=Writer.AGENT):
            return _take_agents_words(session, case, event, ground)
        case ChatMessage(writer=Writer.CUSTOMER):
            return _take_customers_words(session, case, event, ground)
    return False


def _find_case(session: Session, about: About) -> Case | None:
    """The case, held; one that goes on in another is followed. What the conversation says itself goes first."""
    reference = normalise_reference(about.reference) if about.reference else ""
    case = lock_case(session, reference) if reference else None
    if case is None:
        known = find_reference(session, about.conversation)
        case = lock_case(session, known) if known else None
    for _step in range(MOST_MERGES):
        into = lock_case(session, case.merged_into) if case and case.merged_into else None
        case = into or case
    return case


def _as_report(case: Case, event: ChatMessage | StatusChange, ground: Ground) -> Report:
    """An event in the words of the door for helpdesks."""
    at, key = settle_moment(event.at, case.opened_at, ground.now), f"{FROM_CHATWOOT}{event.key}"
    if isinstance(event, StatusChange):
        return Report(event.type, at, "", "", key)
    return Report(ReportType.MESSAGE, at, _mask(event.text).text or _name_files(case), _mask(event.author).text, key)


def _report(session: Session, case: Case, report: Report, ground: Ground) -> bool | ReportRefusal:
    return take_report(session, case, report, ground.now, ground.policy, shared=ground.shared)


def _take_agents_words(session: Session, case: Case, event: ChatMessage, ground: Ground) -> bool:
    """A message of the team; one about a case that has ended is kept as a note, since the window showed it already."""
    report = _as_report(case, event, ground)
    outcome = _report(session, case, report, ground)
    if isinstance(outcome, NotGoingOn):
        by = By(Actor.STAFF, report.author, report.at, report.key)
        return isinstance(handling.add_note(session, case, by, report.text), CaseState)
    return outcome is True


def _take_customers_words(session: Session, case: Case, event: ChatMessage, ground: Ground) -> bool:
    """What a customer wrote in the window, when it is new and proven to be theirs.

    In the conversation that the portal opened, only the portal writes as the customer. In others the customer does, and
    the name by which Chatwoot calls them is one that nobody but the portal can make for their address.
    """
    own, author = find_own_chat(session, case), find_customer(session, case, event.contact.email, shared=ground.shared)
    if (own and own.conversation == event.about.conversation) or author is None:
        return False
    if event.contact.identifier != name_customer(ground.secret, author):
        return False
    report, masked = _as_report(case, event, ground), _mask(event.text)
    if was_sent(case, report.key):
        return False
    found = tuple(MaskedSecret(finding.kind, finding.shown) for finding in masked.findings)
    message = CustomerMessage(report.key, author, report.text, found)
    return isinstance(add_customer_message(session, case, message, report.at), CaseState)


def _mask(text: str) -> Masked:
    return mask_text(clean_text(text)[:MAX_MESSAGE])


def _name_files(case: Case) -> str:
    with speaking(find_language(case.language) or DEFAULT_LANGUAGE):
        return _("A file was sent in the chat window.")

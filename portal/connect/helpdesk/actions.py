"""From a helpdesk's report to what happens to the case, within the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from portal.cases import handling
from portal.cases.access import Right, get_reader, right_to
from portal.cases.actions import add_customer_message, was_sent
from portal.cases.events import Actor
from portal.cases.handling import By
from portal.cases.handling_rules import HandlingRefusal
from portal.cases.model import Case
from portal.cases.new_case import CustomerMessage
from portal.cases.rules import ACTIVE, CaseState, ReplyRefusal
from portal.cases.team import name_member
from portal.connect.helpdesk.rules import (
    BeforeOpening,
    NotYet,
    Overtaken,
    ReportType,
    TooLateToReopen,
    changes_nothing,
    find_obstacle,
    judge_moment,
)
from portal.identity.rules import InvalidAddress, normalise_address
from portal.kernel.language import DEFAULT_LANGUAGE, find_language
from portal.policy.model import Policy
from portal.web.i18n import gettext as _
from portal.web.i18n import speaking

ReportRefusal = NotYet | BeforeOpening | Overtaken | TooLateToReopen | HandlingRefusal | ReplyRefusal
MAX_NAME = 100
_SAID = frozenset({ReportType.FIRST_RESPONSE, ReportType.MESSAGE, ReportType.REOPENED})
"""What is the customer's own message when the customer is its author."""


@dataclass(frozen=True)
class Report:
    """What a helpdesk says happened; secrets in the text are masked already."""

    type: ReportType
    at: datetime
    text: str
    author: str
    key: str
    """The same however often it is sent."""


def take_report(
    session: Session, case: Case, report: Report, now: datetime, policy: Policy, *, shared: bool
) -> bool | ReportRefusal:
    """Do what a report says; whether that changed anything. The caller has locked the case.

    ``shared`` says whether colleagues of the customer may write in the case.
    """
    if was_sent(case, report.key):
        return False
    at = judge_moment(report.at, case.opened_at, now)
    if isinstance(at, NotYet | BeforeOpening):
        return at
    customer = find_customer(session, case, report.author, shared=shared)
    if customer and report.text and report.type in _SAID:
        message = CustomerMessage(report.key, customer, report.text)
        return _changed(add_customer_message(session, case, message, at))
    if changes_nothing(report.type, case.state, report.text):
        return False
    obstacle = find_obstacle(report.type, case.history, case.state, at)
    if obstacle:
        return obstacle
    by = By(Actor.STAFF, _name(report.author), at, report.key)
    return _changed(_carry_out(session, case, report, by, policy))


def _changed(outcome: CaseState | HandlingRefusal | ReplyRefusal) -> bool | ReportRefusal:
    return True if isinstance(outcome, CaseState) else outcome


def _carry_out(session: Session, case: Case, report: Report, by: By, policy: Policy) -> CaseState | HandlingRefusal:
    match report.type:
        case ReportType.FIRST_RESPONSE | ReportType.MESSAGE:
            return handling.reply_to_customer(session, case, by, report.text)
        case ReportType.WAITING_ON_CUSTOMER if report.text:
            return handling.reply_to_customer(session, case, by, report.text, policy)
        case ReportType.WAITING_ON_CUSTOMER:
            return handling.begin_waiting(session, case, by)
        case ReportType.RESOLVED:
            return handling.resolve(session, case, by, report.text or _solved(case))
        case ReportType.REOPENED:
            return _reopen(session, case, report, by)
        case ReportType.CLOSED:
            return _close(session, case, report, by)
    assert_never(report.type)


def _reopen(session: Session, case: Case, report: Report, by: By) -> CaseState | HandlingRefusal:
    """Go on with the case, and tell the customer what the report says."""
    outcome = handling.reopen(session, case, By(by.actor, by.author, by.now, None if report.text else by.key))
    if not report.text or not isinstance(outcome, CaseState):
        return outcome
    return handling.reply_to_customer(session, case, by, report.text)


def _close(session: Session, case: Case, report: Report, by: By) -> CaseState | HandlingRefusal:
    """End the case. One that nobody has said to be solved is solved first: the customer is told, and can disagree."""
    unkeyed = By(by.actor, by.author, by.now)
    waits_in_vain = case.state.waiting_since is not None and not report.text
    if case.state.status in ACTIVE and not waits_in_vain:
        outcome = handling.resolve(session, case, unkeyed, report.text or _solved(case))
        if not isinstance(outcome, CaseState):
            return outcome
    elif report.text:
        handling.add_note(session, case, unkeyed, report.text)
    return handling.close_by_team(session, case, by)


def _solved(case: Case) -> str:
    """What the customer reads where the helpdesk has no words."""
    with speaking(find_language(case.language) or DEFAULT_LANGUAGE):
        return _("Our support team has marked this request as solved.")


def find_customer(session: Session, case: Case, author: str, *, shared: bool) -> str | None:
    """The customer's address, when the author of a report is one who may write in the case."""
    address = normalise_address(author) if "@" in author else InvalidAddress()
    if isinstance(address, InvalidAddress):
        return None
    reader = get_reader(session, address, shared=shared)
    return address if right_to(case, reader, link=False) is Right.REPLY else None


def _name(author: str) -> str:
    """What customers call whoever wrote; an address becomes a name, as at the desk."""
    words = " ".join(author.split())[:MAX_NAME]
    return name_member(words) if "@" in words else words

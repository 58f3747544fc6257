"""What the support team does with cases, and what customers do beside writing; one use case a function.

Each works within the caller's transaction on a case that the caller has locked, gives the state it leads to or a
refusal, and is done once however often the form it comes from is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.cases import handling_rules as rules
from portal.cases.events import Actor, CustomerReplied, FeedbackGiven, NoteAdded
from portal.cases.handling_rules import FeedbackRefusal, HandlingRefusal, Outcome, Owner
from portal.cases.history import record
from portal.cases.model import Case
from portal.cases.outgoing import case_payload
from portal.cases.rules import CaseState, closes_at, reopen_until
from portal.db.outbox import enqueue
from portal.policy.model import Policy


@dataclass(frozen=True)
class By:
    """Who does something, when, and under which key the form was sent."""

    actor: Actor
    author: str
    """The name of somebody of the team as customers see it, or a customer's address."""
    now: datetime
    key: str | None = None


def reply_to_customer(
    session: Session, case: Case, by: By, text: str, policy: Policy | None = None
) -> CaseState | HandlingRefusal:
    """Write to the customer; with a ``policy`` the case then waits for an answer as long as that says.

    Secrets in the text are masked already.
    """

    def tell(state: CaseState) -> None:
        waits = {"closes_at": closes_at(state, policy.waiting.close_after).isoformat()} if policy else {}
        enqueue(session, "case_answered", case_payload(case, text=text, author=by.author, **waits), by.now)

    return _do(session, case, by, rules.reply_to_customer(case.state, text, wait=policy is not None), tell)


def add_note(session: Session, case: Case, by: By, text: str) -> CaseState | HandlingRefusal:
    """Write something down that the customer never sees; possible in any state."""
    return _do(session, case, by, (NoteAdded(text),))


def resolve(session: Session, case: Case, by: By, summary: str) -> CaseState | HandlingRefusal:
    """Solve the case; the customer gets the summary and is asked how it went."""

    def tell(state: CaseState) -> None:
        until = reopen_until(state).isoformat()
        enqueue(session, "case_resolved", case_payload(case, text=summary, reopen_until=until), by.now)

    return _do(session, case, by, rules.resolve(case.state, summary), tell)


def begin_waiting(session: Session, case: Case, by: By) -> CaseState | HandlingRefusal:
    """Wait for the customer, who was asked elsewhere; the reminder is what tells them here."""
    return _do(session, case, by, rules.begin_waiting(case.state))


def close_by_team(session: Session, case: Case, by: By) -> CaseState | HandlingRefusal:
    """End a case for good; a customer who did not answer is told, others were when it was resolved."""
    unanswered = case.state.waiting_since is not None

    def tell(state: CaseState) -> None:
        if unanswered:
            enqueue(session, "case_closed", case_payload(case, reopen_until=reopen_until(state).isoformat()), by.now)

    return _do(session, case, by, rules.close_by_team(case.state), tell)


def reopen(session: Session, case: Case, by: By) -> CaseState | HandlingRefusal:
    """Go on with a case that has ended."""
    return _do(session, case, by, rules.reopen(case.state))


def change_severity(
    session: Session, case: Case, by: By, severity: int, because: str = ""
) -> CaseState | HandlingRefusal:
    """Judge the impact anew; the promises that were made stay."""
    return _do(session, case, by, rules.change_severity(case.state, case.severity, severity, because))


def link_incident(session: Session, case: Case, by: By, incident: str, title: str = "") -> CaseState | HandlingRefusal:
    """Make the case part of an incident, with its title as the customer reads it; an empty name takes that back."""
    return _do(session, case, by, rules.link_incident(case.incident, incident, title))


def merge(session: Session, case: Case, into: Case, by: By, *, shared: bool) -> CaseState | HandlingRefusal:
    """Let a case go on in another one of the same customer, who is told of it. The caller has locked both.

    ``shared`` says whether colleagues see each other's cases; where they do not, each address is a customer.
    """

    def tell(_: CaseState) -> None:
        case.related_to = into.reference
        record(session, into, rules.take_in(case.reference, case.subject), (by.actor, by.author), by.now)
        enqueue(session, "case_merged", case_payload(case, other=into.reference), by.now)

    owners = [Owner(each.opened_by, each.account_id if shared else None) for each in (case, into)]
    outcome = rules.merge(case.state, into.state, (case.reference, into.reference), (owners[0], owners[1]))
    return _do(session, case, by, outcome, tell)


def close_by_customer(
    session: Session, case: Case, by: By, words: CustomerReplied | None = None
) -> CaseState | HandlingRefusal:
    """The customer needs nothing more; a reply within seven days reopens. Secrets in the ``words`` are masked."""
    return _do(session, case, by, rules.close_by_customer(case.state, words))


def give_feedback(
    session: Session, case: Case, by: By, feedback: FeedbackGiven
) -> CaseState | HandlingRefusal | FeedbackRefusal:
    """Keep how it went for the customer; secrets in the comment are masked already."""
    outcome = rules.give_feedback(case.state, feedback, by.now)
    return _do(session, case, by, outcome) if isinstance(outcome, tuple) else outcome


def _do(
    session: Session, case: Case, by: By, outcome: Outcome, tell: Callable[[CaseState], None] = lambda _: None
) -> CaseState | HandlingRefusal:
    """Record what follows and tell of it, unless the same form has done so before."""
    if by.key is not None and any(row.idempotency_key == by.key for row in case.event_rows):
        return case.state
    if not isinstance(outcome, tuple):
        return outcome
    state = record(session, case, outcome, (by.actor, by.author), by.now, by.key)
    tell(state)
    session.flush()
    return state

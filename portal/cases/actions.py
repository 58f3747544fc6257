"""What customers do with cases. Each function is one use case within the caller's transaction."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from portal.cases.events import Actor, CaseLinked, CaseOpened, CustomerReplied, Event, IssueAdded
from portal.cases.history import record
from portal.cases.model import Attachment, Case
from portal.cases.new_case import Addition, CustomerMessage, NewCase
from portal.cases.outgoing import issue_payload
from portal.cases.rules import CaseState, GoesOnElsewhere, ReopeningOver, ReplyRefusal, Status, answer_customer
from portal.db.outbox import enqueue
from portal.kernel.ids import new_reference

# One more look finds the case that was faster; a reference that is taken happens once in 10^12 cases.
_ATTEMPTS = 4


def open_case(session: Session, new: NewCase, now: datetime) -> Case:
    """Open a case and send its acknowledgement, or give the case that was opened under the same key before.

    Fifty submits of one form at once make one case: the key is unique, and whoever comes second reads again.
    """
    for _ in range(_ATTEMPTS):
        existing = find_case_by_key(session, new.idempotency_key)
        if existing is not None:
            return existing
        try:
            with session.begin_nested():
                case = store_case(session, new, now)
        except IntegrityError:
            continue
        enqueue(session, "case_opened", issue_payload(case, new.details, answers=new.copy), now)
        return case
    raise RuntimeError("no free case reference was found")


def store_case(session: Session, new: NewCase, now: datetime) -> Case:
    """Write a new case with its first event and its attachments, and tell nobody.

    Raises:
        IntegrityError: when the key or the reference is taken.
    """
    case = Case(
        reference=new_reference(),
        idempotency_key=new.idempotency_key,
        opened_by=new.opened_by,
        name=new.name,
        account_id=new.account_id,
        language=new.language.tag,
        subject=new.subject,
        component=new.component,
        error=new.error,
        severity=new.severity,
        channel=new.channel,
        plan=new.plan,
        side=new.side,
        policy_version=new.promise.policy_version,
        first_response_due=new.promise.first_response_due,
        resolution_due=new.promise.resolution_due,
        zone=new.zone,
        opened_at=now,
        incident=new.incident,
        articles_read=list(new.articles_read),
        related_to=new.related_to,
        status=Status.OPEN,
    )
    record(session, case, [CaseOpened(new.details)], (Actor.CUSTOMER, new.opened_by), now)
    if new.greeting:
        record(session, case, [new.greeting], (Actor.SYSTEM, ""), now)
    session.flush()
    _take_uploads(session, case, new.draft_id)
    return case


def add_customer_message(
    session: Session, case: Case, message: CustomerMessage, now: datetime
) -> CaseState | ReplyRefusal:
    """Add a customer's reply; it ends the waiting, and reopens a case that ended less than seven days ago.

    The caller has locked the case. Sent twice under one key it is added once.
    """
    event = CustomerReplied(message.text, message.masked, message.full)
    before = len(case.event_rows)
    outcome = _add(session, case, event, (message.author, message.idempotency_key), now)
    if isinstance(outcome, CaseState) and len(case.event_rows) > before:
        _take_uploads(session, case, message.draft_id)
    return outcome


def add_to_case(session: Session, case: Case, addition: Addition, now: datetime) -> CaseState | ReplyRefusal:
    """Add what was to become a second case on the same issue, and confirm it by mail.

    The caller has locked the case. Sent twice under one key it is added and confirmed once.
    """
    before = len(case.event_rows)
    event = IssueAdded(addition.subject, addition.details)
    outcome = _add(session, case, event, (addition.author, addition.idempotency_key), now)
    if isinstance(outcome, CaseState) and len(case.event_rows) > before:
        _take_uploads(session, case, addition.draft_id)
        payload = issue_payload(case, addition.details, added=addition.subject, answers=addition.copy)
        name = case.name if addition.author == case.opened_by else ""
        enqueue(session, "case_added", {**payload, "to": addition.author, "name": name}, now)
    return outcome


def link_cases(session: Session, earlier: Case, later: Case, author: str, now: datetime) -> None:
    """Note in both cases that they came of one report; the caller has locked or just opened them."""
    for case, other in ((earlier, later), (later, earlier)):
        case.related_to = case.related_to or other.reference
        record(session, case, [CaseLinked(other.reference)], (Actor.CUSTOMER, author), now)
    session.flush()


def find_case_by_key(session: Session, key: str) -> Case | None:
    """The case that was opened under an idempotency key, or None."""
    return session.scalar(select(Case).where(Case.idempotency_key == key))


def was_sent(case: Case, key: str) -> bool:
    """Whether a form was sent for this case under a key before."""
    return any(row.idempotency_key == key for row in case.event_rows)


def lock_case(session: Session, reference: str) -> Case | None:
    """The case with a reference, held against everybody else until this transaction ends; or None.

    On SQLite a writing unit of work holds the whole database already; PostgreSQL locks the row.
    """
    held = select(Case).where(Case.reference == reference).with_for_update()
    fresh = held.options(selectinload(Case.event_rows)).execution_options(populate_existing=True)
    return session.scalar(fresh)


def _add(session: Session, case: Case, event: Event, by: tuple[str, str], now: datetime) -> CaseState | ReplyRefusal:
    author, key = by
    if was_sent(case, key):
        return case.state
    outcome = answer_customer(case.state, event, now)
    if isinstance(outcome, ReopeningOver | GoesOnElsewhere):
        return outcome
    state = record(session, case, outcome, (Actor.CUSTOMER, author), now, key)
    session.flush()
    return state


def _take_uploads(session: Session, case: Case, draft_id: str | None) -> None:
    """Make a draft's files the case's."""
    if draft_id is not None:
        belongs = (Attachment.draft_id == draft_id, Attachment.case_id.is_(None))
        session.execute(update(Attachment).where(*belongs).values(case_id=case.id))
        session.expire(case, ["attachments"])

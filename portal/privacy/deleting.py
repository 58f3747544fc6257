"""Deleting everything about an address: asked for on a page, carried out by the worker.

The request is a row, so a killed worker goes on where it stopped. Each case goes in one transaction with what figures
keep of it, so nothing is counted twice; its files go before its rows, which still name them after a crash in between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.actions import lock_case
from portal.cases.events import Actor
from portal.cases.handling import By, close_by_customer
from portal.cases.model import Case
from portal.cases.remains import strip_case
from portal.cases.retention import forget_files_of_cases, forget_files_of_drafts
from portal.cases.rules import ACTIVE
from portal.db.outbox import OutboxRow, enqueue
from portal.identity.model import LoginCode
from portal.incidents.following.model import Follower
from portal.intake.measuring import add_walks
from portal.intake.model import Draft
from portal.kernel.language import Language
from portal.notify.mail_in.model import ReceivedMail
from portal.privacy.collecting import Owner, is_receiver, is_sender, names_address
from portal.privacy.model import Deletion, DeletionRequest
from portal.privacy.rules import AUDIT_KEPT, may_delete
from portal.storage.store import FileStore

CASES_A_TURN = 20


@dataclass(frozen=True)
class Places:
    """Where things lie that are not in the database."""

    uploads: FileStore
    """Where customers' files lie."""
    secret: str
    forget_mails: Callable[[str], object] = lambda _: None
    """Deletes copies of mails to an address, where mails are kept as files."""


def ask_deletion(session: Session, owner: Owner, language: Language, now: datetime, *, close: bool) -> DeletionRequest:
    """Have everything about an address deleted; with ``close``, its cases that go on are closed for that first.

    Asked for again it is the same request, which then takes what came since as well.
    """
    if close:
        going_on = select(Case.reference).where(_own_cases(owner.email), Case.status.in_(ACTIVE))
        for reference in list(session.scalars(going_on)):
            case = lock_case(session, reference)
            if case is not None:
                close_by_customer(session, case, By(Actor.CUSTOMER, owner.email, now))
    existing = session.get(DeletionRequest, owner.email)
    if existing is not None:
        existing.asked_at, existing.rest_deleted_at = now, None
        return existing
    row = DeletionRequest(email=owner.email, language=language.tag, asked_at=now, cases=0, files=0)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Sent twice at once: the other one was faster.
        return session.get_one(DeletionRequest, owner.email)
    return row


def carry_out(session: Session, places: Places, now: datetime) -> int:
    """Do the next part of a deletion that can go on; gives how much that was, 0 when all wait for cases to end."""
    waiting = select(DeletionRequest).order_by(DeletionRequest.asked_at, DeletionRequest.email)
    for request in session.scalars(waiting.with_for_update(skip_locked=True)):
        done = _delete_cases(session, request, places)
        if done:
            return done
        if request.rest_deleted_at is None:
            _delete_rest(session, request, places)
            request.rest_deleted_at = now
            return 1
        if session.scalar(select(Case.id).where(*_wanted(request)).limit(1)) is None:
            _finish(session, request, places, now)
            return 1
    return 0


def delete_drafts(session: Session, owner: Owner, uploads: FileStore, until: datetime) -> int:
    """Delete an address's drafts of before a moment, with their files; gives the number of those.

    Figures know that the walks were left.
    """
    drafts = list(session.scalars(select(Draft).where(names_address(owner), Draft.created_at <= until)))
    add_walks(session, drafts)
    session.flush()
    identifiers, files = [draft.id for draft in drafts], 0
    while gone := forget_files_of_drafts(session, uploads, identifiers):
        files += gone
    session.execute(delete(Draft).where(Draft.id.in_(identifiers)))
    return files


def forget_deletions(session: Session, now: datetime) -> int:
    """Delete what tells of deletions done long ago; gives their number."""
    return session.connection().execute(delete(Deletion).where(Deletion.done_at < now - AUDIT_KEPT)).rowcount


def _own_cases(email: str) -> ColumnElement[bool]:
    return Case.opened_by == email


def _wanted(request: DeletionRequest) -> tuple[ColumnElement[bool], ...]:
    return _own_cases(request.email), Case.opened_at <= request.asked_at


def _delete_cases(session: Session, request: DeletionRequest, places: Places) -> int:
    """Delete a batch of cases that have ended, and every row that points at them."""
    ended = select(Case).where(*_wanted(request), Case.status.not_in(ACTIVE)).order_by(Case.id)
    locked = session.scalars(ended.with_for_update())
    cases = [case for case in locked if may_delete(case.status, case.ended_at, request.asked_at)][:CASES_A_TURN]
    if not cases:
        return 0
    numbers, references = [case.id for case in cases], [case.reference for case in cases]
    session.add_all(kept for case in cases if (kept := strip_case(case)))
    while gone := forget_files_of_cases(session, places.uploads, numbers):
        request.files += gone
    _delete_traces(session, references, places.uploads)
    session.execute(delete(Case).where(Case.id.in_(numbers)))
    request.cases += len(cases)
    return len(cases)


def _delete_traces(session: Session, references: list[str], uploads: FileStore) -> None:
    """What tells of cases by their references: drafts they came of, mails that wait, links of other cases to them."""
    drafts = list(session.scalars(select(Draft).where(Draft.case_reference.in_(references))))
    add_walks(session, drafts)
    session.flush()
    session.execute(delete(Draft).where(Draft.id.in_([draft.id for draft in drafts])))
    session.execute(delete(OutboxRow).where(OutboxRow.payload["reference"].as_string().in_(references)))
    told = update(ReceivedMail).where(ReceivedMail.reference.in_(references))
    session.execute(told.values(reference=""))
    session.execute(update(Case).where(Case.related_to.in_(references)).values(related_to=None))


def _delete_rest(session: Session, request: DeletionRequest, places: Places) -> None:
    """Everything beside cases that was there when it was asked for.

    That a mail was received stays known by its digest, or it would be taken once more; not who sent it.
    """
    owner, until = Owner(request.email, places.secret), request.asked_at
    request.files += delete_drafts(session, owner, places.uploads, until)
    for table, when in ((Follower, Follower.asked_at), (LoginCode, LoginCode.created_at)):
        session.execute(delete(table).where(table.email == request.email, when <= until))
    session.execute(delete(OutboxRow).where(is_receiver(owner), OutboxRow.created_at <= until))
    session.execute(update(ReceivedMail).where(is_sender(owner)).values(sender_key=""))
    places.forget_mails(request.email)


def _finish(session: Session, request: DeletionRequest, places: Places, now: datetime) -> None:
    """Nothing is left: note that it is done, and tell whoever asked, in the last mail they get of it."""
    _delete_rest(session, request, places)
    session.add(Deletion(asked_at=request.asked_at, done_at=now, cases=request.cases, files=request.files))
    payload = {"to": request.email, "language": request.language, "cases": request.cases, "files": request.files}
    enqueue(session, "data_deleted", payload, now)
    session.delete(request)

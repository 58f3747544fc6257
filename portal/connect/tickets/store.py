"""Tickets in the database: which there are, which are to be read, what is wrong with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.cases.deliveries import CaseDelivery, hold_back
from portal.connect.tickets.model import CaseTicket
from portal.connect.tickets.protocol import Standing, Ticket
from portal.db.outbox import retry_delay

LEASE = timedelta(minutes=2)
FIRST_LOOK = timedelta(minutes=2)
"""After a ticket was opened; a webhook asks for it sooner."""
TROUBLED_AFTER = 3
"""Failures in a row: one or two are a restart of the helpdesk."""


@dataclass(frozen=True)
class Trouble:
    """What keeps requests and tickets apart at the moment."""

    waiting: int
    """Events that were tried and are not there yet, those that were given up among them."""
    unread: int
    """Tickets that could not be read."""
    told: str
    """What went wrong last, in our words."""


def find_ticket(session: Session, case_id: int, helpdesk: str) -> CaseTicket | None:
    """The row of a case for the helpdesk of today; one of another helpdesk counts as none."""
    row = session.get(CaseTicket, case_id)
    return row if row and row.helpdesk == helpdesk else None


def begin(session: Session, case_id: int, helpdesk: str, now: datetime) -> CaseTicket:
    """The row of a case, held; one of another helpdesk begins anew."""
    row = session.get(CaseTicket, case_id, with_for_update=True)
    if row is None or row.helpdesk != helpdesk:
        if row is not None:
            session.delete(row)
            session.flush()
        row = CaseTicket(case_id=case_id, helpdesk=helpdesk, look_at=now, ticket="", number="", state="", taken=[])
        row.failures, row.problem = 0, ""
        session.add(row)
        session.flush()
    return row


def keep(session: Session, row: CaseTicket, ticket: Ticket, now: datetime) -> None:
    """Write down which ticket it is."""
    row.ticket, row.number, row.begun_at = ticket.id, ticket.number[:40], None
    # Of one that was found again, its people may have decided something that the case does not know yet.
    row.state = ticket.state[:80] if ticket.standing is Standing.OPEN else ""
    row.look_at, row.failures, row.problem = now + FIRST_LOOK, 0, ""


def lease_due(session: Session, helpdesk: str, now: datetime) -> CaseTicket | None:
    """Claim the ticket that has been due for longest."""
    due = (
        select(CaseTicket)
        .where(CaseTicket.helpdesk == helpdesk, CaseTicket.ticket != "", CaseTicket.look_at <= now)
        .where((CaseTicket.leased_until.is_(None)) | (CaseTicket.leased_until <= now))
        .order_by(CaseTicket.look_at, CaseTicket.case_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.scalar(due)
    if row:
        row.leased_until = now + LEASE
    return row


def note_failure(session: Session, case_id: int, told: str, now: datetime) -> None:
    """Write down that a ticket could not be read; it is read again later and later."""
    row = session.get(CaseTicket, case_id)
    if row:
        row.failures, row.problem, row.leased_until = row.failures + 1, told[:200], None
        row.look_at = now + retry_delay(min(row.failures, 12))


def leave_alone(session: Session, helpdesk: str, until: datetime) -> None:
    """Neither read nor tell a helpdesk anything until then."""
    others = update(CaseTicket).where(CaseTicket.helpdesk == helpdesk, CaseTicket.look_at < until)
    session.connection().execute(others.values(look_at=until))
    hold_back(session, helpdesk, until)


def ask_for(session: Session, helpdesk: str, ticket: str, now: datetime) -> bool:
    """Have a ticket read at once; whether it is one of ours."""
    wanted = update(CaseTicket).where(CaseTicket.helpdesk == helpdesk, CaseTicket.ticket == ticket)
    return bool(session.connection().execute(wanted.values(look_at=now)).rowcount)


def last_answer(session: Session, case_id: int, helpdesk: str) -> str:
    """What became of the last attempt to tell the helpdesk of a case; empty when nothing is wrong."""
    tried = select(CaseDelivery.last_answer).where(
        CaseDelivery.case_id == case_id,
        CaseDelivery.receiver == helpdesk,
        CaseDelivery.delivered_at.is_(None),
        CaseDelivery.attempts > 0,
    )
    return session.scalar(tried.order_by(CaseDelivery.tried_at.desc(), CaseDelivery.seq).limit(1)) or ""


def find_trouble(session: Session, helpdesk: str) -> Trouble | None:
    """What is wrong between requests and tickets; None when nothing is."""
    undelivered = (
        CaseDelivery.receiver == helpdesk,
        CaseDelivery.delivered_at.is_(None),
        CaseDelivery.attempts >= TROUBLED_AFTER,
    )
    unread = (CaseTicket.helpdesk == helpdesk, CaseTicket.failures >= TROUBLED_AFTER)
    waiting = session.scalar(select(func.count()).select_from(CaseDelivery).where(*undelivered)) or 0
    missed = session.scalar(select(func.count()).select_from(CaseTicket).where(*unread)) or 0
    if not waiting and not missed:
        return None
    newest = select(CaseDelivery.last_answer).where(*undelivered).order_by(CaseDelivery.tried_at.desc())
    told = session.scalar(newest.limit(1)) or session.scalar(select(CaseTicket.problem).where(*unread).limit(1)) or ""
    return Trouble(waiting, missed, told)

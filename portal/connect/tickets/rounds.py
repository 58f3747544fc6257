"""Reading the tickets that are due: claim one, read it, let its case follow.

No transaction is open while a helpdesk is waited for. A ticket is due soon after a webhook, and now and then by itself.
"""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from flask import Flask

from portal.cases.actions import lock_case
from portal.cases.model import Case
from portal.connect.tickets.following import take_reading
from portal.connect.tickets.model import CaseTicket
from portal.connect.tickets.protocol import Helpdesk, HelpdeskFailed, Reading
from portal.connect.tickets.store import find_ticket, find_trouble, lease_due, leave_alone, note_failure
from portal.db.engine import Database
from portal.web import logs
from portal.web.current import current_clock, current_database
from portal.web.i18n import speaking
from portal.web.operations import PartState

A_TURN = 20
"""Tickets at once, before other work has its turn."""
TURN_S = 5.0
"""Behind this the rest waits for its next turn: mail must not wait for a helpdesk that is slow."""
LEFT_ALONE = timedelta(seconds=30)
"""How long nobody is asked for anything when a helpdesk does not answer."""
LONGEST_WAIT = timedelta(hours=1)
"""However long a helpdesk asks to be left alone."""


def read_due(app: Flask, helpdesk: Helpdesk | None, stop: Callable[[], bool]) -> int:
    """Read what is due; gives how many tickets were read, or 0 when other work shall have its turn.

    It shall when the helpdesk is away, busy or slow.
    """
    done = 0
    if helpdesk is None:
        return done
    with app.app_context(), speaking(helpdesk.language):
        database, clock, began = current_database.get(), current_clock.get(), monotonic()
        while done < A_TURN and not stop():
            with database.write() as session:
                row = lease_due(session, helpdesk.name, clock())
            if row is None:
                return done
            if not _read_one(database, helpdesk, row) or monotonic() - began > TURN_S:
                return 0
            done += 1
    return done


def helpdesk_state(database: Database, name: str) -> PartState:
    """Whether requests and tickets are together.

    Raises:
        DatabaseUnavailable: when the database is away.
    """
    with database.read() as session:
        trouble = find_trouble(session, name)
    if trouble is None:
        return PartState("helpdesk", fine=True, vital=False, detail=f"{name} follows")
    parts = [f"{trouble.waiting} events wait" if trouble.waiting else ""]
    parts += [f"{trouble.unread} tickets cannot be read" if trouble.unread else "", trouble.told]
    detail = f"{name}: {'; '.join(filter(None, parts))}; see /desk/deliveries/"
    return PartState("helpdesk", fine=False, vital=False, detail=detail)


def _read_one(database: Database, helpdesk: Helpdesk, row: CaseTicket) -> bool:
    """Read one ticket; whether the helpdesk can be asked for the next."""
    clock = current_clock.get()
    try:
        reading = helpdesk.read(row.ticket)
    except HelpdeskFailed as error:
        _fail(database, row, str(error))
        wait = min(error.wait or timedelta(0), LONGEST_WAIT) if error.reached else LEFT_ALONE
        if wait:
            with database.write() as session:
                leave_alone(session, helpdesk.name, clock() + wait)
        return not wait
    except Exception as error:  # noqa: BLE001 - one ticket's fault must not stop the others
        _fail(database, row, logs.describe(error))
        return True
    _take(database, row, reading)
    return True


def _take(database: Database, leased: CaseTicket, reading: Reading) -> None:
    now = current_clock.get()()
    with database.write() as session:
        row = find_ticket(session, leased.case_id, leased.helpdesk)
        held = session.get(Case, leased.case_id)
        case = lock_case(session, held.reference) if row and held else None
        if row is None or case is None or row.ticket != reading.ticket.id:
            # Deleted meanwhile, or it goes on in another ticket, which is due by itself.
            return
        asked_at = row.look_at if row.look_at > leased.look_at else None
        taken = take_reading(session, case, row, reading, now)
        if asked_at:
            # A webhook came while it was read: what it tells of may be missing in that reading.
            row.look_at = min(row.look_at, asked_at)
    if taken:
        logs.log.info("ticket_followed", helpdesk=leased.helpdesk, ticket=leased.ticket, news=taken)


def _fail(database: Database, row: CaseTicket, told: str) -> None:
    with database.write() as session:
        note_failure(session, row.case_id, told, current_clock.get()())
    logs.log.warning("ticket_not_read", helpdesk=row.helpdesk, ticket=row.ticket, answer=told)

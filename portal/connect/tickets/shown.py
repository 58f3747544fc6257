"""The ticket of a case as the desk and programs see it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.cases.model import Case
from portal.connect.shapes import TicketDocument
from portal.connect.tickets.choosing import choose_helpdesk
from portal.connect.tickets.model import CaseTicket
from portal.connect.tickets.store import find_ticket, last_answer
from portal.web.current import current_clock, current_settings


@dataclass(frozen=True)
class ShownTicket:
    """Where a case is in the helpdesk, or why it is not."""

    helpdesk: str
    """The kind's own name."""
    number: str
    """Empty as long as there is none."""
    address: str
    problem: str
    """What went wrong last, in our words; empty when nothing did."""


def show_ticket(session: Session, case: Case) -> ShownTicket | None:
    """The case's ticket in the helpdesk of today; None where there is no helpdesk."""
    helpdesk = choose_helpdesk(current_settings.get(), current_clock.get())
    if helpdesk is None:
        return None
    row = find_ticket(session, case.id, helpdesk.name)
    problem = last_answer(session, case.id, helpdesk.name) or (row.problem if row else "")
    if row is None or not row.ticket:
        return ShownTicket(helpdesk.name.capitalize(), "", "", problem)
    return ShownTicket(helpdesk.name.capitalize(), row.number, helpdesk.address(row.ticket), problem)


def ticket_document(session: Session, case: Case) -> TicketDocument | None:
    """The case's ticket for programs and for its customer, whichever helpdesk it is in; None as long as it has none."""
    row = session.get(CaseTicket, case.id)
    return {"helpdesk": row.helpdesk, "id": row.ticket, "number": row.number} if row and row.ticket else None

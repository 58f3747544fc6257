"""What tests do to requests and their tickets, and how they look at them."""

from sqlalchemy import select

from portal.cases.access import find_case_by_reference
from portal.cases.actions import add_customer_message, lock_case
from portal.cases.deliveries import list_deliveries
from portal.cases.new_case import CustomerMessage
from portal.connect.tickets.model import CaseTicket
from tests.building import START
from tests.web.cases.builders import ANA


def rows(database):
    with database.read() as session:
        return list_deliveries(session, 100)[::-1]


def ticket_of(database):
    with database.read() as session:
        return session.scalars(select(CaseTicket)).one()


def reply(database, reference, text, author=ANA, at=START):
    with database.write() as session:
        case = lock_case(session, reference)
        add_customer_message(session, case, CustomerMessage(f"key-{text}-{at}", author, text), at)


def first_body(twin):
    return (getattr(twin, "articles", None) or twin.comments)[0]["body"]


def make_due(desk):
    with desk.database.write() as session:
        for row in session.scalars(select(CaseTicket)):
            row.look_at = desk.clock()


def found(desk, case):
    with desk.database.read() as session:
        now = find_case_by_reference(session, case.reference)
        assert now.history
        return now


def of(desk, email):
    """How the twin is told that somebody with this address writes."""
    return {"author": f"Somebody <{email}>"} if desk.name == "zammad" else {"author": desk.twin.joins(email)}

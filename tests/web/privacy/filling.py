"""An address with something in every table, and how it is asked that all of it goes."""

from portal.cases.actions import add_customer_message, lock_case
from portal.cases.chats import begin_chat, settle_chat
from portal.cases.events import Actor, CaseClosed, CaseResolved, Closing, FeedbackGiven
from portal.cases.model import Attachment
from portal.cases.new_case import CustomerMessage
from portal.connect.tickets.model import CaseTicket
from portal.desk.model import Look
from portal.identity.actions import add_staff
from portal.incidents.following.model import Follower
from portal.notify.mail_in.receiving import receive_mail
from tests.web.cases.builders import ANA, BO, NOW, happened, opened

PATH = "/en/requests/my-data/delete"
BUTTON = "Delete my data for good"
KEEP = "keep"
CLOSE = "close"
SUPPORT = "support@360dialog.com"
TICKET = "880055"


def attach(database, uploads, stored, **belongs):
    (uploads / stored).write_bytes(b"content")
    with database.write() as session:
        file = Attachment(name="log.txt", media_type="text/plain", size=7, stored_name=stored, created_at=NOW)
        for name, value in belongs.items():
            setattr(file, name, value)
        session.add(file)


def fill(app, database, uploads):
    """A case in every table that can hold anything of one; gives its reference."""
    case = opened(database)
    attach(database, uploads, "of-case", case_id=case.id)
    with database.write() as session:
        message = CustomerMessage("reply-1", BO, "I am Bo.")
        add_customer_message(session, lock_case(session, case.reference), message, NOW)
        settle_chat(begin_chat(session, case, "case-1", NOW), "5001")
        add_staff(session, "lea@team.example", NOW)
        session.flush()
        ticket = CaseTicket(
            case_id=case.id, helpdesk="zammad", ticket=TICKET, number=TICKET, state="new", taken=[TICKET]
        )
        ticket.taken, ticket.look_at, ticket.failures, ticket.problem = [TICKET], NOW, 0, ""
        session.add(ticket)
        session.add(Look(case_id=case.id, email="lea@team.example", seen_at=NOW))
        row = Follower(incident="late", title="Late", email=ANA, language="en", asked_at=NOW, confirmed_at=NOW)
        row.confirm_digest = row.stop_digest = "x"
        session.add(row)
    for number in (1, 2):
        head = f"From: {ANA}\nTo: {SUPPORT}\nSubject: Re: [{case.reference}]\nMessage-ID: <{number}@x.example>"
        receive_mail(app, f"{head}\n\nBy mail {number}\n".encode())
    happened(database, case.reference, CaseResolved("Fixed."), FeedbackGiven(2))
    happened(database, case.reference, CaseClosed(Closing.RESOLVED), actor=Actor.SYSTEM, at=NOW)
    return case


def ask(browser, going_on=None, **options):
    values = {"going_on": going_on} if going_on else {}
    return browser.submit(browser.get(PATH), values, button=BUTTON, **options)

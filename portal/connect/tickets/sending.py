"""From the events of a case to its ticket: a receiver as webhooks have one, with their lease, back-off and order.

Everything is done at most once, whatever breaks. A ticket is looked for before it is made again, and an article before
it is written, since nobody knows what became of an attempt that a cut connection or a killed worker ended. What needs
no words is simply set to what it should be.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.cases.deliveries import Attempt
from portal.cases.model import Case
from portal.connect.delivering.receivers import Message
from portal.connect.tickets.composing import FACTS, Deed, compose_deed, compose_opening
from portal.connect.tickets.protocol import (
    Article,
    Helpdesk,
    HelpdeskFailed,
    Opening,
    Saying,
    Standing,
    Ticket,
    TicketClosed,
)
from portal.connect.tickets.store import begin, find_ticket, keep, leave_alone
from portal.web import logs
from portal.web.current import current_clock, current_database
from portal.web.i18n import speaking

LONGEST_WAIT = timedelta(hours=6)
"""However long a helpdesk asks to be left alone; as for every receiver."""
FAILED = 500
WRONG_STATE = 422
"""The helpdesk's own rules forbid a change, such as to solve what nobody there has taken."""


class TicketReceiver:
    """Tells a helpdesk of the events of cases."""

    def __init__(self, app: Flask, helpdesk: Helpdesk) -> None:
        """The application, whose database and policy are used, and where to."""
        self.name = helpdesk.name
        self._app, self._helpdesk = app, helpdesk

    def deliver(self, message: Message) -> Attempt:
        """Let the ticket follow an event."""
        try:
            with self._app.app_context(), speaking(self._helpdesk.language):
                number = self._follow(message)
        except HelpdeskFailed as error:
            self._pause(error)
            return Attempt(delivered=False, answer=str(error), wait=error.wait, reached=error.reached)
        return Attempt(delivered=True, answer=f"ticket {number}")

    def _pause(self, error: HelpdeskFailed) -> None:
        """Let tickets be read later, too, when the helpdesk wants to be left alone."""
        if error.wait:
            with self._app.app_context(), current_database.get().write() as session:
                leave_alone(session, self.name, current_clock.get()() + min(error.wait, LONGEST_WAIT))

    def _follow(self, message: Message) -> str:
        told = message.document["data"]
        seq = told["event"]["number"]
        with current_database.get().read() as session:
            wanted = select(Case).where(Case.reference == told["case"]["reference"])
            case = session.scalars(wanted.options(selectinload(Case.event_rows), selectinload(Case.attachments))).one()
            opening, deed = compose_opening(case, seq), compose_deed(case, case.history[seq - 1], message.message_id)
        identifier = self._find_or_open(case.id, opening)
        if deed == Deed():
            return identifier
        reading = self._helpdesk.read(identifier)
        ticket = reading.ticket
        if deed.saying and not _is_there(reading.articles, deed.saying):
            ticket = self._say(case.id, ticket, opening, deed.saying)
        self._change(case.id, ticket, deed)
        return ticket.id

    def _find_or_open(self, case_id: int, opening: Opening) -> str:
        """The id of the case's ticket, which is opened when there is none."""
        with current_database.get().write() as session:
            row = begin(session, case_id, self.name, current_clock.get()())
            if row.ticket:
                return row.ticket
        made = self._make(case_id, lambda: self._helpdesk.find(opening.reference), lambda: self._helpdesk.open(opening))
        return self._keep(case_id, made)

    def _make(self, case_id: int, find: Callable[[], Ticket | None], make: Callable[[], Ticket]) -> Ticket:
        """Make a ticket, unless it was made before and nobody saw the end of that."""
        now, begun_at = current_clock.get()(), self._begun_at(case_id)
        found = find() if begun_at else None
        if found:
            return found
        if begun_at and now - begun_at < self._helpdesk.settles:
            raise HelpdeskFailed("it is not known yet whether a ticket was made")
        # From now on nobody knows whether there is one, until the answer is written down.
        self._note_begin(case_id, now)
        try:
            return make()
        except HelpdeskFailed as error:
            if error.is_refusal:
                self._note_begin(case_id, None)
            elif error.status == FAILED:
                # It is looked for all the same, but not waited for: what failed was undone.
                self._note_begin(case_id, now - self._helpdesk.settles)
            raise

    def _begun_at(self, case_id: int) -> datetime | None:
        with current_database.get().read() as session:
            row = find_ticket(session, case_id, self.name)
            return row.begun_at if row else None

    def _note_begin(self, case_id: int, at: datetime | None) -> None:
        with current_database.get().write() as session:
            begin(session, case_id, self.name, current_clock.get()()).begun_at = at

    def _keep(self, case_id: int, ticket: Ticket) -> str:
        now = current_clock.get()()
        with current_database.get().write() as session:
            if session.get(Case, case_id) is None:
                # Deleted meanwhile; whoever tends the helpdesk finds the ticket by its title.
                raise HelpdeskFailed("the request is gone")
            keep(session, begin(session, case_id, self.name, now), ticket, now)
        logs.log.info("ticket_opened", helpdesk=self.name, ticket=ticket.id)
        return ticket.id

    def _say(self, case_id: int, ticket: Ticket, opening: Opening, saying: Saying) -> Ticket:
        """Write into the ticket, or, where it is closed for good, into one that follows it."""
        try:
            self._helpdesk.say(ticket, saying)
        except TicketClosed:
            if not saying.by_customer:
                return ticket
            following = self._continue(case_id, ticket, opening, saying)
            self._keep(case_id, following)
            return following
        return ticket

    def _continue(self, case_id: int, closed: Ticket, opening: Opening, saying: Saying) -> Ticket:
        def find() -> Ticket | None:
            found = self._helpdesk.find(opening.reference)
            return found if found and int(found.id) > int(closed.id) else None

        facts = opening.body.rpartition(FACTS)[2]
        changed = replace(opening, body=f"{saying.text}{FACTS}{facts}", mark=saying.mark)
        return self._make(case_id, find, lambda: self._helpdesk.follow_up(closed, changed))

    def _change(self, case_id: int, ticket: Ticket, deed: Deed) -> None:
        """Set state and severity, where the helpdesk's own rules allow it."""
        try:
            if deed.severity is not None:
                self._helpdesk.rank(ticket, deed.severity)
            if deed.standing is not None:
                moves = _differs(ticket.standing, deed.standing)
                self._note_state(case_id, self._helpdesk.move(ticket, deed.standing) if moves else ticket)
        except HelpdeskFailed as error:
            if error.status != WRONG_STATE:
                raise
            # The note says it all the same, and what follows must not wait for two days.
            logs.log.warning("ticket_not_changed", helpdesk=self.name, ticket=ticket.id, answer=str(error))

    def _note_state(self, case_id: int, ticket: Ticket) -> None:
        """The case is where this state would lead it: only another one is news."""
        with current_database.get().write() as session:
            row = find_ticket(session, case_id, self.name)
            if row and row.ticket == ticket.id:
                row.state = ticket.state[:80]


def _is_there(articles: Sequence[Article], saying: Saying) -> bool:
    return any(article.mark == saying.mark for article in articles)


def _differs(now: Standing, wanted: Standing) -> bool:
    """Whether a ticket has to be moved; one that goes on elsewhere stays as it is."""
    if now is Standing.ELSEWHERE:
        return False
    return now not in {Standing.SOLVED, Standing.CLOSED} if wanted is Standing.SOLVED else now is not Standing.OPEN

"""Zammad: tickets by its REST interface.

It knows no key under which a ticket is made once, so a ticket whose making nobody saw the end of is looked for by the
reference in its title. The search may lag behind by some seconds; `Zammad.settles` is how long it is waited for.
What the portal wrote is known again by ``message_id``, which Zammad keeps with an article and gives back.
"""

from collections.abc import Iterator
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import Any

from portal.connect.tickets.calls import Interface, Json, need, read_moment, read_names, read_number, read_text
from portal.connect.tickets.protocol import Article, Opening, Reading, Role, Saying, Standing, Ticket, TicketClosed
from portal.helpdesk_settings import HelpdeskAddress
from portal.kernel.clock import Clock
from portal.kernel.html_text import html_to_text

FOUND = "50"
_STANDINGS = {
    "new": Standing.OPEN,
    "open": Standing.OPEN,
    # Whoever reminds themselves need not wait for the customer, who would be told so and lose the request in 48 hours.
    "pending reminder": Standing.PAUSED,
    "pending close": Standing.WAITING,
    "closed": Standing.SOLVED,
    "merged": Standing.ELSEWHERE,
    "removed": Standing.ELSEWHERE,
}
_STATES = {Standing.OPEN: "open", Standing.SOLVED: "closed"}
_ROLES = {"Agent": Role.AGENT, "Customer": Role.CUSTOMER}


class Zammad:
    """A Zammad of the operator's."""

    name = "zammad"
    settles = timedelta(minutes=1)

    def __init__(self, address: HelpdeskAddress, token: str, clock: Clock) -> None:
        """Where it is, and the token of an agent there."""
        self._where, self.language = address, address.language
        self._api = Interface(f"{address.base}/api/v1", {"Authorization": f"Token token={token}"}, clock)
        self._standings = {**_STANDINGS, address.waiting: Standing.WAITING} if address.waiting else _STANDINGS

    def find(self, reference: str) -> Ticket | None:
        """The newest ticket that bears the reference in its title; one that was merged only where there is no other."""
        found = need(self._api.get("/tickets/search", query=reference, expand="true", limit=FOUND), list)
        named = [each for each in found if isinstance(each, dict) and f"[{reference}]" in read_text(each.get("title"))]
        tickets = map(self._ticket, named)
        return max(tickets, key=lambda each: (each.standing is not Standing.ELSEWHERE, int(each.id)), default=None)

    def open(self, opening: Opening) -> Ticket:
        """Open a ticket; Zammad makes its customer where it knows none of this address."""
        article = _article(opening.body, opening.mark, internal=False)
        document = {
            "title": opening.title,
            "group": self._where.group,
            "customer_id": f"guess:{opening.email}",
            "tags": f"support-portal,severity-{opening.severity}",
            "article": {**article, **_by_customer(opening.name, opening.email), "subject": opening.title},
        }
        return self._ticket(self._api.post("/tickets?expand=true", document))

    def follow_up(self, closed: Ticket, opening: Opening) -> Ticket:
        """Open another ticket; Zammad's own closed tickets can be opened again, so this is for merged ones."""
        return self.open(opening)

    def read(self, ticket: str) -> Reading:
        """The ticket with its articles."""
        found = self._ticket(self._api.get(f"/tickets/{ticket}", expand="true"))
        listed = need(self._api.get(f"/ticket_articles/by_ticket/{ticket}", expand="true"), list)
        return Reading(found, tuple(sorted(_read_articles(listed), key=lambda article: int(article.id))))

    def say(self, ticket: Ticket, saying: Saying) -> None:
        """Add an article: the customer's own, or an internal note. Nobody looks into a ticket that was merged."""
        if ticket.standing is Standing.ELSEWHERE:
            raise TicketClosed("the ticket goes on in another one")
        article = _article(saying.text, saying.mark, internal=not saying.by_customer)
        if saying.by_customer:
            article |= _by_customer(saying.name, saying.email)
            article |= {"origin_by_id": int(ticket.customer)} if ticket.customer else {}
        self._api.post("/ticket_articles", {"ticket_id": int(ticket.id), **article})

    def move(self, ticket: Ticket, standing: Standing) -> Ticket:
        """Set the state."""
        return self._ticket(self._api.put(f"/tickets/{ticket.id}?expand=true", {"state": _STATES[standing]}))

    def rank(self, ticket: Ticket, severity: int) -> None:
        """Nothing: the names of priorities are the operator's, and a wrong one would refuse the whole change."""

    def address(self, ticket: str) -> str:
        """The ticket's page for agents."""
        return f"{self._where.base}/#ticket/zoom/{ticket}"

    def _ticket(self, found: Any) -> Ticket:
        fields: Json = need(found, dict)
        state = read_text(fields.get("state"))
        customer = fields.get("customer_id")
        return Ticket(
            id=read_number(fields.get("id")),
            number=read_text(fields.get("number")) or read_number(fields.get("id")),
            state=state,
            standing=self._standings.get(state, Standing.OPEN),
            changed_at=read_moment(fields.get("updated_at")),
            customer=str(customer) if isinstance(customer, int) else "",
            known=state in self._standings,
        )


def _article(text: str, mark: str, *, internal: bool) -> Json:
    return {"body": text, "content_type": "text/plain", "type": "note", "internal": internal, "message_id": mark}


def _by_customer(name: str, email: str) -> Json:
    return {"type": "web", "sender": "Customer", "from": formataddr((name, email))}


def _read_articles(listed: list[Any]) -> Iterator[Article]:
    for each in listed:
        fields: Json = need(each, dict)
        text, author = read_text(fields.get("body")), read_text(fields.get("from"))
        login = read_text(fields.get("created_by"))
        name, email = parseaddr(author) if "@" in author else (author, "")
        yield Article(
            id=read_number(fields.get("id")),
            at=read_moment(fields.get("created_at")),
            role=_ROLES.get(read_text(fields.get("sender")), Role.MACHINE),
            # One that does not say so is not shown to a customer.
            public=fields.get("internal") is False,
            text=html_to_text(text) if "html" in read_text(fields.get("content_type")) else text,
            # Mail of an agent comes from "Bob Smith via Support".
            name=name.partition(" via ")[0].strip() or login,
            email=email or (login if "@" in login else ""),
            mark=read_text(fields.get("message_id")),
            files=read_names(fields.get("attachments"), "filename"),
        )

"""Zendesk: tickets by its Ticketing API.

An ``Idempotency-Key`` makes a ticket once for two hours; behind that the ``external_id`` tells whether there is one.
What the portal wrote is known again by the metadata that Zendesk keeps with a comment and gives back.
"""

from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from portal.connect.tickets.calls import Interface, Json, need, read_moment, read_names, read_number, read_text
from portal.connect.tickets.protocol import Article, Opening, Reading, Role, Saying, Standing, Ticket, TicketClosed
from portal.helpdesk_settings import HelpdeskAddress
from portal.kernel.clock import Clock

A_PAGE, MOST_PAGES = 100, 50
"""Zendesk gives so many comments at once, and takes 5,000 into one ticket."""
_MARK, _MERGED = "support_portal", "closed_by_merge"
_STANDINGS = {
    "new": Standing.OPEN,
    "open": Standing.OPEN,
    "hold": Standing.PAUSED,
    "pending": Standing.WAITING,
    "solved": Standing.SOLVED,
    "closed": Standing.CLOSED,
    "deleted": Standing.ELSEWHERE,
}
_STATES = {Standing.OPEN: "open", Standing.SOLVED: "solved"}
_PRIORITIES = {1: "urgent", 2: "high", 3: "normal"}
_ROLES = {"end-user": Role.CUSTOMER, "agent": Role.AGENT, "admin": Role.AGENT}
_MACHINES = frozenset({"rule", "system"})
"""Channels of comments that nobody wrote."""


class Zendesk:
    """An account at Zendesk."""

    name = "zendesk"
    settles = timedelta(0)

    def __init__(self, address: HelpdeskAddress, token: str, clock: Clock) -> None:
        """Where it is, and ``email/token:api_token`` of an agent there."""
        self._where, self.language = address, address.language
        proof = b64encode(token.encode()).decode()
        self._api = Interface(f"{address.base}/api/v2", {"Authorization": f"Basic {proof}"}, clock)

    def find(self, reference: str) -> Ticket | None:
        """The newest ticket with the reference as its external id: one that was closed goes on in a newer one."""
        found = need(need(self._api.get("/tickets", external_id=reference), dict).get("tickets"), list)
        own = [each for each in found if isinstance(each, dict) and each.get("external_id") == reference]
        return max(map(_ticket, own), key=lambda ticket: int(ticket.id), default=None)

    def open(self, opening: Opening) -> Ticket:
        """Open a ticket; Zendesk makes its requester where it knows none of this address."""
        return self._open(self._document(opening), f"portal-{opening.reference}")

    def follow_up(self, closed: Ticket, opening: Opening) -> Ticket:
        """Open the ticket in which a closed one goes on; Zendesk links both."""
        document = {**self._document(opening), "via_followup_source_id": int(closed.id)}
        return self._open(document, f"portal-{opening.reference}-after-{closed.id}")

    def read(self, ticket: str) -> Reading:
        """The ticket with its comments."""
        found = _ticket(need(self._api.get(f"/tickets/{ticket}"), dict).get("ticket"))
        return Reading(found, tuple(sorted(self._comments(found), key=lambda article: int(article.id))))

    def say(self, ticket: Ticket, saying: Saying) -> None:
        """Add a comment: the requester's own, or a private one."""
        if ticket.state == "closed":
            raise TicketClosed("the ticket is closed for good")
        comment: Json = {"body": saying.text, "public": saying.by_customer}
        if saying.by_customer and ticket.customer:
            comment["author_id"] = int(ticket.customer)
        self._change(ticket, {"comment": comment, "metadata": {_MARK: saying.mark}})

    def move(self, ticket: Ticket, standing: Standing) -> Ticket:
        """Set the status."""
        return self._change(ticket, {"status": _STATES[standing]})

    def rank(self, ticket: Ticket, severity: int) -> None:
        """Set the priority."""
        self._change(ticket, {"priority": _PRIORITIES.get(severity, "normal")})

    def address(self, ticket: str) -> str:
        """The ticket's page for agents."""
        return f"{self._where.base}/agent/tickets/{ticket}"

    def _open(self, document: Json, key: str) -> Ticket:
        answer = self._api.post("/tickets", {"ticket": document}, Idempotency_Key=key)
        return _ticket(need(answer, dict).get("ticket"))

    def _change(self, ticket: Ticket, document: Json) -> Ticket:
        return _ticket(need(self._api.put(f"/tickets/{ticket.id}", {"ticket": document}), dict).get("ticket"))

    def _document(self, opening: Opening) -> Json:
        return {
            "subject": opening.title,
            "external_id": opening.reference,
            # Zendesk wants a name.
            "requester": {"name": opening.name or opening.email, "email": opening.email},
            "comment": {"body": opening.body, "public": True},
            "priority": _PRIORITIES.get(opening.severity, "normal"),
            "tags": ["support_portal", f"severity_{opening.severity}"],
            "metadata": {_MARK: opening.mark},
            **({"group_id": int(self._where.group)} if self._where.group else {}),
        }

    def _comments(self, ticket: Ticket) -> Iterator[Article]:
        for page in range(1, MOST_PAGES + 1):
            path = f"/tickets/{ticket.id}/comments"
            answer = need(self._api.get(path, include="users", per_page=str(A_PAGE), page=str(page)), dict)
            users = {each.get("id"): each for each in answer.get("users") or [] if isinstance(each, dict)}
            for each in need(answer.get("comments"), list):
                yield _comment(need(each, dict), users, ticket)
            if not answer.get("next_page"):
                return


def _ticket(found: Any) -> Ticket:
    fields: Json = need(found, dict)
    number, state = read_number(fields.get("id")), read_text(fields.get("status"))
    requester = fields.get("requester_id")
    return Ticket(
        id=number,
        number=number,
        state=state,
        standing=Standing.ELSEWHERE if _was_merged(fields) else _STANDINGS.get(state, Standing.OPEN),
        changed_at=read_moment(fields.get("updated_at")),
        customer=str(requester) if isinstance(requester, int) else "",
        known=state in _STANDINGS,
    )


def _was_merged(fields: Json) -> bool:
    """Whether somebody merged it into another ticket, which Zendesk tells by a tag; it solves nothing."""
    tags = fields.get("tags")
    return fields.get("status") == "closed" and isinstance(tags, list) and _MERGED in tags


def _comment(fields: Json, users: dict[Any, Json], ticket: Ticket) -> Article:
    author = users.get(fields.get("author_id"), {})
    metadata = fields.get("metadata")
    custom = metadata.get("custom") if isinstance(metadata, dict) else None
    return Article(
        id=read_number(fields.get("id")),
        at=read_moment(fields.get("created_at")),
        role=_role(fields, author, ticket),
        public=fields.get("public") is True,
        text=read_text(fields.get("plain_body")) or read_text(fields.get("body")),
        name=read_text(author.get("name")),
        email=read_text(author.get("email")),
        mark=read_text(custom.get(_MARK)) if isinstance(custom, dict) else "",
        files=read_names(fields.get("attachments"), "file_name"),
    )


def _role(fields: Json, author: Json, ticket: Ticket) -> Role:
    via = fields.get("via")
    if isinstance(via, dict) and via.get("channel") in _MACHINES:
        return Role.MACHINE
    if author:
        return _ROLES.get(read_text(author.get("role")), Role.MACHINE)
    # An author of whom nothing came along: the requester is known by the ticket, and nobody else but agents writes.
    is_requester = str(fields.get("author_id")) == ticket.customer
    return Role.CUSTOMER if is_requester else Role.AGENT

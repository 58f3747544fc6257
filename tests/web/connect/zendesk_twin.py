"""A small Zendesk, after its public documentation: tickets, comments, idempotency, closed tickets."""

import re
from base64 import b64encode

from tests.web.connect.helpdesk_server import Refused, Twin

TOKEN = "agent@team.example/token:zendesk-api-token"
STATES = ("new", "open", "pending", "hold", "solved", "closed")
PORTAL, LEA = 1, 2
PAGE = 3
"""Comments at once: few, so that tests see a second page."""


class ZendeskTwin(Twin):
    """``tickets``, ``comments`` and ``users`` are what it holds."""

    url = "zendesk+{base}"
    token = TOKEN

    def __init__(self, clock):
        super().__init__(clock)
        self.tickets, self.comments, self.keys, self.unsolvable = {}, [], {}, False
        self.users = {
            PORTAL: {"id": PORTAL, "name": "Portal", "email": "agent@team.example", "role": "agent"},
            LEA: {"id": LEA, "name": "Lea Stern", "email": "lea.stern@team.example", "role": "admin"},
        }

    def answer(self, method, path, query, document, headers):
        if headers["Authorization"] != f"Basic {b64encode(TOKEN.encode()).decode()}":
            raise Refused(401, error="Couldn't authenticate you")
        asked = f"{method} {path.removeprefix('/api/v2')}"
        if asked == "POST /tickets":
            return 201, {"ticket": self._open_once(document["ticket"], headers.get("Idempotency-Key"))}
        if asked == "GET /tickets":
            own = [each for each in self.tickets.values() if each["external_id"] == query["external_id"]]
            return 200, {"tickets": own, "next_page": None, "count": len(own)}
        if found := re.fullmatch(r"GET /tickets/(\d+)/comments", asked):
            return 200, self._list(self._find(found[1]), query)
        if found := re.fullmatch(r"(GET|PUT) /tickets/(\d+)", asked):
            ticket = self._find(found[2])
            if found[1] == "PUT":
                self._change(ticket, document["ticket"])
            return 200, {"ticket": ticket}
        raise Refused(404, error="InvalidEndpoint")

    def state(self, number, name):
        """Somebody sets the status of a ticket."""
        self.tickets[number] |= {"status": name, "updated_at": self.now}

    def writes(self, number, body, *, sender="Agent", internal=False, author=LEA, **more):
        """Somebody writes in a ticket; gives the comment."""
        author = self.tickets[number]["requester_id"] if sender == "Customer" and author == LEA else author
        return self._add(self.tickets[number], {"body": body, "public": not internal, "author_id": author, **more}, {})

    def said(self, number):
        """What stands in a ticket: public, the author's role, body."""
        own = [each for each in self.comments if each["ticket_id"] == number]
        return [(each["public"], self.users[each["author_id"]]["role"], each["body"]) for each in own]

    def joins(self, email, role="end-user"):
        """Somebody becomes known; gives their id."""
        number = next((each["id"] for each in self.users.values() if each["email"] == email), 1 + len(self.users))
        self.users.setdefault(number, {"id": number, "name": email.partition("@")[0], "email": email, "role": role})
        return number

    def _open_once(self, sent, key):
        if key in self.keys:
            kept, number = self.keys[key]
            if kept != sent:
                raise Refused(400, error="IdempotentRequestError")
            return self.tickets[number]
        ticket = self._open(sent)
        self.keys |= {key: (sent, ticket["id"])} if key else {}
        return ticket

    def _open(self, sent):
        if not sent["comment"].get("body") or not sent["requester"].get("name"):
            raise Refused(422, error="RecordInvalid")
        source = sent.get("via_followup_source_id")
        if source and self._find(source)["status"] != "closed":
            raise Refused(422, error="RecordInvalid")
        number, requester = 35 + len(self.tickets), self.joins(sent["requester"]["email"])
        self.users[requester]["name"] = sent["requester"]["name"]
        self.tickets[number] = {
            "id": number,
            "external_id": sent.get("external_id"),
            "subject": sent["subject"],
            "status": "new",
            "priority": sent.get("priority"),
            "requester_id": requester,
            "tags": sent.get("tags", []),
            "created_at": self.now,
            "updated_at": self.now,
        }
        comment = {"author_id": requester, **sent["comment"]}
        self._add(self.tickets[number], comment, sent.get("metadata", {}))
        return self.tickets[number]

    def _change(self, ticket, sent):
        if ticket["status"] == "closed" or (self.unsolvable and sent.get("status") == "solved"):
            raise Refused(422, error="RecordInvalid", details={"status": [{"description": "closed prevents update"}]})
        if "comment" in sent:
            self._add(ticket, {"author_id": PORTAL, **sent["comment"]}, sent.get("metadata", {}))
        assert sent.get("status", "open") in STATES
        ticket |= {name: sent[name] for name in ("status", "priority") if name in sent} | {"updated_at": self.now}

    def _add(self, ticket, comment, custom):
        added = {
            "id": 1000 + len(self.comments),
            "ticket_id": ticket["id"],
            "type": "Comment",
            "author_id": comment["author_id"],
            "body": comment["body"],
            "plain_body": comment["body"],
            "html_body": f"<div>{comment['body']}</div>",
            "public": comment.get("public", True),
            "attachments": comment.get("attachments", []),
            "via": {"channel": comment.get("channel", "api")},
            "metadata": {"system": {}, "custom": custom},
            "created_at": self.now,
        }
        self.comments.append(added)
        ticket["updated_at"] = self.now
        return added

    def _list(self, ticket, query):
        own = [each for each in self.comments if each["ticket_id"] == ticket["id"]]
        first = (int(query.get("page", 1)) - 1) * PAGE
        shown = own[first : first + PAGE]
        authors = {each["author_id"] for each in shown}
        following = f"{self.base}/api/v2/…?page=2" if own[first + PAGE :] else None
        users = [self.users[each] for each in sorted(authors)] if query.get("include") == "users" else []
        return {"comments": shown, "users": users, "next_page": following, "count": len(own)}

    def _find(self, number):
        ticket = self.tickets.get(int(number))
        if ticket is None:
            raise Refused(404, error="RecordNotFound")
        return ticket

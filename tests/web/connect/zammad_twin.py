"""A small Zammad, after its public documentation: tickets and articles with the fields and statuses it has."""

import re

from tests.web.connect.helpdesk_server import Refused, Twin

TOKEN = "zammad-token-of-an-agent"
STATES = {"new": 1, "open": 2, "pending reminder": 3, "closed": 4, "merged": 5, "pending close": 6}
GROUPS = {"Users": 1, "Support": 2}


class ZammadTwin(Twin):
    """``tickets`` and ``articles`` are what it holds; ``lags`` makes the search blind for what is new."""

    url = "zammad+{base}?group=Users"
    token = TOKEN

    def __init__(self, clock):
        super().__init__(clock)
        self.tickets, self.articles, self.users, self.lags = {}, [], {}, False

    def answer(self, method, path, query, document, headers):
        if headers["Authorization"] != f"Token token={TOKEN}":
            raise Refused(401, error="Invalid token")
        asked = f"{method} {path.removeprefix('/api/v1')}"
        if asked == "POST /tickets":
            return 201, self._shown(self._open(document), query)
        if asked == "GET /tickets/search":
            assert query["expand"] == "true"
            return 200, self._search(query["query"])
        if asked == "POST /ticket_articles":
            return 201, self._add(self._find(document["ticket_id"]), document)
        if found := re.fullmatch(r"GET /ticket_articles/by_ticket/(\d+)", asked):
            return 200, [each for each in self.articles if each["ticket_id"] == self._find(found[1])["id"]]
        if found := re.fullmatch(r"(GET|PUT) /tickets/(\d+)", asked):
            ticket = self._find(found[2])
            if found[1] == "PUT":
                self.state(ticket["id"], document["state"])
            return 200, self._shown(ticket, query)
        raise Refused(404, error="No such route")

    def state(self, number, name):
        """Somebody sets the state of a ticket."""
        if name not in STATES:
            raise Refused(422, error=f"No value found for 'state' with value {name!r}")
        self.tickets[number] |= {"state_id": STATES[name], "updated_at": self.now}

    def writes(self, number, body, *, sender="Agent", internal=False, author="Lea Stern", **more):
        """Somebody writes in a ticket; gives the article."""
        fields = {"body": body, "sender": sender, "internal": internal, "from": author, "content_type": "text/html"}
        return self._add(self.tickets[number], {**fields, "type": "email", **more})

    def said(self, number):
        """What stands in a ticket: type, sender, internal, body."""
        own = [each for each in self.articles if each["ticket_id"] == number]
        return [(each["type"], each["sender"], each["internal"], each["body"]) for each in own]

    def _open(self, sent):
        if sent.get("group") not in GROUPS or not sent.get("title") or not sent["article"].get("body"):
            raise Refused(422, error="Group can't be blank")
        email = re.fullmatch(r"guess:(\S+@\S+)", sent["customer_id"])[1]
        customer = self.users.setdefault(email, 10 + len(self.users))
        number = 1 + len(self.tickets)
        self.tickets[number] = {
            "id": number,
            "number": str(48000 + number),
            "title": sent["title"],
            "group_id": GROUPS[sent["group"]],
            "state_id": STATES["new"],
            "customer_id": customer,
            "tags": sent.get("tags", ""),
            "created_at": self.now,
            "updated_at": self.now,
        }
        self._add(self.tickets[number], sent["article"])
        return self.tickets[number]

    def _add(self, ticket, sent):
        if not sent.get("body"):
            raise Refused(422, error='Need at least article: { body: "some text" }')
        article = {
            "id": 100 + len(self.articles),
            "ticket_id": ticket["id"],
            "type": sent.get("type", "note"),
            "sender": sent.get("sender", "Agent"),
            "from": sent.get("from", "Support Portal"),
            "subject": sent.get("subject"),
            "body": sent["body"],
            "content_type": sent.get("content_type", "text/plain"),
            "internal": sent.get("internal", False),
            "message_id": sent.get("message_id"),
            "origin_by_id": sent.get("origin_by_id"),
            "attachments": sent.get("attachments", []),
            "created_by": sent.get("created_by", "portal@team.example"),
            "created_at": self.now,
            "updated_at": self.now,
        }
        self.articles.append(article)
        ticket["updated_at"] = self.now
        return article

    def _search(self, words):
        found = [] if self.lags else self.tickets.values()
        return [self._shown(each, {"expand": "true"}) for each in found if words.lower() in each["title"].lower()]

    def _find(self, number):
        ticket = self.tickets.get(int(number))
        if ticket is None:
            raise Refused(404, error="Couldn't find Ticket")
        return ticket

    def _shown(self, ticket, query):
        if query.get("expand") != "true":
            return ticket
        return {**ticket, "state": next(name for name, each in STATES.items() if each == ticket["state_id"])}

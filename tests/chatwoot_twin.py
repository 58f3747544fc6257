"""A Chatwoot on a socket of its own, built from its public schema: the client interface, the window's script, events.

It keeps what it is told as Chatwoot does: contacts by their source, one customer by their identifier, conversations and
messages counted for the whole account. What it is told to do badly it does badly: see `Manner`.
"""

import hashlib
import hmac
import json
import re
import socketserver
import threading
from contextlib import contextmanager
from enum import Enum
from http.server import BaseHTTPRequestHandler

INBOX, INBOX_KEY = "inbox-9Tz", "inbox key"
TOKEN, HMAC_KEY, WEBHOOK_SECRET = "website-7Kq", "website key", "webhook secret"
ACCOUNT = 3
_PATH = re.compile(r"/public/api/v1/inboxes/([^/]+)/contacts(?:/([^/]+)/conversations(?:/([^/]+)/messages)?)?")

SDK = """
window.chatwootSDK = { run(how) {
  window.told = [["run", how], ["settings", window.chatwootSettings]];
  const style = document.createElement("style");
  style.innerHTML = ".woot-widget-holder { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem }";
  document.body.appendChild(style);
  const frame = document.createElement("iframe");
  frame.src = how.baseUrl + "/widget?website_token=" + how.websiteToken;
  frame.id = "chatwoot_live_chat_widget";
  frame.title = "Chat";
  const holder = document.createElement("div");
  holder.className = "woot-widget-holder";
  holder.appendChild(frame);
  document.body.appendChild(holder);
  const note = (name, check = () => {}) => (...given) => { check(...given); window.told.push([name, ...given]); };
  const notEmpty = (given) => { if (!given || !Object.keys(given).length) throw new Error("at least one key"); };
  window.$chatwoot = {
    setUser: note("setUser", (id, user) => {
      if (typeof id !== "string" || !(user.email || user.name)) throw new Error("who?");
    }),
    setLocale: note("setLocale"),
    setConversationCustomAttributes: note("setConversationCustomAttributes", notEmpty),
    toggle: note("toggle"),
  };
  frame.addEventListener("load", () => window.dispatchEvent(new CustomEvent("chatwoot:ready")));
} };
"""


class Manner(Enum):
    """How the next request is answered."""

    CUT = "does what it is asked for, and the answer is lost"
    SILENT = "hangs up before it does anything"
    BROKEN = "HTTP 500"
    BUSY = "HTTP 429, and says how long"
    PROXY = "a page of HTML with status 200"
    LIST = "the right type's wrong sibling: a list"
    TEXT = "a number as text that is none"


class Chatwoot(socketserver.ThreadingTCPServer):
    """What is told, kept; ``manners`` are used up one by one, and then it behaves."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, tells_attributes=False):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.contacts, self.conversations, self.requests = {}, {}, []
        self.manners, self.tells_attributes, self._count = [], tells_attributes, 100

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def number(self):
        self._count += 1
        return self._count

    def said(self):
        """What stands in all conversations, by their numbers."""
        return {number: [each["content"] for each in one["messages"]] for number, one in self.conversations.items()}

    def answer(self, method, path, body):
        """The status and the document of a request of the client interface."""
        match = _PATH.fullmatch(path)
        _, contact, conversation = match.groups() if match and match[1] == INBOX else (None, "", None)
        found = self.conversations.get(int(conversation)) if conversation else None
        if contact is None:
            return self._make_contact(body)
        if contact not in self.contacts or (conversation and (not found or found["contact"] != contact)):
            return 404, {"error": "Resource could not be found"}
        if found:
            return 200, found["messages"] if method == "GET" else self._add(found, body)
        mine = [self._tell(one) for one in self.conversations.values() if one["contact"] == contact]
        return 200, mine if method == "GET" else self._tell(self._open(contact, body))

    def _add(self, conversation, body):
        made = {"id": self.number(), "content": body["content"], "message_type": 0}
        conversation["messages"].append({**made, "conversation_id": conversation["id"]})
        return conversation["messages"][-1]

    def _make_contact(self, body):
        digest = hmac.new(INBOX_KEY.encode(), body["identifier"].encode(), hashlib.sha256).hexdigest()
        if body.get("identifier_hash", digest) != digest:
            return 500, {"error": "HMAC failed: Invalid Identifier Hash Provided"}
        source = body.get("source_id") or f"made-{self.number()}"
        self.contacts.setdefault(source, body)
        return 200, {
            "source_id": source,
            "pubsub_token": "x",
            "id": 1,
            "name": body.get("name"),
            "email": body["email"],
        }

    def _open(self, contact, body):
        number = self.number()
        made = {"id": number, "contact": contact, "attributes": body["custom_attributes"], "messages": []}
        self.conversations[number] = made
        return made

    def _tell(self, one):
        told = {"id": one["id"], "inbox_id": 1, "status": "open", "messages": list(one["messages"])}
        return {**told, "custom_attributes": one["attributes"]} if self.tells_attributes else told


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._serve("GET", {})

    def do_POST(self):
        self._serve("POST", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _serve(self, method, body):
        server, path = self.server, self.path.partition("?")[0]
        server.requests.append((method, self.path, body))
        if path == "/packs/js/sdk.js":
            return self._send(200, SDK.encode(), "text/javascript")
        if path == "/widget":
            return self._send(200, b"<!doctype html><title>Chat</title><p>Hello", "text/html")
        manner = server.manners.pop(0) if server.manners else None
        if manner is Manner.SILENT:
            return self._hang_up()
        plain = {
            Manner.BROKEN: (500, b"{}", {}),
            Manner.BUSY: (429, b"{}", {"Retry-After": "120"}),
            Manner.PROXY: (200, b"<!doctype html><title>Sign in</title>", {}),
            Manner.LIST: (200, b"[]", {}),
            Manner.TEXT: (200, b'{"id": "many", "source_id": 7}', {}),
        }
        if manner in plain:
            status, answer, headers = plain[manner]
            return self._send(status, answer, "application/json", **headers)
        status, document = server.answer(method, path, body)
        if manner is Manner.CUT:
            return self._hang_up()
        return self._send(status, json.dumps(document).encode(), "application/json")

    def _send(self, status, body, kind, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self):
        self.close_connection = True

    def log_message(self, *_):
        pass


@contextmanager
def chatwoot(**how):
    """A Chatwoot that answers until the block is left."""
    server = Chatwoot(**how)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sign(body: bytes, at, *, secret=WEBHOOK_SECRET, delivery="delivery-1"):
    """The headers of an event, as Chatwoot makes them."""
    stamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-Chatwoot-Timestamp": stamp,
        "X-Chatwoot-Signature": f"sha256={digest}",
        "X-Chatwoot-Delivery": delivery,
    }


def message_event(reference=None, **changes):
    """An event of an agent's message, as the account's webhooks tell it."""
    conversation = {
        "id": 5001,
        "inbox_id": 1,
        "status": "open",
        "custom_attributes": {"reference": reference} if reference else {},
        "meta": {"sender": {"id": 4, "name": "Ana Silva", "email": "ana@premium.example", "type": "contact"}},
    }
    return {
        "event": "message_created",
        "id": 7001,
        "content": "We found it.",
        "created_at": "2026-11-23 13:00:00 UTC",
        "message_type": "outgoing",
        "content_type": "text",
        "content_attributes": {},
        "private": False,
        "sender": {"id": 2, "name": "Lea", "email": "lea@support.example", "type": "user"},
        "conversation": conversation,
        "account": {"id": ACCOUNT, "name": "Support"},
        **changes,
    }


def status_event(status, reference=None, **changes):
    """An event of a conversation that changed its status."""
    return {
        "event": "conversation_status_changed",
        "id": 5001,
        "status": status,
        "custom_attributes": {"reference": reference} if reference else {},
        "account": {"id": ACCOUNT, "name": "Support"},
        "changed_attributes": [{"status": {"previous_value": "open", "current_value": status}}],
        **changes,
    }

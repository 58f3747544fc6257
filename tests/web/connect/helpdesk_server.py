"""A helpdesk on a socket of its own: a twin answers as its kind does, and manners make it as awkward as real ones."""

import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit


class Refused(Exception):
    """The twin does not do it."""

    def __init__(self, status, **document):
        super().__init__(status)
        self.status, self.document = status, document


class Twin:
    """Holds what a helpdesk holds; ``asked`` is every request as (method, path, document)."""

    def __init__(self, clock):
        self.clock, self.manners, self.asked, self.headers, self.over = clock, [], [], [], threading.Event()
        self.base = ""

    @property
    def now(self):
        return self.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def posts(self, path):
        """What was made at a path."""
        return [document for method, asked, document in self.asked if (method, asked) == ("POST", path)]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def _make_handler(twin):
    class Handler(BaseHTTPRequestHandler):
        def _take(self):
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            document = json.loads(body) if body else None
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            twin.asked.append((self.command, parts.path, document))
            twin.headers.append(self.headers)
            manner = twin.manners.pop(0) if twin.manners else does_it
            manner(self, lambda: twin.answer(self.command, parts.path, query, document, self.headers))

        do_GET = do_POST = do_PUT = _take  # noqa: N815 - the names that the base class calls

        def log_message(self, *_):
            pass

    return Handler


def does_it(handler, act):
    """What a helpdesk does on a good day."""
    try:
        status, document = act()
    except Refused as refused:
        status, document = refused.status, refused.document
    _send(handler, status, json.dumps(document).encode())


def does_and_hangs_up(handler, act):
    """It is done, and the connection is cut before anybody hears of it."""
    act()
    handler.close_connection = True


def hangs_up(handler, act):
    """The connection is cut before anything is done."""
    handler.close_connection = True


def refuses(status, **headers):
    """Nothing is done, and a status says so."""

    def manner(handler, act):
        _send(handler, status, b'{"error":"no"}', headers)

    return manner


def does_and_says(body, status=200):
    """It is done, and what comes back is something else."""

    def manner(handler, act):
        act()
        _send(handler, status, body)

    return manner


def says(body, status=200):
    """Nothing is done, and what comes back is nothing of the interface."""

    def manner(handler, act):
        _send(handler, status, body)

    return manner


def changes(alter):
    """The right answer, with something altered in it."""

    def manner(handler, act):
        status, document = act()
        alter(document)
        _send(handler, status, json.dumps(document).encode())

    return manner


def _send(handler, status, body, headers=None):
    handler.send_response(status)
    for name, value in (headers or {}).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def serving(twin):
    """The twin while it listens; ``twin.base`` is its address."""
    server = _Server(("127.0.0.1", 0), _make_handler(twin))
    twin.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield twin
    finally:
        twin.over.set()
        server.shutdown()
        server.server_close()
        thread.join()

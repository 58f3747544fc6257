"""A receiver of webhooks on a socket of its own, with the manners of real ones: slow, cut off, busy, broken."""

import socketserver
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler


class Received:
    """A request that arrived."""

    def __init__(self, path, headers, body):
        self.path, self.headers, self.body = path, headers, body


class Server(socketserver.ThreadingTCPServer):
    """Answers each request by the next of its manners, the last one for ever."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, manners):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.manners, self.received, self.over = list(manners), [], threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/hook?of=portal"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(Received(self.path, self.headers, body))
        manner = self.server.manners.pop(0) if len(self.server.manners) > 1 else self.server.manners[0]
        manner(self)

    def log_message(self, *_):
        pass


def answers(status, body=b"", **headers):
    """The manner of answering with a status."""

    def manner(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return manner


def hangs_up(handler):
    """The manner of taking everything and saying nothing."""
    handler.close_connection = True


def speaks_nonsense(handler):
    """The manner of another protocol."""
    handler.wfile.write(b"+OK POP3 ready\r\n")
    handler.close_connection = True


def drips(handler):
    """The manner of sending a byte now and then, each in time for whoever waits for one byte only."""
    try:
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 10_000:
            handler.wfile.write(bytes([letter]))
            if handler.server.over.wait(0.05):
                return
    except OSError:
        return


def floods(handler):
    """The manner of an answer without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    try:
        while not handler.server.over.is_set():
            handler.wfile.write(b"x" * 65_536)
            time.sleep(0)
    except OSError:
        return


@contextmanager
def receiver(*manners):
    """A receiver with these manners."""
    server = Server(manners)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()

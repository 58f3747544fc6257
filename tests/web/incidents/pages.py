"""A status page on a real socket that answers as a test wants it: well, slowly, cut off, wrongly."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Answer:
    """What the page says at an address; ``manner`` is how."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "well"
    """``well``, ``silent`` (never answers), ``drop`` (a byte now and then, for ever), ``cut`` (half of it)."""


@dataclass
class StatusPage:
    """The server: ``answers`` by path, the query left aside, and what it was asked."""

    address: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def status_page() -> Iterator[StatusPage]:
    """A page that listens."""
    page = StatusPage()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page.asked.append((self.path, dict(self.headers)))
            answer = page.answers.get(self.path.partition("?")[0], Answer(status=404))
            etag = answer.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                answer = Answer(status=304, headers={"ETag": etag})
            _say(self, answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    # It looks this often whether it is to stop, and each test waits for that.
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    page.address = f"http://127.0.0.1:{server.server_port}"
    yield page
    server.shutdown()
    server.server_close()


def _say(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    try:
        if answer.manner == "silent":
            handler.connection.recv(1)
            return
        if answer.manner == "drop":
            while True:
                handler.wfile.write(b"H")
                time.sleep(0.05)
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        if answer.status != 304:
            handler.send_header("Content-Length", str(len(answer.body)))
        handler.end_headers()
        handler.wfile.write(answer.body[: len(answer.body) // 2] if answer.manner == "cut" else answer.body)
        if answer.manner == "cut":
            handler.connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # The other side has gone.

"""A way to a server that speaks S3 which can misbehave on purpose."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")


@dataclass
class Manner:
    """How the proxy treats what comes; ``asked`` is what came."""

    name: str = "well"
    asked: list[tuple[str, str]] = field(default_factory=list)


class Proxy(BaseHTTPRequestHandler):
    """Hands requests to the server, or answers in the manner of the moment."""

    protocol_version = "HTTP/1.1"
    manner: Manner
    behind: tuple[str, int]

    def take(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.manner.asked.append((self.command, self.path))
        self.close_connection = True
        match self.manner.name:
            case "slow":
                # Nobody waits any more then; handed on, a late deletion would meet the next test's object.
                time.sleep(1.0)
                return
            case "cut":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            case "429":
                self._answer(429, b"<Error><Code>SlowDown</Code></Error>")
                return
            case "500":
                self._answer(500, b"oops")
                return
            case "403":
                self._answer(403, b"<Error><Code>AccessDenied</Code><Message>secret-key</Message></Error>")
                return
            case "html":
                self._answer(200, b"<!DOCTYPE html><p>Sign in", "text/html")
                return
        self._pass_on(body)

    def _pass_on(self, body: bytes) -> None:
        connection = http.client.HTTPConnection(*self.behind)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"connection", "transfer-encoding", "content-length", "server", "date"}:
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
        half = self.manner.name == "half" and self.command == "GET"
        self.send_header("Content-Length", length or "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if half else content)
        connection.close()

    def _answer(self, status: int, body: bytes, kind: str = "application/xml") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def proxy_to(behind: tuple[str, int]) -> Iterator[tuple[str, Manner]]:
    """A proxy that listens: its address and its manner."""
    manner = Manner()
    methods = {f"do_{name}": Proxy.take for name in METHODS}
    handler = type("ThisProxy", (Proxy,), {**methods, "manner": manner, "behind": behind})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    # It looks this often whether it is to stop, and each test waits for that.
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", manner
    server.shutdown()
    server.server_close()

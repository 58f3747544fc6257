"""Requests as they are written, and answers with every header as it came."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    """What a server said."""

    status: int
    headers: dict[str, str]
    """By their names in small letters; those of one name are joined, so that a doubled one shows."""
    body: bytes


def ask(
    address: str, path: str, method: str = "GET", body: bytes | None = None, *, source: str = "", **headers: str
) -> Reply:
    """One request over a connection of its own; ``accept_encoding="br"`` becomes ``Accept-Encoding: br``.

    ``source`` is the address it comes from: all of 127.0.0.0/8 is this machine's own.
    """
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20, source_address=(source, 0) if source else None)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        said: dict[str, str] = {}
        for name, value in response.getheaders():
            key = name.lower()
            said[key] = f"{said[key]}, {value}" if key in said else value
        return Reply(response.status, said, response.read())
    finally:
        connection.close()


@contextmanager
def hold_half_sent(port: int, number: int, path: str, *, source: str = "127.0.0.1") -> Iterator[list[socket.socket]]:
    """Connections that have each sent half of a form, as somebody slow or hostile does, as long as the block lasts."""
    held = [socket.create_connection(("127.0.0.1", port), source_address=(source, 0)) for _ in range(number)]
    try:
        for connection in held:
            connection.sendall(f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf".encode())
        yield held
    finally:
        for connection in held:
            connection.close()

"""Asking a status page: only for what is new, within limits of time and size, and never somewhere else."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from portal.incidents.sources.kind import SourceError

TIMEOUT_S = 5
"""For each step of an answer."""
TOGETHER_S = 15.0
"""For the whole of one: a server that sends a byte now and then would keep the worker for hours."""
MAX_BYTES = 2_000_000
_LATE = "no answer in time"
MOST_WAIT = timedelta(hours=1)
"""The longest that a page may ask to be left alone; behind that it is asked again all the same."""


@dataclass(frozen=True)
class Fetched:
    """An answer; ``body`` is None when nothing has changed since the one whose marks were sent."""

    body: bytes | None
    etag: str
    modified: str


class _NoRedirects(HTTPRedirectHandler):
    """Nobody but the operator says where we connect to: a redirect could lead into our own network."""

    def redirect_request(self, *_: object) -> None:
        """Take no redirect, so that its answer counts as a failure."""


def fetch(url: str, accept: str, etag: str, modified: str, now: datetime) -> Fetched:
    """What stands at an address; ``etag`` and ``modified`` are the marks of what is there already, or empty.

    Raises:
        SourceError: when there is no answer in time, a redirect, an error or too much.
    """
    headers = {"Accept": accept, "User-Agent": "portal-status/1"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    with _Watch() as watch:
        try:
            opener = build_opener(_NoRedirects, _Http(watch), _Https(watch))
            with opener.open(Request(url, headers=headers), timeout=TIMEOUT_S) as answer:  # noqa: S310
                return _read(answer)
        except HTTPError as error:
            with error:
                if error.code == 304:
                    return Fetched(None, etag, modified)
                raise _refused(error, now) from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise SourceError(_explain(error)) from error


def _read(answer: HTTPResponse) -> Fetched:
    body = answer.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise SourceError(f"an answer of more than {MAX_BYTES} bytes")
    return Fetched(body, answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))


def read_wait(retry_after: str, now: datetime) -> timedelta:
    """How long a page wants to be left alone, told in seconds or by a date (RFC 9110, section 10.2.3)."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return min(timedelta(seconds=int(text[:6])), MOST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return timedelta()
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(timedelta(), min(until - now, MOST_WAIT))


def _refused(error: HTTPError, now: datetime) -> SourceError:
    moved = "; it leads elsewhere, set the address that it leads to" if 300 <= error.code < 400 else ""
    wait = read_wait(error.headers.get("Retry-After", ""), now)
    return SourceError(f"HTTP {error.code}{moved}", wait.total_seconds())


def _explain(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return _LATE
    kind = type(reason if isinstance(reason, Exception) else error).__name__
    return f"no whole answer ({kind})"


class _Watch:
    """Ends the connections of one attempt when the whole takes too long: whoever reads from them wakes up."""

    def __init__(self) -> None:
        self.opened: list[socket.socket] = []
        self._expired = False
        self._timer = Timer(TOGETHER_S, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._expired:
            # Whatever was made of a half answer: it was none.
            raise SourceError(_LATE)

    def _cut(self) -> None:
        self._expired = True
        for each in self.opened:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class _Http(HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: Request) -> HTTPResponse:
        """Open it where the watch can see it."""
        return self.do_open(_watched(HTTPConnection, self._watch), req)


class _Https(HTTPSHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def https_open(self, req: Request) -> HTTPResponse:
        """Open it where the watch can see it; certificates are proven as Python does by default."""
        return self.do_open(_watched(HTTPSConnection, self._watch), req)


def _watched(connection: type[HTTPConnection], watch: _Watch) -> Any:
    """A kind of connection whose socket the watch knows."""

    class Watched(connection):  # type: ignore[misc, valid-type]
        def connect(self) -> None:
            super().connect()
            watch.opened.append(self.sock)

    return Watched

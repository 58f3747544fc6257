"""A cache of finished pages in front of Flask, as the outermost WSGI layer.

A hit costs a dictionary look-up instead of a dispatch, a template and a compression (measured: 59 times a
rendered page). The rules that keep it honest: only answers that say ``Cache-Control: public`` and set no
cookie are kept; the key holds the version of everything a page is made of (content snapshot, notices and status
reading), so nothing has to be thrown away by hand; a page during whose making the version changed is kept under
neither; addresses with a query are answered but never kept, since anybody can invent queries. Hooks of Flask do not
run on a hit, so this layer counts for itself.
"""

import gzip
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

import brotli

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    Version = Callable[[WSGIEnvironment], str]

Headers = list[tuple[str, str]]

MAX_BYTES = 64 * 1024 * 1024
MAX_ENTRY = 1024 * 1024
ENTRY_OVERHEAD = 3 * 1024
"""What an entry takes beside its body: headers, key, places (2.2 KB by tracemalloc, rounded up for the allocator)."""
# Levels for the first hit; the best ones cost 27 ms a page and are for what is compressed once and sent for long.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
BEST_BROTLI = 11
BEST_GZIP = 9
MIN_COMPRESSED = 512
METHOD_ASKED = "portal.method_asked"
"""Where the environment says by which method a request came: the application is asked by GET for a HEAD, too."""
KNOWN_TO_CLIENT = "portal.known_to_client"
"""Where it says which versions the client has. Pages are made to be kept whatever it has; a view that can tell an
unchanged answer without making it may look here and answer 304 itself."""
KEPT_FROM_S = 60
"""Answers with a shorter ``max-age`` say how old something is, so they are not kept."""
_SAFE = frozenset({"GET", "HEAD"})
_OF_A_BODY = frozenset({"content-length", "content-type"})
OF_ONE_REQUEST = frozenset({"content-length", "etag", "vary", "x-request-id"})
"""What a kept page does not repeat: its own values follow, and the request that made it was somebody else's."""
_OF_UNCHANGED = ("cache-control", "content-location", "etag", "expires", "vary", "access-control-")
"""The beginnings of what a 304 says (RFC 9110, 15.4.5); all else stays as it stands in the client's copy. What lets
other sites read an answer is said again, as some clients look for it in each."""
_COMPRESSIBLE = ("text/", "image/svg", *(f"application/{kind}" for kind in ("json", "javascript", "xml", "atom+xml")))


@dataclass(frozen=True)
class Entry:
    """A finished answer in one encoding."""

    body: bytes
    etag: str
    headers: Headers
    headers_unchanged: Headers

    @property
    def size(self) -> int:
        """What it takes of the memory that the cache may fill, in bytes."""
        return len(self.body) + ENTRY_OVERHEAD


class PageCache:
    """The WSGI layer.

    ``version`` names what a request's page is made of and must be cheap; it may write into the request's environment,
    so that the application makes the page from exactly that.
    """

    def __init__(
        self,
        application: "WSGIApplication",
        version: "Version",
        on_hit: Callable[[str], None] = lambda _: None,
        on_miss: Callable[[], None] = lambda: None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._application = application
        self._version = version
        self._on_hit = on_hit
        self._on_miss = on_miss
        self._max_bytes = max_bytes
        self._entries: OrderedDict[tuple[str, str, str], Entry] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from the cache, or from the application, keeping what may be kept.

        Answers are lists: the server sends a list as one piece, and anything else through an iterator, which takes
        it longer than all that is done here.
        """
        method = environ["REQUEST_METHOD"]
        if method not in _SAFE:
            return self._application(environ, start_response)
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        version = self._version(environ)
        if environ.get("QUERY_STRING") or environ.get("HTTP_HX_REQUEST"):
            return self._ask(environ, start_response, None, encoding)
        key = (version, environ["PATH_INFO"], encoding)
        entry = self._entries.get(key)
        if entry is None:
            return self._ask(environ, start_response, key, encoding)
        # What follows stands here and not in functions of its own: each would cost a hit more than what is done in it.
        try:  # noqa: SIM105 - `suppress` is such a function
            self._entries.move_to_end(key)
        except KeyError:
            # Another thread threw the entry out between our two looks; the answer in hand is still good.
            pass
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and (known == entry.etag or matches(known, entry.etag)):
            self._on_hit("304")
            start_response("304 NOT MODIFIED", entry.headers_unchanged)
            return []
        self._on_hit("200")
        start_response("200 OK", entry.headers)
        return [] if method == "HEAD" else [entry.body]

    def _ask(
        self,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        key: tuple[str, str, str] | None,
        encoding: str,
    ) -> Iterable[bytes]:
        """Run the application; a public answer leaves finished (encoded, with an ETag), any other as it is."""
        captured: list[tuple[str, Headers]] = []

        def capture(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
            captured[:] = [(status, headers)]
            return lambda _: None

        # A HEAD request is asked as GET, so that its headers are those of the page it asks about.
        inner = {**environ, "REQUEST_METHOD": "GET", METHOD_ASKED: environ["REQUEST_METHOD"]}
        inner[KNOWN_TO_CLIENT] = inner.pop("HTTP_IF_NONE_MATCH", "")
        inner.pop("HTTP_IF_MODIFIED_SINCE", None)
        chunks = self._application(inner, capture)
        try:
            body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close:
                close()
        status, headers = captured[0]
        if not may_keep(status, headers):
            if status.startswith("200") and _knows(environ, headers):
                start_response("304 NOT MODIFIED", [each for each in headers if each[0].lower() not in _OF_A_BODY])
                return []
            start_response(status, headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        entry = finish(body, headers, encoding)
        if key is not None:
            self._on_miss()
        if key is not None and len(entry.body) <= MAX_ENTRY and lasts(headers) and self._version({}) == key[0]:
            self._keep(key, entry)
        unchanged = matches(environ.get("HTTP_IF_NONE_MATCH", ""), entry.etag)
        start_response(*(("304 NOT MODIFIED", entry.headers_unchanged) if unchanged else ("200 OK", entry.headers)))
        return [] if unchanged or environ["REQUEST_METHOD"] == "HEAD" else [entry.body]

    def _keep(self, key: tuple[str, str, str], entry: Entry) -> None:
        with self._lock:
            old = self._entries.pop(key, None)
            self._bytes += entry.size - (old.size if old else 0)
            self._entries[key] = entry
            while self._bytes > self._max_bytes:
                _, dropped = self._entries.popitem(last=False)
                self._bytes -= dropped.size


def _knows(environ: "WSGIEnvironment", headers: Headers) -> bool:
    """Whether whoever asks has this very answer already: one that is kept nowhere may still name its version."""
    etag = next((value for name, value in headers if name.lower() == "etag"), "")
    return bool(etag) and matches(environ.get("HTTP_IF_NONE_MATCH", ""), etag)


def may_keep(status: str, headers: Headers) -> bool:
    """Whether an answer is the same for everyone: 200, ``Cache-Control: public``, no cookie."""
    if not status.startswith("200"):
        return False
    names = {name.lower(): value for name, value in headers}
    return names.get("cache-control", "").startswith("public") and "set-cookie" not in names


def lasts(headers: Headers) -> bool:
    """Whether an answer may be given again after a while: one that is good for seconds only is made each time."""
    cache_control = next((value for name, value in headers if name.lower() == "cache-control"), "")
    found = re.search(r"max-age=(\d+)", cache_control)
    return found is not None and int(found[1]) >= KEPT_FROM_S


def finish(body: bytes, headers: Headers, encoding: str) -> Entry:
    """Encode a body and give it the final headers: ETag per encoding, length, what it varies by."""
    encoding = encoding if is_compressible(body, headers) else ""
    digest = blake2b(body, digest_size=12).hexdigest()
    etag = f'"{digest}-{encoding}"' if encoding else f'"{digest}"'
    # What never changes is compressed once in the life of a process, so it may take its time.
    told = next((value for name, value in headers if name.lower() == "cache-control"), "")
    encoded = encode(body, encoding, thoroughly="immutable" in told)
    kept = [(name, value) for name, value in headers if name.lower() not in OF_ONE_REQUEST]
    varies = [value for name, value in headers if name.lower() == "vary"]
    kept += [("Vary", ", ".join(dict.fromkeys(["Accept-Encoding", *varies]))), ("ETag", etag)]
    unchanged = [(name, value) for name, value in kept if name.lower().startswith(_OF_UNCHANGED)]
    if encoding:
        kept.append(("Content-Encoding", encoding))
    return Entry(encoded, etag, [*kept, ("Content-Length", str(len(encoded)))], unchanged)


def is_compressible(body: bytes, headers: Headers) -> bool:
    """Whether an answer is worth compressing: text of some length that is not encoded already."""
    names = {name.lower(): value for name, value in headers}
    kind = names.get("content-type", "")
    return len(body) >= MIN_COMPRESSED and kind.startswith(_COMPRESSIBLE) and "content-encoding" not in names


def encode(body: bytes, encoding: str, *, thoroughly: bool = False) -> bytes:
    """The body in one of the encodings the portal speaks; the empty name leaves it as it is."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=BEST_BROTLI if thoroughly else BROTLI_QUALITY))
    if encoding == "gzip":
        return gzip.compress(body, BEST_GZIP if thoroughly else GZIP_LEVEL, mtime=0)
    return body


@lru_cache(maxsize=256)
def choose_encoding(accept: str) -> str:
    """The best encoding a client takes: ``br``, ``gzip`` or the empty name for none."""
    accepted: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        try:
            accepted[name.strip()] = float(parameter.strip().removeprefix("q=")) if parameter.strip() else 1.0
        except ValueError:
            continue
    for encoding in ("br", "gzip"):
        if accepted.get(encoding, 0) > 0:
            return encoding
    return ""


def matches(if_none_match: str, etag: str) -> bool:
    """Whether a client already holds this answer (weak comparison, as RFC 9110 wants for ``If-None-Match``)."""
    if not if_none_match:
        return False
    if if_none_match == etag or if_none_match.strip() == "*":
        return True
    return etag in {candidate.strip().removeprefix("W/") for candidate in if_none_match.split(",")}

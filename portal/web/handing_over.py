"""A server that is about to stop sends readers to the other servers behind the same proxy, so that nobody notices.

Whoever asks by a safe method gets 504, which the proxy takes as a reason to ask another server and to leave this one
out (``deploy/nginx.conf``). Forms that still arrive are taken as ever: they cannot be sent twice. 504 is said by
nothing else here; 503 is what pages say that need the database, and then no server should be left out.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_BODY = b"This server is about to stop. Please try again.\n"
_HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Length", str(len(_BODY))),
    ("Cache-Control", "no-store"),
    ("Retry-After", "1"),
]


class HandingOver:
    """The WSGI layer around a whole application; ``begin`` switches it on for good."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application
        self._begun = False

    def begin(self, *_: object) -> None:
        """From now on send readers elsewhere; may be the handler of a signal."""
        self._begun = True

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the application does, or send the reader elsewhere."""
        if not self._begun or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._application(environ, start_response)
        start_response("504 GATEWAY TIMEOUT", list(_HEADERS))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [_BODY]

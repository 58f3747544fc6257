"""Every request that reaches the application: its name, one line in the log, and what the metrics learn of it.

The line tells the route, never the address: addresses hold references, drafts, signed links and questions.
"""

import re
import time

from flask import Flask, Response, g, request

from portal.kernel.ids import new_request_id
from portal.web.logs import bind_contextvars, clear_contextvars, log
from portal.web.metrics import current_metrics, name_method, name_route

HEADER = "X-Request-ID"

_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# They are asked every few seconds, for as long as the portal lives.
_OPERATORS = frozenset({"/healthz", "/readyz", "/metrics"})


def install(app: Flask, *, behind_proxy: bool, log_requests: bool = True) -> None:
    """Name, time, count and log requests; must come before anything that may refuse one.

    ``behind_proxy`` says whether a proxy that is believed may have named the request already.
    """

    @app.before_request
    def _begin() -> None:
        given = request.headers.get(HEADER, "") if behind_proxy else ""
        g.request_id = given if _GIVEN.fullmatch(given) else new_request_id()
        g.request_began = time.perf_counter()
        clear_contextvars()
        bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        seconds = time.perf_counter() - g.request_began
        response.headers[HEADER] = g.request_id
        current_metrics.get().note_request(request, response.status_code, seconds)
        if log_requests and request.path not in _OPERATORS:
            facts = {"route": name_route(request), "method": name_method(request), "status": response.status_code}
            log.info("request", **facts, ms=round(seconds * 1000, 1))
        return response


def current_request_id() -> str:
    """What this request is called in the log; empty for one that failed before it had a name."""
    return str(g.get("request_id", ""))

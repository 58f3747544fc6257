"""Headers of the interface: who may read an answer in a browser, and how much a caller may still ask.

Answers that are the same for everyone may be read by scripts of any site. Those that need a token may not: a token
belongs on a server, never into a page.
"""

import time

from flask import Flask, Response, current_app, request

from portal.web.interface.openapi import PREFIX
from portal.web.limits import limiter

PREFLIGHT_SECONDS = "86400"
"""A browser may ask a day later again what it may ask."""
_EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"


def install(app: Flask) -> None:
    """Add the headers to every answer of the interface."""
    app.after_request(_allow_other_sites)
    # What is registered first runs last: the limiter has counted by then.
    app.after_request(_tell_what_is_left)


def is_for_programs() -> bool:
    """Whether the request is one of a program's."""
    return request.path.startswith((PREFIX, "/mcp"))


def _allow_other_sites(response: Response) -> Response:
    if not request.path.startswith(PREFIX):
        return response
    if not _is_public():
        response.headers.pop("Access-Control-Allow-Origin", None)
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow or {"GET"}))
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
    return response


def _is_public() -> bool:
    """An address that leads nowhere tells nothing about anybody either."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is None or getattr(view, "portal_access", "") == "public"


def _tell_what_is_left(response: Response) -> Response:
    """The two fields of the draft standard for limits (draft-ietf-httpapi-ratelimit-headers-10)."""
    limit = limiter.current_limit if is_for_programs() else None
    if limit is None:
        return response
    window = limit.limit.get_expiry()
    rest = max(0, int(limit.reset_at - time.time()))
    response.headers["RateLimit-Policy"] = f'"default";q={limit.limit.amount};w={window}'
    response.headers["RateLimit"] = f'"default";r={max(0, limit.remaining)};t={rest}'
    if response.status_code != 429:
        # The limiter adds it to every answer, where it would tell to wait although nothing stands in the way.
        response.headers.pop("Retry-After", None)
    return response

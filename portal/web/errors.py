"""Every way a request can go wrong, as a page in the reader's language with a way on."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.db.engine import DatabaseUnavailable
from portal.kernel.language import find_language
from portal.kernel.refusal import RefusalKind
from portal.web import logs
from portal.web.current import current_clock
from portal.web.formatting import whole_minutes
from portal.web.limits import time_to_wait
from portal.web.metrics import name_route
from portal.web.observing import current_request_id
from portal.web.problems import problem_response
from portal.web.refusals import Refused, whole_seconds
from portal.web.resending import find_origin, find_sent, write_mail_address

# Addresses whose callers are programs: they get problem documents.
_FOR_PROGRAMS = ("/api/", "/hooks/", "/mcp")
# The template for each status; anything else below 500 shows the page for a bad request.
_PAGES = {
    403: "forbidden",
    404: "missing",
    409: "conflict",
    413: "too_large",
    429: "too_many",
    503: "unavailable",
}
_SHORT_WAIT = timedelta(seconds=72)
"""Up to this, people count seconds; beyond it, `format_ago` tells minutes, and a clock time helps."""


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Refused, _on_refusal)
    app.register_error_handler(RateLimitExceeded, lambda _: too_many(time_to_wait()))
    app.register_error_handler(CSRFError, _on_stale_form)
    app.register_error_handler(DatabaseUnavailable, _on_database_outage)
    app.register_error_handler(Exception, _on_fault)


def _on_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400 and error.response is None:
        return make_response(error.get_response())
    if error.response is not None:
        return make_response(error.response)
    response = error_page(status)
    for name, value in error.get_headers(request.environ):
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _on_refusal(error: Refused) -> Response:
    kind = type(error.refusal).kind
    wait = getattr(error.refusal, "wait", None)
    if isinstance(wait, timedelta):
        return too_many(wait)
    return error_page(404 if kind is RefusalKind.MISSING else kind.value)


def _on_stale_form(_: CSRFError) -> Response:
    return error_page(400, "stale_form")


def _on_database_outage(error: DatabaseUnavailable) -> Response:
    logs.log.error("database_unavailable", reason=str(error), route=name_route(request))
    response = error_page(503)
    response.headers["Retry-After"] = "30"
    return response


def _on_fault(error: Exception) -> Response:
    logs.log.error("fault", route=name_route(request), exception=logs.describe(error))
    return error_page(500)


def too_many(wait: timedelta) -> Response:
    """The answer to somebody who has to wait: until when, and everything they sent, ready to be sent again.

    A fragment becomes a line in its place; programs get a problem document.
    """
    seconds = whole_seconds(wait)
    if request.path.startswith(_FOR_PROGRAMS):
        response = problem_response(429, "Too Many Requests", f"Try again in {seconds} seconds.", retry_after=seconds)
    else:
        response = _page_to_wait_on(seconds)
    response.headers["Retry-After"] = str(seconds)
    return response


def _page_to_wait_on(seconds: int) -> Response:
    wait = timedelta(seconds=seconds)
    if request.headers.get("HX-Request"):
        return error_page(429, "_too_many_fragment", wait=whole_minutes(wait))
    now = current_clock.get()()
    # A clock time is told in whole minutes, so whoever comes back at it must not be too early.
    moment = now + wait + timedelta(minutes=1) - timedelta(microseconds=1) if wait > _SHORT_WAIT else None
    around: dict[str, Any] = {"sent": find_sent(), "came_from": find_origin(), "mail_address": write_mail_address}
    return error_page(429, seconds=seconds, now=now, until=now + wait, moment=moment, **around)


def error_page(status: int, name: str = "", **context: Any) -> Response:
    """The page for a status; programs get a problem document instead."""
    if request.path.startswith(_FOR_PROGRAMS):
        return problem_response(status, HTTPStatus(status).phrase)
    _speak_the_language_of_the_address()
    template = name or _PAGES.get(status) or ("fault" if status >= 500 else "bad_request")
    try:
        body = render_template(f"errors/{template}.html", status=status, request_id=current_request_id(), **context)
    except Exception as error:  # noqa: BLE001 - whatever broke the page must not break its error page as well
        logs.log.error("error_page_failed", route=name_route(request), exception=logs.describe(error))
        body = f"<!doctype html><html lang=en><title>Error</title><h1>{status} {HTTPStatus(status).phrase}</h1>"
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _speak_the_language_of_the_address() -> None:
    """An address that matched no route was not parsed; its first segment may still name a language."""
    language = find_language(request.path.strip("/").partition("/")[0])
    if language and "language" not in g:
        g.language = language

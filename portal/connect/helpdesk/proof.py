"""The door for helpdesks: a token that may write cases, or a signature made with the helpdesk's secret."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.connect.signatures import find_fault
from portal.identity.tokens.guards import carries_token, refuse_without
from portal.identity.tokens.rules import Scope
from portal.web.current import current_clock, current_settings
from portal.web.pages import personal
from portal.web.problems import problem_response

P = ParamSpec("P")
MAX_BODY = 200_000
"""Bytes of a report: 20,000 letters, each escaped, and what stands around them."""


def for_helpdesk(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Let helpdesks through; others learn what is missing, and nothing about any case."""

    @personal
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        refusal = refuse_without(Scope.CASES_WRITE) if carries_token() else _refuse_unsigned()
        return refusal or view(*args, **kwargs)

    return guarded


def _refuse_unsigned() -> Response | None:
    secret = current_settings.get().helpdesk_secret
    if secret is None:
        return problem_response(401, "Unauthorized", "Send a token; without PORTAL_HELPDESK_SECRET nobody signs.")
    request.max_content_length = MAX_BODY
    fault = find_fault(secret.get_secret_value(), request.headers, request.get_data(), current_clock.get()())
    return problem_response(401, "Not signed", fault) if fault else None

"""Doors that open for programs with a token."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from portal.db.engine import DatabaseUnavailable
from portal.identity.tokens.actions import find_token
from portal.identity.tokens.model import ApiToken
from portal.identity.tokens.rules import Scope, use_is_news
from portal.web import logs
from portal.web.current import current_clock, current_database
from portal.web.pages import personal
from portal.web.problems import problem_response

P = ParamSpec("P")
_BEARER = "bearer "
_SCHEME = "Bearer"
_CHALLENGE = f"{_SCHEME} realm=portal"


def for_token(scope: Scope) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, Response]]:
    """Let programs through whose token may do this; whoever else gets a problem document that says what is missing."""

    def guard(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
        @personal
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            refusal = refuse_without(scope)
            return refusal or view(*args, **kwargs)

        return guarded

    return guard


def carries_token() -> bool:
    """Whether the request tries to prove itself by a token at all."""
    return request.headers.get("Authorization", "").lower().startswith(_BEARER)


def refuse_without(scope: Scope) -> Response | None:
    """The answer to a request whose token may not do this, None when it may; notes that the token was used."""
    now = current_clock.get()()
    sent = request.headers.get("Authorization", "")[len(_BEARER) :].strip() if carries_token() else ""
    with current_database.get().read() as session:
        token = find_token(session, sent, now)
    if token is None and not sent:
        return _unproven(problem_response(401, "Unauthorized", "Send a token as `Authorization: Bearer …`."))
    if token is None:
        response = problem_response(401, "Unauthorized", "The token is unknown, expired or revoked.")
        return _unproven(response, 'error="invalid_token"')
    if scope not in token.scopes:
        response = problem_response(403, "Forbidden", f"The token lacks the scope {scope}.")
        return _unproven(response, f'error="insufficient_scope", scope="{scope}"')
    g.token_name = token.name
    _note_use(token)
    return None


def _unproven(response: Response, error: str = "") -> Response:
    """RFC 6750, section 3: how to prove oneself, and what was wrong with the attempt."""
    response.headers["WWW-Authenticate"] = f"{_CHALLENGE}, {error}" if error else _CHALLENGE
    return response


def _note_use(token: ApiToken) -> None:
    """Write down when the token was used last; where that fails the request goes on."""
    now = current_clock.get()()
    if not use_is_news(token.last_used_at, now):
        return
    try:
        with current_database.get().write() as session:
            row = session.get(ApiToken, token.id)
            if row:
                row.last_used_at = now
    except DatabaseUnavailable as error:
        logs.log.warning("token_use_not_noted", reason=str(error))

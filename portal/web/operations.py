"""Addresses for operators: is it alive, is it ready, what is it doing."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest

from portal.db.engine import DatabaseUnavailable
from portal.web.current import current_database, current_settings
from portal.web.pages import personal
from portal.web.problems import json_response
from portal.web.provided import Provided

blueprint = Blueprint("operations", __name__)

requests_total = Counter("portal_requests_total", "Requests answered by the application", ["method", "status"])
page_cache_hits_total = Counter("portal_page_cache_hits_total", "Requests answered by the page cache", ["status"])


@dataclass(frozen=True)
class PartState:
    """How one part of the portal is doing; a part that is not vital may be down and the portal still ready."""

    name: str
    fine: bool
    vital: bool
    detail: str = ""


current_parts: Provided[tuple[Callable[[], PartState], ...]] = Provided("parts")


@blueprint.get("/healthz")
@personal
def healthz() -> Response:
    """Alive: the process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@personal
def readyz() -> Response:
    """Ready to serve readers: 200, or 503 when a vital part is down; every part's state is in the body."""
    states = [ask() for ask in current_parts.get()]
    ready = all(state.fine for state in states if state.vital)
    response = json_response(
        {
            "ready": ready,
            "degraded": [state.name for state in states if not state.fine],
            "parts": {state.name: {"ok": state.fine, "detail": state.detail} for state in states},
        }
    )
    response.status_code = 200 if ready else 503
    return response


@blueprint.get("/metrics")
@personal
def metrics() -> Response:
    """Counters for Prometheus: with the token when one is set, else from this machine only."""
    token = current_settings.get().metrics_token
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), token.get_secret_value().encode()):
            abort(403)
    elif request.remote_addr not in {"127.0.0.1", "::1"}:
        abort(403)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def database_state() -> PartState:
    """Whether the database answers; reading and searching go on without it."""
    try:
        current_database.get().ping()
    except DatabaseUnavailable as error:
        return PartState("database", fine=False, vital=False, detail=str(error))
    return PartState("database", fine=True, vital=False)

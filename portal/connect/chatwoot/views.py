"""The door for Chatwoot's events: ``POST /api/v1/chat/chatwoot``."""

import hmac
import json

from flask import Blueprint, Response, abort, request
from pydantic import with_config
from typing_extensions import TypedDict

from portal.connect.chatwoot.actions import Ground, take_event
from portal.connect.chatwoot.proof import find_fault
from portal.connect.chatwoot.rules import read_event
from portal.policy.current import current_policy
from portal.web.current import current_clock, current_database, current_secret, current_settings
from portal.web.interface.describing import Parameter, Proof, described
from portal.web.limits import limiter
from portal.web.pages import personal
from portal.web.problems import json_response, problem_response

blueprint = Blueprint("chatwoot", __name__)

EVENTS = "1200 per minute"
"""From one network: every word that is typed to anybody comes by here, and a server that was away catches up."""
MAX_BODY = 1_000_000
"""Bytes of an event: a message of 150,000 letters stands in it twice, each escaped."""
_SIGNED = (
    Parameter(
        "X-Chatwoot-Timestamp", "When it was sent, in seconds since 1970; at most five minutes ago.", place="header"
    ),
    Parameter("X-Chatwoot-Delivery", "The same for every attempt.", place="header"),
)


@with_config(use_attribute_docstrings=True)
class EventAnswer(TypedDict):
    """What became of an event."""

    taken: bool
    """Whether a case followed it. False for everything that is not for a case, and for what came before."""


@blueprint.post("/api/v1/chat/chatwoot")
@limiter.limit(EVENTS)
@personal
@described(
    "Chatwoot tells of a conversation",
    EventAnswer,
    parameters=_SIGNED,
    problems={400: "The body is not JSON.", 401: "It is not signed.", 404: "Chatwoot is not connected."},
    proof=Proof.CHATWOOT,
)
def take_signed() -> Response:
    """For a webhook of Chatwoot. Cases follow what agents write and resolve; what is unknown is left alone."""
    secret = current_settings.get().chatwoot_webhook_secret
    if current_settings.get().chat != "chatwoot":
        return problem_response(404, "Not Found", "Chatwoot is not connected.")
    request.max_content_length = MAX_BODY
    if secret is None:
        return problem_response(401, "Not signed", "Without PORTAL_CHATWOOT_WEBHOOK_SECRET nobody signs.")
    fault = find_fault(secret.get_secret_value(), request.headers, request.get_data(), current_clock.get()())
    return problem_response(401, "Not signed", fault) if fault else _take()


@blueprint.post("/api/v1/chat/chatwoot/<token>")
@limiter.limit(EVENTS)
@personal
@described(
    "An older Chatwoot tells of a conversation",
    EventAnswer,
    problems={400: "The body is not JSON.", 404: "The token is another one."},
    proof=Proof.ADDRESS,
)
def take_by_address(token: str) -> Response:
    """The same for a Chatwoot that signs nothing: only it knows this address."""
    settings = current_settings.get()
    wanted = settings.chatwoot_webhook_token if settings.chat == "chatwoot" else None
    if wanted is None or not hmac.compare_digest(token.encode(), wanted.get_secret_value().encode()):
        abort(404)
    request.max_content_length = MAX_BODY
    return _take()


def _take() -> Response:
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return problem_response(400, "Not JSON", "The body cannot be read.")
    event = read_event(body, request.headers.get("X-Chatwoot-Delivery", ""))
    taken = False
    if event is not None:
        settings = current_settings.get()
        ground = Ground(
            current_clock.get()(), current_policy.get()(), current_secret.get(), shared=settings.shares_cases
        )
        with current_database.get().write() as session:
            taken = take_event(session, event, ground)
    answer: EventAnswer = {"taken": taken}
    return json_response(answer)

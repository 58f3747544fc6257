"""The policy for programs: what is promised, and what would be promised for a given case (contract, section 7)."""

from flask import Blueprint, Response

from portal.policy.current import current_policy
from portal.policy.documents import PromiseQuestion, policy_document, promise_document
from portal.policy.rules import make_promise
from portal.policy.shapes import PolicyDocument, PromiseDocument
from portal.web.current import current_clock
from portal.web.interface.bodies import read_body
from portal.web.interface.describing import described
from portal.web.limits import limiter
from portal.web.pages import public
from portal.web.problems import json_response

MAX_BODY = 10_000
PROMISES = "300 per minute"
"""From one network: a helpdesk that looks up each of its cases, not a load that slows pages down."""

blueprint = Blueprint("policy", __name__)


@blueprint.get("/api/v1/policy")
@public
@described("Support policy", PolicyDocument)
def show() -> Response:
    """The whole policy; durations in seconds."""
    return json_response(policy_document(current_policy.get()()))


@blueprint.post("/api/v1/policy/promise")
@limiter.limit(PROMISES)
@public
@described(
    "Promise for a case",
    PromiseDocument,
    body=PromiseQuestion,
    problems={422: "A field is wrong; each one is named.", 429: "Too many questions from one network."},
)
def promise() -> Response:
    """The due times of a case that would be opened now or at a given moment."""
    policy = current_policy.get()()
    levels = [rule.level for rule in policy.severities]
    question = read_body(PromiseQuestion, MAX_BODY, "The promise cannot be computed", {"levels": levels})
    if isinstance(question, Response):
        return question
    promised = make_promise(
        policy,
        plan=question.plan,
        channel=question.channel,
        severity=question.severity,
        side=question.side,
        at=question.at or current_clock.get()(),
    )
    response = json_response(promise_document(promised))
    response.headers["Cache-Control"] = "no-store"
    return response

"""``/mcp``: one request, one answer."""

import json
from typing import Any

from flask import Blueprint, Response, request
from pydantic import ValidationError

from portal.connect.mcp import protocol
from portal.connect.mcp.arguments import INSTRUCTIONS
from portal.connect.mcp.protocol import Call, Fault, Notification, Server
from portal.connect.mcp.questions import TOOLS, NothingFound
from portal.web.current import current_site
from portal.web.interface.bodies import list_mistakes
from portal.web.interface.openapi import VERSION
from portal.web.limits import limiter
from portal.web.origin import is_from_own_page
from portal.web.pages import public
from portal.web.problems import problem_response

blueprint = Blueprint("mcp", __name__)

QUESTIONS = "120 per minute"
"""From one network: an assistant asks a few times an answer, and each question may cost a search."""
MAX_BODY = 100_000


@blueprint.post("/mcp")
@limiter.limit(QUESTIONS)
@public
def receive() -> Response:
    """Answer an assistant's request (Model Context Protocol, Streamable HTTP); nothing is kept between two."""
    if "Origin" in request.headers and not is_from_own_page():
        # A page of another site must not speak in the name of whoever looks at it (the protocol's section on security).
        return problem_response(403, "Forbidden", "Requests of other sites' pages are not answered.")
    request.max_content_length = MAX_BODY
    headers = {name.lower(): value for name, value in request.headers}
    said = protocol.read_call(request.get_data(), headers)
    if isinstance(said, Notification):
        return Response(status=202)
    if isinstance(said, Fault):
        return _send(protocol.explain(said), said.status)
    result = _answer(said)
    if isinstance(result, Fault):
        return _send(protocol.explain(result), result.status)
    return _send(protocol.answer(said, result), 200)


def _answer(call: Call) -> dict[str, Any] | Fault:
    match call.method:
        case "initialize" | "server/discover":
            return protocol.introduce(call, _introduction())
        case "ping":
            return {}
        case "tools/list":
            return protocol.list_of_tools([tool.describe(name) for name, tool in TOOLS.items()])
        case "tools/call":
            return _call_tool(call)
    # Clients of earlier revisions look at the body alone.
    status = 404 if call.is_modern else 200
    return Fault(protocol.METHOD_NOT_FOUND, "There is no such method.", call.id, status=status)


def _call_tool(call: Call) -> dict[str, Any] | Fault:
    tool = TOOLS.get(str(call.params.get("name")))
    if tool is None:
        return Fault(protocol.INVALID_PARAMS, "There is no such tool.", call.id, status=400 if call.is_modern else 200)
    try:
        asked = tool.arguments.model_validate(call.params.get("arguments") or {})
        return protocol.tool_result(tool.ask(asked))
    except ValidationError as error:
        wrong = "; ".join(f"{mistake['field']}: {mistake['message']}" for mistake in list_mistakes(error))
        return protocol.tool_failure(wrong)
    except NothingFound as nothing:
        return protocol.tool_failure(str(nothing))


def _introduction() -> Server:
    return Server("portal", current_site.get()().name, VERSION, INSTRUCTIONS)


def _send(document: dict[str, Any], status: int) -> Response:
    response = Response(json.dumps(document, ensure_ascii=False), status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response

"""Errors of the JSON interface as problem documents (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any

from flask import Response


def problem_response(status: int, title: str, detail: str = "", **extra: Any) -> Response:
    """A problem document; ``extra`` members stand beside the standard ones, for instance ``errors``.

    ``title`` and ``detail`` are English: programs' authors read them, not customers.
    """
    document = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status}
    if detail:
        document["detail"] = detail
    body = json.dumps({**document, **extra}, ensure_ascii=False)
    response = Response(body, status=status, mimetype="application/problem+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def json_response(value: Any) -> Response:
    """A JSON answer that any site's script may read."""
    response = Response(json.dumps(value, ensure_ascii=False), mimetype="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response

"""Errors of the JSON interface as problem documents (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any

from flask import Response, request

from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language, find_language


def problem_response(status: int, title: str, detail: str = "", **extra: Any) -> Response:
    """A problem document; ``extra`` members stand beside the standard ones, for instance ``errors``.

    ``title`` and ``detail`` are English: programs' authors read them, not customers.
    """
    document = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status}
    if detail:
        document["detail"] = detail
    body = json.dumps({**document, **extra}, ensure_ascii=False)
    response = Response(body, status=status, mimetype="application/problem+json")
    _let_others_read(response)
    return response


def json_response(value: Any) -> Response:
    """A JSON answer that any site's script may read."""
    response = Response(json.dumps(value, ensure_ascii=False), mimetype="application/json")
    _let_others_read(response)
    return response


def _let_others_read(response: Response) -> None:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"


def asked_language() -> Language | Response:
    """The language that a request names by ``locale``, English without one; a problem document for an unknown one."""
    tag = request.args.get("locale", DEFAULT_LANGUAGE.tag)
    known = ", ".join(language.tag for language in LANGUAGES)
    return find_language(tag) or problem_response(400, "Unknown locale", f"{tag[:20]!r} is not one of {known}.")

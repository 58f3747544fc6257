"""The description of the interface, OpenAPI 3.1, made of the routes and of what their views say about themselves."""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flask import Flask
from pydantic import TypeAdapter
from werkzeug.routing import Rule

from portal.kernel.language import LANGUAGES
from portal.web.interface.describing import Description, Parameter, Problem, Proof, find_description

PREFIX = "/api/v1/"
VERSION = "1"
"""Of the interface. A field is never taken away or given another meaning within it; new ones may come."""
TITLE = "Support portal"
_SCHEMAS = "#/components/schemas/{model}"
_CONVERTER = re.compile(r"<(?:(?P<kind>[a-z]+)[^:<>]*:)?(?P<name>[a-z_]+)>")
_PROOFS: dict[Proof, list[dict[str, list[str]]]] = {
    Proof.NONE: [],
    Proof.TOKEN: [{"token": []}],
    Proof.TOKEN_OR_SIGNATURE: [{"token": []}, {"signature": []}],
    Proof.WEBHOOK: [{"zammad": []}, {"zendesk": []}],
    Proof.CHATWOOT: [{"chatwoot": []}],
    Proof.ADDRESS: [],
}
_SCHEMES = {
    "chatwoot": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Chatwoot-Signature",
        "description": "`sha256=` and the hex of HMAC-SHA256 over `timestamp.body`, with the webhook's secret.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that `portal tokens add` has shown.",
    },
    "zammad": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Hub-Signature",
        "description": "`sha1=` and the hex of HMAC-SHA1 over the body.",
    },
    "zendesk": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Zendesk-Webhook-Signature",
        "description": "Base64 of HMAC-SHA256 over `X-Zendesk-Webhook-Signature-Timestamp` and the body.",
    },
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "webhook-signature",
        "description": "Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `webhook-id.webhook-timestamp.body`.",
    },
}
_TOO_MANY = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
}


@dataclass(frozen=True)
class Webhook:
    """Something that the portal sends by itself."""

    title: str
    explanation: str
    shape: Any


def list_rules(app: Flask) -> list[Rule]:
    """The addresses of the interface, sorted."""
    return sorted((rule for rule in app.url_map.iter_rules() if rule.rule.startswith(PREFIX)), key=lambda r: r.rule)


def make_openapi(app: Flask, server: str, webhooks: Mapping[str, Webhook]) -> dict[str, Any]:
    """The whole description; ``server`` is the portal's public address.

    Raises:
        LookupError: when a view of the interface does not describe itself.
    """
    shapes = _Shapes()
    paths: dict[str, dict[str, Any]] = {}
    for rule in list_rules(app):
        view = app.view_functions[rule.endpoint]
        description = find_description(view)
        if description is None:
            raise LookupError(f"{rule.endpoint} does not describe itself")
        for method in sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(_path(rule), {})[method.lower()] = _operation(rule, view, description, shapes)
    told = {name: _webhook(about, shapes) for name, about in sorted(webhooks.items())}
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION},
        "servers": [{"url": server}],
        "paths": paths,
        **({"webhooks": told} if told else {}),
        "components": {"schemas": shapes.schemas, "securitySchemes": _SCHEMES},
    }


class _Shapes:
    """Gathers the schemas of shapes, each once."""

    def __init__(self) -> None:
        self.schemas: dict[str, Any] = {}

    def refer(self, shape: Any, *, sent: bool = False) -> dict[str, Any]:
        """The schema of a shape; parts of it are kept under their names."""
        mode: Literal["validation", "serialization"] = "validation" if sent else "serialization"
        schema = TypeAdapter(shape).json_schema(ref_template=_SCHEMAS, mode=mode)
        self.schemas |= schema.pop("$defs", {})
        name = schema.get("title", "") if schema.get("type") == "object" else ""
        if not name:
            return schema
        self.schemas[name] = schema
        return {"$ref": _SCHEMAS.format(model=name)}


def _path(rule: Rule) -> str:
    return _CONVERTER.sub(lambda found: "{" + found["name"] + "}", rule.rule)


def _operation(rule: Rule, view: Any, description: Description, shapes: _Shapes) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "As asked for."}
    if description.answer is not None:
        answer["content"] = _content("application/json", shapes.refer(description.answer))
    responses: dict[str, Any] = {str(description.status): answer}
    for status, reason in sorted(_problems(description).items()):
        responses[str(status)] = {
            "description": reason,
            "content": _content("application/problem+json", shapes.refer(Problem)),
            **({"headers": _TOO_MANY} if status == 429 else {}),
        }
    operation = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": description.title,
        "description": _explain(view, description),
        "parameters": [*_path_parameters(rule), *(_parameter(each, shapes) for each in description.parameters)],
        "responses": responses,
        "security": _PROOFS[description.proof],
    }
    if description.body is not None:
        content = _content("application/json", shapes.refer(description.body, sent=True))
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _problems(description: Description) -> dict[int, str]:
    own = dict(description.problems or {})
    if description.body is not None:
        own |= {413: "The body is too large."}
    if description.proof is not Proof.NONE:
        own |= {401: "No proof, or one that does not hold.", 403: "The token may not do this."}
        own |= {429: "Too many requests.", 503: "The database is away."}
    return own


def _explain(view: Any, description: Description) -> str:
    """The view's own docstring; its code is marked as Markdown marks it."""
    text = inspect.cleandoc(view.__doc__ or "").replace("``", "`")
    return f"{text}\n\nScope of the token: `{description.scope}`." if description.scope else text


def _content(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {kind: {"schema": schema}}


def _path_parameters(rule: Rule) -> Iterator[dict[str, Any]]:
    for found in _CONVERTER.finditer(rule.rule):
        schema: dict[str, Any] = {"type": "string"}
        if found["kind"] == "language":
            schema["enum"] = [language.tag for language in LANGUAGES]
        yield {"name": found["name"], "in": "path", "required": True, "schema": schema}


def _parameter(parameter: Parameter, shapes: _Shapes) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.meaning,
        "required": parameter.required,
        "schema": shapes.refer(parameter.type, sent=True),
    }


def _webhook(webhook: Webhook, shapes: _Shapes) -> dict[str, Any]:
    body = {"required": True, "content": _content("application/json", shapes.refer(webhook.shape))}
    answers = {"2XX": {"description": "Taken. Anything else is tried again."}}
    told = {"summary": webhook.title, "description": webhook.explanation}
    return {"post": {**told, "requestBody": body, "responses": answers}}

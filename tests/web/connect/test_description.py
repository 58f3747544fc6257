"""The description of the interface is true: real answers are what it says, also to questions nobody thought of."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import (
    not_a_server_error,
)
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.connect.description import judge

EXAMPLES = 25
"""Questions for each operation: seconds, not minutes."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ARTICLE = "/api/v1/articles/{language}/{category}/{slug}"


def test_description_is_openapi(description):
    assert description["openapi"] == "3.1.0"
    assert description["servers"] == [{"url": "http://127.0.0.1:8000"}]
    assert description["info"]["version"] == "1"
    assert {scheme["type"] for scheme in description["components"]["securitySchemes"].values()} == {"http", "apiKey"}
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/v1/search", "/api/v1/search?q=131047&locale=de"),
        ("/api/v1/search", "/api/v1/search?q=template+rejectd&limit=50"),
        ("/api/v1/articles", "/api/v1/articles?locale=pt-br"),
        ("/api/v1/errors", "/api/v1/errors?locale=ru"),
        ("/api/v1/status", "/api/v1/status?locale=es"),
        ("/api/v1/policy", "/api/v1/policy"),
        (ARTICLE, "/api/v1/articles/de/webhooks/set-up"),
        ("/api/v1/openapi.json", "/api/v1/openapi.json"),
    ],
)
def test_real_answers_are_as_described(browse, description, path, address):
    assert judge(description, path, browse.get(address).json) == []


@pytest.mark.parametrize("side", ["provider", "meta"])
def test_promises_are_as_described(browse, description, side):
    question = {"plan": "premium", "channel": "chat", "severity": 1, "side": side}

    answer = browse.client.post("/api/v1/policy/promise", json=question).json

    assert judge(description, "/api/v1/policy/promise", answer, method="post") == []


def test_problems_are_as_described(browse, description):
    answer = browse.client.post("/api/v1/policy/promise", json={"side": "moon"})

    assert judge(description, "/api/v1/policy/promise", answer.json, method="post", status=422) == []
    assert answer.json["errors"]


def test_answer_that_is_not_as_described_is_found(browse, description):
    answer = browse.get("/api/v1/policy").json

    assert judge(description, "/api/v1/policy", {**answer, "colour": "red"})
    assert judge(description, "/api/v1/policy", {**answer, "version": 5})


def test_questions_nobody_thought_of_get_answers_as_described(app):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    asked = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        asked.add(operation.label)

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case):
            case.validate_response(case.call(), checks=CHECKS)

        ask()

    assert "GET /api/v1/search" in asked
    assert "POST /api/v1/policy/promise" in asked

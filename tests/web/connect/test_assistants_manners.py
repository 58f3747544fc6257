"""What `/mcp` does with what no good client sends."""

import json

import pytest

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}
HEADERS = {"mcp-protocol-version": "2026-07-28", "mcp-method": "tools/list"}


@pytest.fixture
def send(app):
    def post(body, **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return app.test_client().post("/mcp", data=raw, headers=named, content_type="application/json")

    return post


def ask(method, **params):
    return {"jsonrpc": "2.0", "id": 1, "method": method, **({"params": params} if params else {})}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", -32700),
        (b"\xff", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b'"ping"', -32600),
        ({"id": 1, "method": "ping"}, -32600),
        ({"jsonrpc": "2.0", "id": 1, "method": 5}, -32600),
        ({"jsonrpc": "2.0", "id": None, "method": "ping"}, -32600),
        ({"jsonrpc": "2.0", "id": True, "method": "ping"}, -32600),
        ({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": [1]}, -32602),
    ],
)
def test_what_is_no_request_is_a_fault(send, body, code):
    answer = send(body)

    assert (answer.status_code, answer.json["error"]["code"]) == (400, code)


@pytest.mark.parametrize(
    ("headers", "meta", "code"),
    [
        ({}, META, -32020),
        ({**HEADERS, "mcp-method": "tools/call"}, META, -32020),
        (HEADERS, {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}, -32602),
        (HEADERS, {**META, "io.modelcontextprotocol/protocolVersion": 5}, -32602),
        (
            {**HEADERS, "mcp-protocol-version": "2099-01-01"},
            {**META, "io.modelcontextprotocol/protocolVersion": "2099-01-01"},
            -32022,
        ),
        ({"mcp-protocol-version": "2024-01-01"}, {}, -32022),
    ],
)
def test_request_that_contradicts_itself_is_a_fault(send, headers, meta, code):
    answer = send(ask("tools/list", _meta=meta), **headers)

    assert (answer.status_code, answer.json["error"]["code"]) == (400, code)


def test_name_of_a_tool_must_match_its_header(send):
    headers = {**HEADERS, "mcp-method": "tools/call", "mcp-name": "search"}

    answer = send(ask("tools/call", name="current_incidents", _meta=META), **headers)

    assert answer.json["error"]["code"] == -32020


@pytest.mark.parametrize(("modern", "status"), [(True, 404), (False, 200)])
def test_unknown_method_is_told(send, modern, status):
    headers = {**HEADERS, "mcp-method": "resources/list"} if modern else {}

    answer = send(ask("resources/list", **({"_meta": META} if modern else {})), **headers)

    assert (answer.status_code, answer.json["error"]["code"]) == (status, -32601)


def test_unknown_tool_is_told(send):
    assert send(ask("tools/call", name="delete_everything")).json["error"]["code"] == -32602


@pytest.mark.parametrize("version", ["2025-06-18", "2025-03-26"])
def test_earlier_revisions_are_spoken(send, version):
    assert send(ask("initialize", protocolVersion=version)).json["result"]["protocolVersion"] == version


def test_unknown_revision_is_offered_the_newest_with_a_handshake(send):
    assert send(ask("initialize", protocolVersion="2019-01-01")).json["result"]["protocolVersion"] == "2025-11-25"


def test_notification_wants_no_answer(send):
    answer = send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    assert (answer.status_code, answer.get_data()) == (202, b"")


def test_pages_of_other_sites_are_refused(send):
    assert send(ask("ping"), Origin="https://shop.example").status_code == 403
    assert send(ask("ping"), Origin="http://127.0.0.1:8000").json["result"] == {}


def test_there_is_no_stream_to_listen_to(app):
    answer = app.test_client().get("/mcp")

    assert (answer.status_code, set(answer.allow)) == (405, {"OPTIONS", "POST"})
    assert answer.content_type == "application/problem+json"


def test_limits_hold(send):
    assert send(b" " * 100_001).status_code == 413
    answers = [send(ask("ping")) for _ in range(121)]
    assert answers[-1].status_code == 429
    assert answers[0].headers["RateLimit-Policy"] == '"default";q=120;w=60'
    assert answers[0].headers["Cache-Control"] == "no-store"

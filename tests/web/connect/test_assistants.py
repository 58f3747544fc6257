"""Assistants: the official client asks over a real socket, in both ways that the protocol knows."""

import asyncio
import threading

import pytest
from mcp import Client
from werkzeug.serving import make_server

from tests.web.connect.description import judge


@pytest.fixture
def address(app):
    """The application on a socket of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/mcp"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["auto", "legacy"])
def assistant(address, request):
    """Runs what an assistant does with a client that speaks the newest revision, or begins with a handshake."""

    def run(act):
        async def together():
            async with Client(address, mode=request.param) as client:
                return await act(client)

        return asyncio.run(together())

    return run


def call(assistant, name, **arguments):
    return assistant(lambda client: client.call_tool(name, arguments))


def test_assistant_learns_what_there_is(assistant):
    async def look(client):
        return client.protocol_version, client.instructions, await client.list_tools()

    version, instructions, listed = assistant(look)

    assert version in {"2026-07-28", "2025-11-25"}
    assert "search" in instructions
    assert [tool.name for tool in listed.tools] == [
        "search", "get_article", "explain_error", "current_incidents", "promise_for_plan",
    ]  # fmt: skip
    assert all(tool.annotations.read_only_hint for tool in listed.tools)


def test_assistant_searches_and_reads_what_it_found(assistant, description):
    found = call(assistant, "search", query="webhook is silent", locale="de")
    first = found.structured_content["results"][0]

    read = call(assistant, "get_article", article=first["url"], locale="de")

    assert judge(description, "/api/v1/search", found.structured_content) == []
    assert read.structured_content["title"] == first["title"]
    assert read.structured_content["locale"] == "de"
    assert len(read.structured_content["markdown"]) > 200
    assert "{{" not in read.structured_content["markdown"]


@pytest.mark.parametrize("error", ["131047", '{"error": {"code": 131047, "message": "Re-engagement message"}}'])
def test_assistant_has_an_error_explained(assistant, error):
    answer = call(assistant, "explain_error", error=error, locale="es").structured_content

    assert (answer["code"], answer["side"], answer["locale"]) == ("131047", ["customer"], "es")
    assert answer["url"] == "http://127.0.0.1:8000/es/errors/131047"


def test_assistant_learns_of_incidents_and_promises(assistant, description):
    state = call(assistant, "current_incidents").structured_content
    promise = call(assistant, "promise_for_plan", plan="premium").structured_content

    assert judge(description, "/api/v1/status", state) == []
    assert promise["first_response_due"] == "2026-11-23T09:30:00+00:00"


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("explain_error", {"error": "the sky is blue"}, "Try `search`"),
        ("get_article", {"article": "nothing/here"}, "There is no article nothing/here"),
        ("get_article", {"article": "https://elsewhere.example/"}, "There is no article"),
        ("search", {"query": "x", "locale": "fr"}, "locale must be one of"),
        ("search", {"query": "x", "limit": 21}, "limit:"),
        ("search", {}, "query:"),
        ("promise_for_plan", {"plan": "gold"}, "plan must be one of basic, regular, premium"),
        ("promise_for_plan", {"plan": "basic", "severity": 9}, "severity must be one of 1, 2, 3"),
    ],
)
def test_assistant_is_told_why_there_is_no_answer(assistant, name, arguments, reason):
    answer = call(assistant, name, **arguments)

    assert answer.is_error
    assert reason in answer.content[0].text


def test_secrets_in_a_question_are_masked(assistant):
    answer = call(assistant, "search", query="why does D360-API-KEY: Xy12Zw34Qr56Tu78Vb90Nm not work")

    assert "Zw34" not in answer.content[0].text

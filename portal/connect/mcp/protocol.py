"""What is said between an assistant and the portal: JSON-RPC 2.0 as the Model Context Protocol shapes it.

Two ways are spoken. The revision 2026-07-28 puts its version into each request, so nothing is negotiated; a client
asks ``server/discover`` what there is. Those before it begin with ``initialize``. No session is kept for either: every
answer follows from its request alone, so any process may give it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MODERN = ("2026-07-28",)
WITH_HANDSHAKE = ("2025-11-25", "2025-06-18", "2025-03-26")
"""The newest first; whoever asks for another one is offered that."""
PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
HEADER_MISMATCH, UNSUPPORTED_VERSION = -32020, -32022
_META_VERSION = "io.modelcontextprotocol/protocolVersion"
_META_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities"
_META_SERVER = "io.modelcontextprotocol/serverInfo"
_TTL_MS = 300_000
"""How long a client may keep the list of tools."""


@dataclass(frozen=True)
class Call:
    """A request that is sound in form."""

    id: str | int
    method: str
    params: Mapping[str, Any]
    is_modern: bool


@dataclass(frozen=True)
class Notification:
    """Something that wants no answer."""


@dataclass(frozen=True)
class Fault:
    """Why a request cannot be answered."""

    code: int
    message: str
    id: str | int | None = None
    data: Any = None
    status: int = 400
    """Of the HTTP answer."""


@dataclass(frozen=True)
class Server:
    """What the portal says of itself."""

    name: str
    title: str
    version: str
    instructions: str


def read_call(body: bytes, headers: Mapping[str, str]) -> Call | Notification | Fault:
    """What a body asks; ``headers`` by their names in small letters."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return Fault(PARSE_ERROR, "The body is no JSON.")
    if not isinstance(said, dict) or said.get("jsonrpc") != "2.0" or not isinstance(said.get("method"), str):
        return Fault(INVALID_REQUEST, "The body must be one JSON-RPC 2.0 request.")
    if "id" not in said:
        return Notification()
    identifier, params = said["id"], said.get("params") or {}
    if isinstance(identifier, bool) or not isinstance(identifier, str | int):
        return Fault(INVALID_REQUEST, "The id must be a string or a whole number.")
    if not isinstance(params, dict):
        return Fault(INVALID_PARAMS, "params must be an object.", identifier)
    meta = params.get("_meta")
    is_modern = isinstance(meta, dict) and _META_VERSION in meta
    call = Call(identifier, said["method"], params, is_modern)
    return (_find_fault(call, headers) if is_modern else _find_unknown_version(call, headers)) or call


def _find_fault(call: Call, headers: Mapping[str, str]) -> Fault | None:
    """What a request of the modern kind lacks: its envelope, and headers that say the same as the body."""
    meta = call.params["_meta"]
    if not isinstance(meta[_META_VERSION], str) or _META_CAPABILITIES not in meta:
        return Fault(INVALID_PARAMS, f"_meta needs {_META_VERSION} and {_META_CAPABILITIES}.", call.id)
    for header, value in (("mcp-protocol-version", meta[_META_VERSION]), ("mcp-method", call.method)):
        if headers.get(header) != value:
            return Fault(HEADER_MISMATCH, f"The header {header} does not match the body.", call.id)
    if call.method == "tools/call" and headers.get("mcp-name") != call.params.get("name"):
        return Fault(HEADER_MISMATCH, "The header mcp-name does not match the body.", call.id)
    return _unsupported(call, meta[_META_VERSION]) if meta[_META_VERSION] not in MODERN else None


def _find_unknown_version(call: Call, headers: Mapping[str, str]) -> Fault | None:
    """A client that has shaken hands names the version in a header; without one it is of the first kind."""
    version = headers.get("mcp-protocol-version", WITH_HANDSHAKE[-1])
    known = call.method == "initialize" or version in WITH_HANDSHAKE
    return None if known else _unsupported(call, version)


def _unsupported(call: Call, version: str) -> Fault:
    supported = {"supported": [*MODERN, *WITH_HANDSHAKE], "requested": version}
    return Fault(UNSUPPORTED_VERSION, "This version of the protocol is not spoken here.", call.id, supported)


def introduce(call: Call, server: Server) -> dict[str, Any]:
    """The answer to ``initialize`` and to ``server/discover``."""
    info = {"name": server.name, "title": server.title, "version": server.version}
    shared = {"capabilities": {"tools": {}}, "instructions": server.instructions}
    if call.method == "server/discover":
        return {
            "supportedVersions": [*MODERN, *WITH_HANDSHAKE],
            **shared,
            **_cacheable(),
            "_meta": {_META_SERVER: info},
        }
    wanted = call.params.get("protocolVersion")
    version = wanted if wanted in WITH_HANDSHAKE else WITH_HANDSHAKE[0]
    return {"protocolVersion": version, **shared, "serverInfo": info}


def list_of_tools(tools: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer to ``tools/list``."""
    return {"tools": tools, **_cacheable()}


def tool_result(document: Any) -> dict[str, Any]:
    """What a tool found: as data, and as text for those who read only that."""
    text = json.dumps(document, ensure_ascii=False)
    return {"content": [{"type": "text", "text": text}], "structuredContent": document, "isError": False}


def tool_failure(reason: str) -> dict[str, Any]:
    """Why a tool found nothing, so that the assistant can ask otherwise."""
    return {"content": [{"type": "text", "text": reason}], "isError": True}


def answer(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    """A result as it is sent; the modern kind says that it is whole."""
    complete = {"resultType": "complete"} if call.is_modern else {}
    return {"jsonrpc": "2.0", "id": call.id, "result": {**result, **complete}}


def explain(fault: Fault) -> dict[str, Any]:
    """A fault as it is sent."""
    error = {"code": fault.code, "message": fault.message, **({"data": fault.data} if fault.data else {})}
    return {"jsonrpc": "2.0", "id": fault.id, "error": error}


def _cacheable() -> dict[str, Any]:
    return {"ttlMs": _TTL_MS, "cacheScope": "public"}

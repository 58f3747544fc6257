"""The description of the interface as a judge of real answers."""

from typing import Any

from jsonschema import Draft202012Validator

# A field that is not described would be one that nobody may rely on; the description itself is open to new ones.
_CLOSED = {"additionalProperties": False}


def find_shape(document: dict[str, Any], path: str, method: str, status: int) -> dict[str, Any]:
    """The schema of an answer, with everything it refers to."""
    answer = document["paths"][path][method]["responses"][str(status)]
    (content,) = answer["content"].values()
    schemas = {name: _close(schema) for name, schema in document["components"]["schemas"].items()}
    return {**content["schema"], "components": {"schemas": schemas}}


def judge(document: dict[str, Any], path: str, value: Any, *, method: str = "get", status: int = 200) -> list[str]:
    """Where an answer is not what the description says."""
    validator = Draft202012Validator(
        find_shape(document, path, method, status), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def _close(schema: dict[str, Any]) -> dict[str, Any]:
    open_ended = schema.get("type") != "object" or "additionalProperties" in schema or "Problem" in schema["title"]
    return schema if open_ended else {**schema, **_CLOSED}

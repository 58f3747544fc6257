"""What the description of the interface must say of every address."""

from typing import Any

from flask import Flask

from portal.web.interface.describing import Proof, find_description
from portal.web.interface.openapi import list_rules


def list_undescribed(app: Flask) -> list[str]:
    """Addresses of the interface whose view does not say what it takes and gives."""
    return [rule.rule for rule in list_rules(app) if find_description(app.view_functions[rule.endpoint]) is None]


def list_unexplained(document: dict[str, Any]) -> list[str]:
    """Operations that lack a title, an explanation or the shape of their answer, and parameters without a meaning."""
    found = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            place = f"{method.upper()} {path}"
            found += [f"{place}: no {name}" for name in ("summary", "description") if not operation.get(name)]
            contents = [
                content for answer in operation["responses"].values() for content in answer.get("content", {}).values()
            ]
            if not contents or any(not content["schema"] for content in contents):
                found.append(f"{place}: an answer without a shape")
            found += [
                f"{place}: the parameter {each['name']} is not explained"
                for each in operation["parameters"]
                if each["in"] != "path" and not each.get("description")
            ]
    return found


def list_unguarded(app: Flask) -> list[str]:
    """Addresses that are described as open for everyone but belong to somebody, and the other way round."""
    found = []
    for rule in list_rules(app):
        view = app.view_functions[rule.endpoint]
        description = find_description(view)
        is_open = description is not None and description.proof is Proof.NONE
        if is_open is not (getattr(view, "portal_access", "") == "public"):
            found.append(rule.rule)
    return found

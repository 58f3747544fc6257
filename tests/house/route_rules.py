"""Routes as data: what every address of the portal must be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from flask_limiter.util import get_qualified_name
from werkzeug.routing import Rule

from tests.house.sources import list_modules, parse, place

ACCESS = {"public", "personal"}
# Addresses for machines, operators and staff; every other one begins with its language.
WITHOUT_LANGUAGE = (
    "/",
    "/api/v1/",
    "/brand/",
    "/desk/",
    "/favicon.ico",
    "/healthz",
    "/hooks/content",
    "/hooks/sign-out",
    "/images/",
    "/insights/",
    "/llms.txt",
    "/mcp",
    "/metrics",
    "/preview/state",
    "/readyz",
    "/robots.txt",
    "/sitemap.xml",
    "/static/",
    "/styleguide",
    "/sign-in/return",
    "/widget.js",
)
# Views that take a POST without a token against forged requests, each with the reason.
WITHOUT_TOKEN = {
    "accounts.put": "for programs with a token; it reads no session",
    "tickets.receive": "webhooks of a helpdesk; each is signed, and it reads no session",
    "chatwoot.take_signed": "events of a chat; each is signed, and it reads no session",
    "chatwoot.take_by_address": "the token in its address is the proof; it reads no session",
    "helpdesk.report": "for programs with a token or a signature; it reads no session",
    "mcp.receive": "for assistants; it reads no session and changes nothing, and other sites' pages are refused",
    "nudging.nudge": "the token in its address is the proof; it reads no session, and nothing that is sent",
    "oidc_programs.end": "said by the OpenID provider, signed; it reads no session",
    "policy.promise": "an answer for programs; it reads no session and stores nothing",
    "publishing.receive": "calls of a git host; each is signed, and it reads no session",
    "questions.opened": "said by the portal's own pages with a signed ticket; it reads no session",
    "readership.note_read": "said by pages of articles, which are cached; it reads no session and adds one to a count",
    "readership.answer": "its form stands on pages of articles, which are cached; it reads no session and only counts",
    "following.ask": "its form stands on the status page, which is cached; at most it causes a mail that asks back",
    "following.answer_confirm": "the token of a mail is the proof; it reads no session",
    "following.answer_stop": "called by mail programs (RFC 8058); the token of a mail is the proof",
    "search.results_of_paste": "it reads no session and changes nothing; its field stands on cached pages",
    "intake.begin": "its page is the same for everyone and cached; it begins an empty draft",
}

_CHANGING = {"POST", "PUT"}
_KEBAB = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_CONVERTER = re.compile(r"<(?:[^<>]*:)?([a-z_]+)>")


def check_routes(app: Flask) -> list[str]:
    """Everything wrong with the routes of an application."""
    found: list[str] = []
    for rule in app.url_map.iter_rules():
        found += [f"{rule.rule} ({rule.endpoint}): {message}" for message in _check_rule(app, rule)]
    exempt = {endpoint for endpoint in app.view_functions if _is_exempt(app, endpoint)}
    found += [f"{name}: listed as without token, but it is protected" for name in sorted(set(WITHOUT_TOKEN) - exempt)]
    return found


def _check_rule(app: Flask, rule: Rule) -> Iterator[str]:
    access = getattr(app.view_functions[rule.endpoint], "portal_access", None)
    if access not in ACCESS:
        yield "the view is marked neither @public nor @personal"
    for segment in filter(None, rule.rule.split("/")):
        if not _KEBAB.fullmatch(_CONVERTER.sub("x", segment)):
            yield f"the segment {segment!r} is not in kebab-case"
    machine = any(rule.rule == each or (each != "/" and rule.rule.startswith(each)) for each in WITHOUT_LANGUAGE)
    if not machine and not rule.rule.startswith("/<language:language>/"):
        yield "does not begin with <language:language>"
    methods = _methods(rule)
    # Programs put whole values; browsers cannot.
    allowed = ({"GET"}, {"POST"}, {"PUT"}) if rule.rule.startswith("/api/") else ({"GET"}, {"POST"})
    if methods not in allowed:
        yield f"one view takes {sorted(methods)}; looking and changing are two views"
    if methods & _CHANGING and _is_exempt(app, rule.endpoint) and rule.endpoint not in WITHOUT_TOKEN:
        yield "takes a POST without a token against forged requests"


def _methods(rule: Rule) -> set[str]:
    return set(rule.methods or ()) - {"HEAD", "OPTIONS"}


def _is_exempt(app: Flask, endpoint: str) -> bool:
    protection = app.extensions.get("csrf")
    if protection is None:
        return True
    view = app.view_functions[endpoint]
    return f"{view.__module__}.{view.__name__}" in protection._exempt_views or endpoint.rpartition(".")[0] in {
        _name(each) for each in protection._exempt_blueprints
    }


def _name(blueprint: object) -> str:
    return blueprint if isinstance(blueprint, str) else getattr(blueprint, "name", "")


def list_routes(app: Flask) -> list[str]:
    """Every address with its method and who may see it, as ``routes.txt`` holds them."""
    lines = []
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "portal_access", "?")
        lines += [f"{method:<5}{access:<9}{rule.rule}" for method in _methods(rule)]
    return sorted(lines, key=lambda line: (line.split()[2], line))


def list_unlimited(app: Flask) -> list[str]:
    """Addresses that take a POST as often as anybody likes; each needs a limit with a figure and its reason."""
    marked = {name for limiter in app.extensions.get("limiter", ()) for name in limiter._marked_for_limiting}
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if _methods(rule) & _CHANGING and get_qualified_name(app.view_functions[rule.endpoint]) not in marked
    ]


def compare_routes(listed: list[str], present: list[str]) -> list[str]:
    """Addresses that disappeared or changed, and those that are new."""
    lost = [f"disappeared, and somebody may have it in a bookmark: {line}" for line in listed if line not in present]
    return lost + [f"new, add it to routes.txt: {line}" for line in present if line not in listed]


def list_writing_views(root: Path) -> list[str]:
    """Views for GET that open a writing unit of work, themselves or through a function of their module."""
    found = []
    for path in list_modules(root, "portal"):
        tree = parse(path)
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for function in functions.values():
            if _is_get_view(function) and _writes(function, functions, set()):
                found.append(f"{place(root, path, function)}: {function.name}() answers GET and writes")
    return found


def _is_get_view(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(each).startswith("blueprint.get(") for each in function.decorator_list)


def _writes(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    seen.add(function.name)
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr == "write" and "database" in ast.unparse(node.value):
            return True
        called = functions.get(node.id) if isinstance(node, ast.Name) else None
        if called and called.name not in seen and _writes(called, functions, seen):
            return True
    return False

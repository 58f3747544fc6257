"""Routes are data: each says who may see it, has a decent address, and none disappears unnoticed."""

from pathlib import Path

import pytest
from flask import Flask
from flask_limiter import Limiter
from flask_wtf.csrf import CSRFProtect

from portal.web.pages import personal, public
from portal.web.routing import LanguageConverter
from portal.web.site import RESERVED
from tests.house import route_rules
from tests.house.route_rules import check_routes, compare_routes, list_routes, list_unlimited, list_writing_views
from tests.house.sources import ROOT

LISTED = Path(__file__).with_name("routes.txt")


@pytest.fixture
def small(monkeypatch) -> Flask:
    """An application with protection against forged requests and no route."""
    monkeypatch.setattr(route_rules, "WITHOUT_TOKEN", {})
    app = Flask(__name__, static_folder=None)
    app.secret_key = "not a secret"
    app.url_map.converters["language"] = LanguageConverter
    CSRFProtect(app)
    return app


def view():
    return ""


def test_routes_are_sound(shared_app):
    assert check_routes(shared_app) == []


def test_every_form_has_a_limit(shared_app):
    assert list_unlimited(shared_app) == []


def test_form_without_a_limit_is_found(small):
    limiter = Limiter(lambda: "somebody", app=small, storage_uri="memory://")

    def limited():
        return ""

    small.add_url_rule("/free", "free", view, methods=["POST"])
    small.add_url_rule("/limited", "limited", limiter.limit("1 per minute")(limited), methods=["POST"])
    small.add_url_rule("/read", "read", limited, methods=["GET"])

    assert list_unlimited(small) == ["/free"]


def test_no_address_disappears(shared_app):
    assert compare_routes(LISTED.read_text().splitlines(), list_routes(shared_app)) == []


def test_looking_changes_nothing():
    assert list_writing_views(ROOT) == []


@pytest.mark.parametrize(
    ("rule", "methods", "marked", "finding"),
    [
        ("/<language:language>/page", ["GET"], view, "neither @public nor @personal"),
        ("/<language:language>/My_Page", ["GET"], public(view), "'My_Page' is not in kebab-case"),
        ("/<language:language>/<slug>_x", ["GET"], public(view), "'<slug>_x' is not in kebab-case"),
        ("/page", ["GET"], public(view), "does not begin with <language:language>"),
        ("/<language>/page", ["GET"], public(view), "does not begin with <language:language>"),
        ("/<language:language>/page", ["GET", "POST"], personal(view), "looking and changing are two views"),
        ("/<language:language>/page", ["DELETE"], personal(view), "one view takes ['DELETE']"),
    ],
)
def test_unsound_route_is_found(small, rule, methods, marked, finding):
    small.add_url_rule(rule, "page", marked, methods=methods)

    found = check_routes(small)

    assert len(found) == 1
    assert finding in found[0]


def test_post_without_token_is_found(small):
    small.add_url_rule("/<language:language>/page", "page", personal(view), methods=["POST"])
    assert check_routes(small) == []

    small.extensions["csrf"].exempt(small.view_functions["page"])

    assert "takes a POST without a token" in check_routes(small)[0]


def test_exception_that_is_none_is_found(small, monkeypatch):
    monkeypatch.setattr(route_rules, "WITHOUT_TOKEN", {"page": "it was exempt once"})
    small.add_url_rule("/<language:language>/page", "page", personal(view), methods=["POST"])

    assert "but it is protected" in check_routes(small)[0]


def test_exceptions_have_reasons():
    assert all(len(reason.split()) > 3 for reason in route_rules.WITHOUT_TOKEN.values())


def test_lost_changed_and_new_addresses_are_found(small):
    small.add_url_rule("/<language:language>/kept", "kept", public(view))
    small.add_url_rule("/<language:language>/mine", "mine", personal(view))

    listed = [
        "GET  public   /<language:language>/gone",
        "GET  public   /<language:language>/kept",
        "GET  public   /<language:language>/mine",
    ]

    assert compare_routes(listed, list_routes(small)) == [
        "disappeared, and somebody may have it in a bookmark: GET  public   /<language:language>/gone",
        "disappeared, and somebody may have it in a bookmark: GET  public   /<language:language>/mine",
        "new, add it to routes.txt: GET  personal /<language:language>/mine",
    ]


def test_categories_cannot_have_the_portals_own_addresses(shared_app):
    first = {rule.rule.split("/")[2] for rule in shared_app.url_map.iter_rules() if rule.rule.startswith("/<language:")}

    assert {segment for segment in first if segment.replace("-", "").isalpha()} == RESERVED


@pytest.mark.parametrize(
    "body",
    ["with current_database.get().write() as session: ...", "return later()"],
)
def test_writing_view_is_found(tmp_path, body):
    (tmp_path / "portal" / "room").mkdir(parents=True)
    (tmp_path / "portal" / "room" / "views.py").write_text(
        f"@blueprint.get('/')\n@personal\ndef show():\n    {body}\n\n\n"
        "@blueprint.post('/')\ndef answer():\n    return later()\n\n\n"
        "def later():\n    with current_database.get().write() as session: ...\n"
    )

    assert list_writing_views(tmp_path) == ["portal/room/views.py:3: show() answers GET and writes"]

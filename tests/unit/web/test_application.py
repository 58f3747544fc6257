"""Addresses are built once, and each is the one that Flask would build."""

import pytest
from flask import Flask, g, url_for

from portal.kernel.language import LANGUAGES, find_language
from portal.web import routing
from portal.web.application import LONGEST_VALUE, Portal

GERMAN = find_language("de")


def made(kind):
    app = kind(__name__, static_folder=None)
    app.config["SERVER_NAME"] = "portal.example"
    routing.install(app)
    app.add_url_rule("/<language:language>/<slug>", "show", lambda slug: slug)
    app.add_url_rule("/list", "list", lambda: "")
    return app


@pytest.fixture(scope="module")
def ours():
    return made(Portal)


@pytest.fixture(scope="module")
def flasks():
    return made(Flask)


def build(app, endpoint, values, language=LANGUAGES[0], root=""):
    with app.test_request_context("/list", environ_overrides={"SCRIPT_NAME": root}):
        g.language = language
        return url_for(endpoint, **values)


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("show", {"slug": "a b/ü"}),
        ("show", {"slug": "a", "language": GERMAN}),
        ("show", {"slug": "a", "_anchor": "part"}),
        ("show", {"slug": "a", "_external": True}),
        ("show", {"slug": "a", "_external": 1}),
        ("list", {"page": 1}),
        ("list", {"page": True}),
        ("list", {"page": "1", "tag": ["x", "y"]}),
        ("list", {"page": None}),
        ("list", {"page": 1.0}),
        ("list", {"q": "x" * (LONGEST_VALUE + 1)}),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES[:2])
@pytest.mark.parametrize("root", ["", "/support"])
def test_address_is_the_one_that_flask_builds(ours, flasks, endpoint, values, language, root):
    expected = build(flasks, endpoint, values, language, root)

    assert [build(ours, endpoint, values, language, root) for _ in range(2)] == [expected, expected]


def test_address_is_built_once(ours):
    before = ours._kept_address.cache_info().misses

    for _ in range(5):
        build(ours, "show", {"slug": "once"})

    assert ours._kept_address.cache_info().misses == before + 1


def test_what_a_visitor_typed_is_not_kept(ours):
    before = ours._kept_address.cache_info().currsize

    build(ours, "list", {"q": "y" * (LONGEST_VALUE + 1)})

    assert ours._kept_address.cache_info().currsize == before


def test_outside_a_request_addresses_are_full_ones(ours):
    with ours.app_context():
        g.language = LANGUAGES[0]
        assert url_for("show", slug="a") == "http://portal.example/en/a"


def test_name_given_to_templates_late_is_known_to_those_read_before(ours):
    template = ours.jinja_env.from_string("{{ late() }}")

    ours.jinja_env.globals["late"] = lambda: "known"

    assert template.render() == "known"

"""Parts of pages are made once for a place and an edition, and never outlive either."""

import pytest
from flask import g

from portal.kernel.language import LANGUAGES
from portal.web import kept_parts
from portal.web.application import Portal
from portal.web.kept_parts import KeptParts, current_edition, keep


@pytest.fixture
def made():
    return []


@pytest.fixture
def making(made):
    """Gives what makes a part of this name, and notes it."""

    def make(name):
        def part():
            made.append(name)
            return f"part {name}"

        return part

    return make


def test_part_is_made_once_for_an_edition(made, making):
    parts = KeptParts()

    assert [parts.find("foot", "1", making(name)) for name in "ab"] == ["part a", "part a"]
    assert [parts.find("foot", "2", making(name)) for name in "cd"] == ["part c", "part c"]
    assert parts.find("head", "2", making("e")) == "part e"
    assert made == ["a", "c", "e"]


def test_least_recently_used_one_is_thrown_away(made, making):
    parts = KeptParts(most=2)

    for name in ("a", "b", "a", "c", "a", "b"):
        parts.find(name, "1", making(name))

    assert made == ["a", "b", "c", "b"]


def test_what_failed_is_made_again(making):
    parts = KeptParts()
    with pytest.raises(ZeroDivisionError):
        parts.find("foot", "1", lambda: 1 / 0)

    assert parts.find("foot", "1", making("a")) == "part a"


def test_each_language_and_each_root_has_its_own(making):
    app = Portal(__name__, static_folder=None)
    kept_parts.install(app)
    current_edition.put(app, lambda: "1")

    def ask(language, root, name):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            g.language = language
            return keep("foot", making(name))

    english, german = LANGUAGES[:2]
    asked = [(english, "", "a"), (german, "", "b"), (english, "/support", "c"), (english, "", "d"), (german, "", "e")]
    assert [ask(*each) for each in asked] == ["part a", "part b", "part c", "part a", "part b"]

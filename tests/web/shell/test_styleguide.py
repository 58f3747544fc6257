"""The page that shows the design system shows all of it, and nobody but a developer sees it."""

import re
from itertools import chain

import pytest
from jinja2 import nodes

from portal.web.styleguide import samples
from portal.web.styleguide.icons import list_icons
from portal.web.styleguide.sheet import SCHEMES, list_scales, write_sheet
from portal.web.styleguide.tokens import read_colours, read_tokens, tokens_file
from tests.building import make_app, make_settings, tear_down
from tests.checked_client import Browser
from tests.house.sources import ROOT
from tests.house.template_source import list_templates

PAGES = "styleguide/"
COMPONENTS = "components/"


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    app = make_app(make_settings(tmp_path_factory.mktemp("preview"), preview=True))
    yield app
    tear_down(app)


@pytest.fixture(scope="module")
def guide(preview):
    return Browser(preview).get("/styleguide")


def list_macros(tree: nodes.Template) -> set[str]:
    return {macro.name for macro in tree.find_all(nodes.Macro) if not macro.name.startswith("_")}


def list_calls(tree: nodes.Template) -> set[str]:
    return {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}


def test_every_component_is_shown():
    templates = list(list_templates(ROOT))
    macros = {name for each in templates if each.name.startswith(COMPONENTS) for name in list_macros(each.tree)}
    shown = {name for each in templates if each.name.startswith(PAGES) for name in list_calls(each.tree)}

    assert len(macros) > 15
    assert macros - shown == set()


def test_component_that_is_not_shown_would_be_found(preview):
    tree = preview.jinja_env.parse("{% macro new() %}{% endmacro %}{% macro old() %}{% endmacro %}{{ old() }}")

    assert list_macros(tree) - list_calls(tree) == {"new"}


def test_every_token_and_icon_is_named(guide):
    css = tokens_file()

    for name in chain(read_tokens(css)[0], list_icons()):
        assert re.search(rf"(?<![\w-]){name}(?![\w-])", guide.words), name


def test_fields_are_shown_with_mistakes_and_with_long_words_in_both_schemes(guide):
    for scheme in SCHEMES:
        for state in ("empty", "filled", "wrong", "long"):
            assert f"{scheme}-{state}-line" in guide.document.ids
    assert guide.source.count('aria-invalid="true"') >= 10
    assert samples.GERMAN in guide.words
    assert samples.RUSSIAN in guide.words
    assert all(name in guide.words for name, _ in samples.STATES)


def test_style_of_the_page_has_both_schemes_and_a_class_for_each_token(preview):
    css, sheet = tokens_file(), Browser(preview).get("/styleguide/styles.css").source
    light, dark = read_colours(css)

    assert sheet == write_sheet(css)
    assert f".in-light{{color-scheme:light;--paper:#{light['paper']};" in sheet
    assert f".in-dark{{color-scheme:dark;--paper:#{dark['paper']};" in sheet
    shown = [name for shown_by, tokens in list_scales(css).items() if shown_by != "none" for name, _ in tokens]
    assert all(f".token-{name}{{" in sheet for name in shown)
    assert all(f".colour-{name}{{" in sheet for name in light)


@pytest.mark.parametrize("path", ["/styleguide", "/styleguide/styles.css"])
def test_outside_of_a_preview_there_is_none(browse, path):
    assert browse.get(path, status=404).status == 404

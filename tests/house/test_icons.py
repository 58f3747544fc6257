"""One set of icons: each that a page asks for is there, and none is sent that no page asks for."""

import re

from portal.web.site import read_site
from portal.web.static import STATIC
from portal.web.styleguide.icons import list_icons
from tests.house.sources import ROOT
from tests.house.template_source import list_templates

_CALL = re.compile(r"""\bicon\(\s*(\{[^}]*\}|"[^"]*"|[\w.]+)|\bicon_name=("[^"]*"|[\w.]+)""")
_WORD = re.compile(r'"([a-z-]+)"(?!\s*:)')
# Names that a template is given: by the editors, by the caller of a macro, by the page that shows the whole set.
GIVEN = {"category.icon", "icon_name", "name"}


def icons_asked_for(source: str) -> tuple[set[str], set[str]]:
    """The names of icons in a template, and the expressions that give one."""
    names: set[str] = set()
    given: set[str] = set()
    for called, named in _CALL.findall(source):
        said = called or named
        if '"' in said:
            names.update(_WORD.findall(said))
        else:
            given.add(said)
    return names, given


def test_every_icon_is_there_and_none_is_idle():
    site, _ = read_site(ROOT / "content" / "site.yml")
    asked = [icons_asked_for(template.text) for template in list_templates(ROOT)]
    names = {name for each, _ in asked for name in each} | {category.icon for category in site.categories}

    assert names == set(list_icons())
    assert {name for _, each in asked for name in each} <= GIVEN


def test_set_is_named_with_its_licence():
    sprite = (STATIC / "icons.svg").read_text()
    version = re.search(r"Lucide (\d+\.\d+\.\d+)", sprite)

    assert version
    notice = (ROOT / "docs" / "licences" / "lucide.txt").read_text()
    assert version[1] in notice
    assert "Permission to use, copy, modify, and/or distribute" in notice


def test_icons_of_a_template_are_read():
    source = '{{ icon("back") }}{{ icon({"info": "check"}[kind]) }}{{ empty(icon_name="hash") }}'
    source += "{{ icon(category.icon) }}"

    assert icons_asked_for(source) == ({"back", "check", "hash"}, {"category.icon"})

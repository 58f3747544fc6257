"""Templates: they compile, import what they use, hold nothing inline, work without scripts, speak every language."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import template_rules
from tests.house.sources import ROOT
from tests.house.template_rules import check_template, list_macros
from tests.house.template_source import list_templates


def check_templates(root: Path) -> Iterator[str]:
    """Everything wrong with the templates below a project folder."""
    templates = list(list_templates(root))
    texts = {template.name: template.text for template in templates}
    macros = list_macros(texts)
    for template in templates:
        yield from check_template(template, macros, texts)


def findings_in(folder: Path, source: str) -> list[str]:
    room = folder / "portal" / "room" / "templates"
    (room / "components").mkdir(parents=True)
    (room / "components" / "form.html").write_text(
        "{% macro submit(text, kind='x') %}{{ text }}{{ kind }}{% endmacro %}"
    )
    (room / "_part.html").write_text("{{ submit }}")
    (room / "show.html").write_text(source)
    return list(check_templates(folder))


def test_templates_are_sound():
    assert list(check_templates(ROOT)) == []


def test_templates_for_programs_are_there_and_have_reasons():
    names = {template.name for template in list_templates(ROOT)}

    assert set(template_rules.FOR_PROGRAMS) <= names
    assert all(len(reason.split()) > 3 for reason in template_rules.FOR_PROGRAMS.values())


def test_english_of_a_page_is_found_where_a_program_may_read_it(tmp_path, monkeypatch):
    monkeypatch.setattr(template_rules, "FOR_PROGRAMS", {"show.html": "read by programs alone"})
    assert findings_in(tmp_path / "program", "<p>Some words</p>") == []

    monkeypatch.undo()

    assert "cannot be translated" in findings_in(tmp_path / "reader", "<p>Some words</p>")[0]


def test_every_template_compiles(shared_app):
    for template in list_templates(ROOT):
        shared_app.jinja_env.compile(template.text, template.name)


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ("<p>\n<style>a{}</style>", "2: <style> stands inline"),
        ("<script>go()</script>", "1: <script> stands inline"),
        ('<p style="color: red">', "inline attribute style"),
        ('<p {% if a %}onclick="go()"{% endif %}>', "inline attribute onclick"),
        ('<a href="javascript:go()">{{ a }}</a>', "a script in href"),
        ('<div hx-get="{{ a }}"></div>', "<div> with hx-get does nothing without a script"),
        ('<a hx-get="{{ a }}">{{ a }}</a>', "<a> with hx-get does nothing"),
        ('<form></form><input hx-get="{{ a }}">', "<input> with hx-get does nothing"),
        ('<form hx-post="{{ a }}">', "<form> with hx-post does nothing"),
        ("<p>\n\nGood day</p>", "3: the text 'Good day' cannot be translated"),
        ("<p>{{ name }} and more</p>", "the text '… and more' cannot be translated"),
        ("{% if a %}<p>Yes</p>{% endif %}", "the text 'Yes' cannot be translated"),
        ('<img alt="A picture">', "alt='A picture' of <img>"),
        ('<input placeholder="Name">', "placeholder='Name' of <input>"),
        ('<nav aria-label="Main">', "aria-label='Main' of <nav>"),
        ('<meta name="description" content="Answers">', "content='Answers' of <meta>"),
        ("{{ 'Good day' if a else b }}", "the text 'Good day' cannot be translated"),
        ("{% from 'components/form.html' import submit %}{{ submit('Send') }}", "submit(text='Send')"),
        ("{% from 'components/form.html' import submit %}{{ submit(text='Send') }}", "submit(text='Send')"),
        ("{% from 'components/form.html' import submit %}", "imports submit and does not use it"),
        ("{% from 'components/form.html' import submit as send %}{{ submit }}", "imports send and does not use it"),
        ("{% import 'components/form.html' as form %}", "imports form and does not use it"),
        ("{{ body | safe }}", "|safe switches escaping off"),
        ("{% autoescape false %}{{ a }}{% endautoescape %}", "autoescape must not be switched"),
        ("{% trans email=a %}Sent to %(email)s.{% endtrans %}", "write {{ name }} instead of %(email)"),
    ],
)
def test_mistake_is_found(tmp_path, source, finding):
    found = findings_in(tmp_path, source)

    assert len(found) == 1
    assert finding in found[0]


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% trans name=a %}Good day, {{ name }}.{% endtrans %}</p>",
        "{% from 'components/form.html' import submit %}{{ submit(_('Send'), kind='primary') }}",
        "{% from 'components/form.html' import submit %}{% include '_part.html' %}",
        '<p class="{% if a %}quiet{% endif %}">{{ a }} – 360dialog</p>',
        '<a href="{{ a }}" hx-get="{{ a }}">{{ a }}</a>',
        '<form action="{{ a }}" hx-get="{{ a }}"><input hx-get="{{ a }}"></form>',
        '<div data-live-only hx-get="{{ a }}"></div>',
        "{# A remark. #}<script src='{{ a }}'></script>",
        "{% block main_class %}narrow{% endblock %}",
        """{% macro m(a) %}{% if a %} aria-describedby="{{ a }}"{% endif %} aria-invalid="true"{% endmacro %}""",
        "<h{{ level }}>{{ a }}</h{{ level }}>",
    ],
)
def test_sound_template_passes(tmp_path, source):
    assert findings_in(tmp_path, source) == []

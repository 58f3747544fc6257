"""Texts in Python pass through gettext, as literals with named placeholders."""

import pytest

from tests.house.sources import ROOT
from tests.house.string_rules import check_strings


def findings_in(folder, source: str) -> list[str]:
    path = folder / "portal" / "room" / "forms.py"
    path.parent.mkdir(parents=True)
    path.write_text(f"{source}\nfrom portal.web.forms import PortalForm")
    return check_strings(folder)


def test_texts_can_be_translated():
    assert check_strings(ROOT) == []


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ("\n_(f'Good day, {name}.')", "forms.py:2: _() takes a plain literal"),
        ("_('Good day, ' + name)", "_() takes a plain literal"),
        ("text = f'{_(\"Good day.\")} {name}'", "_() stands inside of an f-string"),
        ("_('Good day, %s.' % name)", "_() takes a plain literal"),
        ("_('Good day, {}.'.format(name))", "_() takes a plain literal"),
        ("lazy_gettext(LABEL)", "lazy_gettext() takes a plain literal"),
        ("ngettext('%(num)d file', many, count)", "ngettext() takes a plain literal"),
        ("_('Good day, %s.')", "unnamed placeholder"),
        ("_('Good day, {name}.')", "unnamed placeholder"),
        ("_(' Good day.')", "begins or ends with a space"),
        ("_('Good day, %(name)s.')", "names ['name'] but is given []"),
        ("_('Good day.', name=name)", "names [] but is given ['name']"),
        ("StringField('Name')", "StringField() shows 'Name' in English"),
        ("StringField(label='Name')", "StringField() shows 'Name' in English"),
        ("RadioField(_l('Size'), choices=[('small', 'Small')])", "RadioField() shows 'Small' in English"),
        ("Needed('Enter your name.')", "Needed() shows 'Enter your name.' in English"),
        ("raise StopValidation('Too long')", "StopValidation() shows 'Too long' in English"),
        ("raise StopValidation(f'{name} is too long')", "StopValidation() shows"),
        ("flash('Saved')", "flash() shows 'Saved' in English"),
        ("form.name.errors = ['Too long']", "a field shows 'Too long' in English"),
        ("def explain():\n    return 'Enter your name.'", "the sentence 'Enter your name.'"),
        ("def explain():\n    return f'Hello {name}, how are you?'", "the sentence 'Hello x, how are you?'"),
        ("page('room/show.html', title='Your request')", "the sentence 'Your request'"),
    ],
)
def test_mistake_is_found(tmp_path, source, finding):
    found = findings_in(tmp_path, source)

    assert len(found) == 1
    assert finding in found[0]


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring with words."""',
        "_('Good day, %(name)s.', name=name)",
        "_('Good day, '\n  'everybody.')",
        "ngettext('%(num)d file of %(name)s', '%(num)d files of %(name)s', count, name=name)",
        "StringField(_l('Name'), description=_l('As others know you.'))",
        "RadioField(_l('Size'), choices=[('small', _l('Small'))])",
        "raise ValueError('This cannot be')",
        "log.error('Mail server refused us')",
        "problem_response(422, 'The promise cannot be computed')",
        "LIMIT = '60 per hour'",
        "KEY = 'Cache-Control'",
        "METHODS = 'GET, POST'",
        "_('Table: %(title)s', title='%(title)s')",
    ],
)
def test_sound_text_passes(tmp_path, source):
    assert findings_in(tmp_path, source) == []


def test_module_that_does_not_speak_to_customers_may_hold_english(tmp_path):
    (tmp_path / "portal" / "room").mkdir(parents=True)
    (tmp_path / "portal" / "room" / "commands.py").write_text("MESSAGE = 'Nothing was found.'")

    assert check_strings(tmp_path) == []

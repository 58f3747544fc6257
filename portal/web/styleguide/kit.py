"""Forms in every state, for the page that shows them."""

from typing import Any

from wtforms import MultipleFileField, RadioField, SelectField, StringField, TextAreaField

from portal.web.forms import PortalForm, SelectChoice
from portal.web.styleguide import samples

_CHOICES = [SelectChoice(value, label) for value, label in samples.CHOICES]


class SampleForm(PortalForm):
    """One field of each kind; it is shown and never sent."""

    line = StringField(samples.SHORT)
    code = StringField(samples.SHORT)
    lines = TextAreaField(samples.SHORT)
    radios = RadioField(samples.SHORT, choices=_CHOICES)
    select = SelectField(samples.SHORT, choices=_CHOICES)
    files = MultipleFileField(samples.SHORT)


def make_forms(scheme: str) -> dict[str, SampleForm]:
    """The form as it is empty, filled in, with mistakes, and with long words; ids begin with scheme and state."""
    filled = {"line": samples.HINT, "code": "204817", "lines": samples.HINT, "radios": "no", "select": "no"}
    forms = {state: _make(scheme, state, {}) for state in ("empty", "wrong")}
    forms |= {state: _make(scheme, state, filled) for state in ("filled", "long")}
    for field in forms["wrong"]:
        field.errors = [samples.ERROR]
    for field in forms["long"]:
        field.label.text = samples.GERMAN if field.name.endswith("line") else samples.RUSSIAN
    forms["long"]["line"].data = forms["long"]["lines"].data = samples.UNBROKEN
    return forms


def _make(scheme: str, state: str, data: dict[str, Any]) -> SampleForm:
    return SampleForm(formdata=None, data=data, prefix=f"{scheme}-{state}-", meta={"csrf": False})

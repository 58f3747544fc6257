"""One step open in two tabs: whoever saves second is told, and sees both texts before one of them is lost."""

import hashlib
import json

from wtforms import Field, RadioField, SelectField

from portal.intake.situation import Situation
from portal.web.forms import PortalForm

BASED_ON = "based_on"
"""The hidden field that says which answer a page was shown with."""
WATCHED = frozenset({"access", "problem", "details", "impact"})
"""Steps whose answer is a text or a choice of the customer's own; the others ask about what the portal knows."""
_NOT_TYPED = {"csrf_token", "attachments"}


def sign_answer(situation: Situation, step: str) -> str:
    """What a page of a step was based on: the same for the same answer."""
    given = situation.given(step)
    told = {name: value for name, value in given.items() if isinstance(value, str)}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def find_other_answer(situation: Situation, step: str, form: PortalForm, based_on: str) -> list[tuple[str, str]]:
    """What another tab has saved since, and this form says differently: labels and values, none when nothing clashes.

    ``based_on`` comes from the page that was sent; a program that sends none is taken at its word.
    """
    given = situation.given(step)
    if step not in WATCHED or not given or not based_on or based_on == sign_answer(situation, step):
        return []
    differing = [field for field in form if field.name not in _NOT_TYPED and given.get(field.name, "") != field.data]
    return [(str(field.label.text), _in_words(field, given[field.name])) for field in differing if given[field.name]]


def _in_words(field: Field, value: str) -> str:
    if isinstance(field, RadioField | SelectField):
        return next((str(choice[1]) for choice in field.iter_choices() if choice[0] == value), value)
    return value

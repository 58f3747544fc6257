"""What somebody typed into a step that is not answered yet: kept in the draft, so that a lost session loses nothing.

It stands beside the answers, not among them: a walk goes on by answers alone, and half a sentence is none.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wtforms import RadioField, SelectField

from portal.intake.model import Draft
from portal.web.forms import PortalForm, is_too_long

TYPED = "typed"
"""Under what a draft's context holds the texts, by step and field."""
_NOT_TYPED = {"csrf_token", "attachments", "token"}


def typed_before(draft: Draft, step: str) -> Mapping[str, str]:
    """What was typed into a step since it was answered last; empty when that was nothing."""
    typed: Mapping[str, str] = draft.context.get(TYPED, {}).get(step, {})
    return typed


def keep_typed(draft: Draft, step: str, form: PortalForm, now: datetime) -> None:
    """Keep what a form holds at this moment; its secrets are masked already (`mask_form`).

    A text that is too long was not looked through for secrets, so it is not kept; nor is a choice that is none.
    """
    typed = {field.name: field.data for field in form if field.name not in _NOT_TYPED and _is_fit(field)}
    suggest_answer(draft, step, typed)
    draft.updated_at = now


def suggest_answer(draft: Draft, step: str, typed: Mapping[str, str]) -> None:
    """Fill a step in without answering it."""
    draft.context = {**draft.context, TYPED: {**draft.context.get(TYPED, {}), step: dict(typed)}}


def forget_typed(draft: Draft, step: str) -> None:
    """The step was answered: what counts now is the answer."""
    kept = {name: typed for name, typed in draft.context.get(TYPED, {}).items() if name != step}
    draft.context = {**draft.context, TYPED: kept}


def _is_fit(field: Any) -> bool:
    # What the form did not send, such as a field of the step's other page, says nothing.
    if not field.raw_data or not isinstance(field.data, str):
        return False
    if isinstance(field, RadioField | SelectField):
        return field.data in {str(value) for value, *_ in field.iter_choices()}
    return not is_too_long(field)

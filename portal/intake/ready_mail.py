"""What somebody typed as a mail they can send themselves, for the hour in which the database is away.

Earlier answers cannot be read then. So every page of the wizard carries them along in a hidden field, masked and in
words, and they come back with the form that could not be stored.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from wtforms.fields.core import UnboundField

from portal.intake.questions import FORMS, MASKED_FIELDS
from portal.intake.summary import Section
from portal.intake.tabs import BASED_ON
from portal.masking.mask import mask_text
from portal.policy.current import current_components
from portal.web.forms import clean_text
from portal.web.i18n import current_language
from portal.web.i18n import gettext as _

SO_FAR = "so_far"
"""The hidden field with the earlier answers."""
# Mail programs cut longer addresses; the page holds the whole text to copy.
_MAX_BODY = 1_500
_MAX_VALUE = 1_000
"""Characters of each earlier answer that travel with every page."""
# What somebody wants to be removed must not come back in a mail.
_LEFT_OUT = {
    "csrf_token",
    "token",
    "code",
    "searched",
    "article",
    "read",
    "tree",
    "upload",
    "words",
    "back",
    BASED_ON,
    SO_FAR,
}


def write_so_far(sections: Iterable[Section]) -> str:
    """The answers given so far as lines of a mail."""
    rows = [(label, value) for section in sections for label, value, _ in section.rows if value]
    return "\n\n".join(f"{label}: {_shorten(value)}" for label, value in rows)


def compose_mail(address: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """A ``mailto:`` address and the full text, made of the posted fields with their secrets masked.

    Labels and choices are in the reader's language, as the page showed them.
    """
    earlier = mask_text(clean_text(fields.get(SO_FAR, ""))).text
    typed = [line for name, value in fields.items() if name not in _LEFT_OUT and (line := _write(name, value))]
    text = "\n\n".join((*filter(None, (earlier,)), *typed))
    subject = mask_text(clean_text(fields.get("subject", ""))).text or _("Request for support")
    return f"mailto:{address}?subject={quote(subject)}&body={quote(text[:_MAX_BODY])}", text


def _write(name: str, value: str) -> str:
    value = clean_text(value)
    if not value:
        return ""
    if name in MASKED_FIELDS:
        value = mask_text(value).text
    label, choices = _look_up(name)
    return f"{label}: {choices.get(value, value)}"


def _look_up(name: str) -> tuple[str, Mapping[str, str]]:
    """A field's label and the words of its choices; the bare name for a field that no form has."""
    if name == "component":
        language = current_language()
        return _("Affected part"), {each.id: each.name(language) for each in current_components.get()()}
    for form in FORMS.values():
        field = getattr(form, name, None)
        if isinstance(field, UnboundField) and field.args:
            choices = field.kwargs.get("choices") or ()
            return str(field.args[0]), {choice.value: str(choice.label) for choice in choices}
    return name, {}


def _shorten(value: str) -> str:
    return value if len(value) <= _MAX_VALUE else f"{value[:_MAX_VALUE]}…"

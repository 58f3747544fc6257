"""What all forms share: texts are cleaned, nothing typed is lost, mistakes are told by field."""

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import StopValidation

from portal.web.i18n import ngettext

__all__ = ["AtMost", "Needed", "PortalForm", "SelectChoice", "clean_text", "clean_value", "is_too_long"]

# Control characters but tab, line feed and carriage return; PostgreSQL refuses NUL, mail headers the others;
# marks of direction can make a file name read as another one. Soft hyphens and spaces and joiners without a width come
# along where somebody copies from a page; within a password or a key they would hide it from the masking. The two
# that Persian and emoji need stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")


def clean_text(text: str) -> str:
    """A text as it may be stored: no control characters, Unix line ends, no space around."""
    return _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


class PortalForm(FlaskForm):
    """The base of every form; texts are cleaned before they are checked."""

    class Meta(FlaskForm.Meta):
        """Cleans every text field, whatever its class."""

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """Put the cleaning filter before the field's own."""
            many_lines = issubclass(unbound_field.field_class, TextAreaField)
            clean = clean_value if many_lines else clean_line
            filters = unbound_field.kwargs.get("filters", ())
            if clean not in filters:
                unbound_field.kwargs["filters"] = (clean, *filters)
            return super().bind_field(form, unbound_field, options)

    @property
    def has_errors(self) -> bool:
        """Whether any field has to be corrected."""
        return any(self.errors.values())


def clean_value(value: Any) -> Any:
    """The filter behind `PortalForm`: cleans texts, leaves files and choices alone."""
    return clean_text(value) if isinstance(value, str) else value


def clean_line(value: Any) -> Any:
    """The filter for fields of one line: browsers send no line breaks there, so whoever does has made them up."""
    return " ".join(clean_text(value).splitlines()) if isinstance(value, str) else value


class Needed:
    """The field must be filled; the message says what to give, in the reader's language."""

    field_flags = {"needed": True}  # noqa: RUF012 - WTForms reads this class attribute

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        """Stop with the message when nothing was given."""
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(str(self.message))


def is_too_long(field: Field) -> bool:
    """Whether a field's text will be refused for its length, so that looking through it would be in vain."""
    return any(isinstance(rule, AtMost) and rule.excess(field.data) > 0 for rule in field.validators)


class AtMost:
    """The text must not be longer than ``limit`` characters; says by how many it is."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def excess(self, text: str | None) -> int:
        """By how many characters a text is too long; zero or less when it fits."""
        return len(text or "") - self.limit

    def __call__(self, form: Any, field: Field) -> None:
        """Stop with the number of characters that are too many."""
        excess = self.excess(field.data)
        if excess > 0:
            raise StopValidation(
                ngettext(
                    "Shorten this text by %(num)d character; at most %(limit)d fit.",
                    "Shorten this text by %(num)d characters; at most %(limit)d fit.",
                    excess,
                    limit=self.limit,
                )
            )

"""The two questions of the sign-in page: which address, and which code came to it."""

from typing import Any

from wtforms import Field, HiddenField, StringField
from wtforms.validators import StopValidation

from portal.identity.rules import CODE_DIGITS, clean_code
from portal.web.forms import AtMost, Needed, PortalForm
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext


class AddressForm(PortalForm):
    """Where to send a code."""

    email = StringField(
        lazy_gettext("Email address"),
        [Needed(lazy_gettext("Enter the email address you use with us.")), AtMost(254)],
    )
    next = HiddenField()


def six_digits(form: Any, field: Field) -> None:
    """Six digits, however they are grouped; anything else was mistyped and must not cost one of the tries."""
    if len(clean_code(field.data or "")) != CODE_DIGITS:
        raise StopValidation(_("The code has six digits. Enter it as it stands in the email."))


class CodeForm(PortalForm):
    """The code that came by mail."""

    code = StringField(
        lazy_gettext("Six-digit code"),
        [Needed(lazy_gettext("Enter the six-digit code from the email.")), AtMost(40), six_digits],
    )


class ButtonForm(PortalForm):
    """A button that changes something and asks nothing: only the token against forged requests."""


class LinkForm(PortalForm):
    """The button of a signed link."""

    token = HiddenField()

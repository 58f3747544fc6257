"""The two questions of the sign-in page: which address, and which code came to it."""

from wtforms import HiddenField, StringField

from portal.web.forms import AtMost, Needed, PortalForm
from portal.web.i18n import lazy_gettext


class AddressForm(PortalForm):
    """Where to send a code."""

    email = StringField(
        lazy_gettext("Email address"),
        [Needed(lazy_gettext("Enter the email address you use with us.")), AtMost(254)],
    )
    next = HiddenField()


class CodeForm(PortalForm):
    """The code that came by mail."""

    code = StringField(
        lazy_gettext("Six-digit code"),
        [Needed(lazy_gettext("Enter the six-digit code from the email.")), AtMost(40)],
    )


class ButtonForm(PortalForm):
    """A button that changes something and asks nothing: only the token against forged requests."""

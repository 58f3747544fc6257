"""The one question of whoever wants to be told: where to."""

from typing import Any

from wtforms import Field, StringField
from wtforms.validators import StopValidation

from portal.identity.rules import InvalidAddress, normalise_address
from portal.identity.wording import explain
from portal.web.forms import AtMost, Needed, PortalForm
from portal.web.i18n import lazy_gettext


def mail_address(form: Any, field: Field) -> None:
    """An address that mail can reach, in the spelling under which it is stored; nothing may stand here."""
    if not field.data:
        return
    address = normalise_address(field.data)
    if isinstance(address, InvalidAddress):
        raise StopValidation(explain(address))
    field.data = address


class FollowForm(PortalForm):
    """An address; which incident is meant stands beside it, once or several times."""

    class Meta(PortalForm.Meta):
        """The form stands on the status page, which is the same for everyone and cannot hold a token."""

        csrf = False

    email = StringField(
        lazy_gettext("Your email address"),
        [Needed(lazy_gettext("Enter the address we should write to.")), AtMost(254), mail_address],
    )

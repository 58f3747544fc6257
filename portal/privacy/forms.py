"""The one question before everything is deleted."""

from wtforms import RadioField

from portal.web.forms import Needed, PortalForm, SelectChoice
from portal.web.i18n import lazy_gettext

CLOSE, KEEP = "close", "keep"


class DeletionForm(PortalForm):
    """What shall become of requests that go on."""

    going_on = RadioField(
        lazy_gettext("What should happen to requests that have not ended yet?"),
        choices=[
            SelectChoice(KEEP, lazy_gettext("Go on with them, and delete each one once it is closed")),
            SelectChoice(CLOSE, lazy_gettext("Close them now and delete them as well")),
        ],
        validators=[Needed(lazy_gettext("Choose what should happen to requests that have not ended yet."))],
    )

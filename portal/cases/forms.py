"""What customers type on the page of a case."""

from wtforms import HiddenField, MultipleFileField, TextAreaField

from portal.web.forms import AtMost, Needed, PortalForm
from portal.web.i18n import lazy_gettext

MAX_MESSAGE = 20_000


class ReplyForm(PortalForm):
    """A message to the support team."""

    message = TextAreaField(
        lazy_gettext("Your message"), [Needed(lazy_gettext("Write a message before you send it.")), AtMost(MAX_MESSAGE)]
    )
    attachments = MultipleFileField(lazy_gettext("Screenshots, recordings or logs"))
    token = HiddenField()
    """The same for every attempt to send this message, so that a double click adds it once."""

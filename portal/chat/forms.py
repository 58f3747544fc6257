"""What is typed in the chat."""

from wtforms import HiddenField, TextAreaField

from portal.cases.forms import MAX_MESSAGE
from portal.web.forms import AtMost, Needed, PortalForm
from portal.web.i18n import lazy_gettext


class ChatForm(PortalForm):
    """The reply of the request's page, but for files: those are sent from there."""

    # The panel stands on pages that may have a field of this name.
    message = TextAreaField(
        lazy_gettext("Your message"),
        [Needed(lazy_gettext("Write a message before you send it.")), AtMost(MAX_MESSAGE)],
        id="chat-message",
    )
    token = HiddenField()
    """The same for every attempt to send this message, so that a double click adds it once."""

"""What customers type on the pages of a case."""

from wtforms import HiddenField, MultipleFileField, RadioField, TextAreaField

from portal.cases.events import SCORES
from portal.cases.wording import score_name
from portal.web.forms import AtMost, Needed, PortalForm, SelectChoice
from portal.web.i18n import lazy_gettext

MAX_MESSAGE = 20_000
MAX_COMMENT = 5_000
"""A judgement, not a conversation."""


class CaseForm(PortalForm):
    """The base of what is sent about one case."""

    token = HiddenField()
    """The same for every attempt to send this form, so that a double click does it once."""


class ReplyForm(CaseForm):
    """A message to the support team."""

    message = TextAreaField(
        lazy_gettext("Your message"), [Needed(lazy_gettext("Write a message before you send it.")), AtMost(MAX_MESSAGE)]
    )
    attachments = MultipleFileField(lazy_gettext("Screenshots, recordings or logs"))


class ReopenForm(ReplyForm):
    """The message that reopens a case."""

    message = TextAreaField(
        lazy_gettext("What is still wrong?"),
        [Needed(lazy_gettext("Write what is still wrong, so that we can go on at once.")), AtMost(MAX_MESSAGE)],
    )


class CloseForm(CaseForm):
    """The customer needs nothing more."""

    words = TextAreaField(lazy_gettext("Anything you want to tell us?"), [AtMost(MAX_MESSAGE)])


class CopyForm(CaseForm):
    """A button."""


class FeedbackForm(CaseForm):
    """How it went."""

    score = RadioField(
        lazy_gettext("How did we handle your request?"), validators=[Needed(lazy_gettext("Choose one of the five."))]
    )
    comment = TextAreaField(lazy_gettext("What was good, what should be better?"), [AtMost(MAX_COMMENT)])

    def offer_scores(self) -> None:
        """Give the five choices their words in the reader's language."""
        self.score.choices = [SelectChoice(str(score), f"{score} – {score_name(score)}") for score in reversed(SCORES)]

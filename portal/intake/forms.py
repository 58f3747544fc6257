"""The fields of each step, named as the contract names them, with messages that say what to do."""

from typing import Any

from wtforms import Field, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from portal.identity.forms import six_digits
from portal.identity.rules import InvalidAddress, normalise_address
from portal.identity.wording import explain
from portal.incidents.following.forms import mail_address as address_if_any
from portal.web.forms import AtMost, Needed, PortalForm, SelectChoice
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l

SHORT = 200
LONG = 20_000
PASTE = 100_000

YES_NO = [SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))]


SCOPES = [
    SelectChoice("all", _l("Everything")),
    SelectChoice("some", _l("Some numbers, people or functions")),
    SelectChoice("one", _l("One message, template or person")),
]
"""Who or what is affected, in the words of the question; the summary says the same."""


class AccessForm(PortalForm):
    """Can the customer sign in at all?"""

    access = RadioField(
        _l("Can you sign in to the Client Hub?"),
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No, or no account yet"))],
        validators=[Needed(_l("Choose whether you can sign in to the Client Hub."))],
    )


class ProblemForm(PortalForm):
    """What is wrong, in one line and perhaps a code."""

    subject = StringField(
        _l("The problem in one sentence"),
        [Needed(_l("Describe the problem in one sentence.")), AtMost(SHORT)],
    )
    error = TextAreaField(_l("Error code or whole response"), [AtMost(PASTE)])
    component = RadioField(
        _l("Affected part"),
        validate_choice=True,
        validators=[Needed(_l("Choose the part that is affected."))],
    )


class IncidentsForm(PortalForm):
    """Is it the incident that is running?"""

    same_incident = RadioField(
        _l("Is this the problem you have?"),
        choices=[
            SelectChoice("yes", _l("Yes, this is my problem")),
            SelectChoice("no", _l("No, mine is different")),
        ],
        validators=[Needed(_l("Choose whether this incident is your problem."))],
    )
    email = StringField(_l("Tell me by email when it is over"), [AtMost(SHORT), address_if_any])
    """Where to write at the end; asked for nothing else, and only kept with a yes."""


class AnswersForm(PortalForm):
    """Did an article answer it?"""

    solved = RadioField(
        _l("Did this solve it?"),
        choices=[
            SelectChoice("yes", _l("Yes, solved")),
            SelectChoice("no", _l("No, not yet")),
        ],
        validators=[Needed(_l("Choose whether your problem is solved."))],
    )


def local_time(form: Any, field: Field) -> None:
    """A moment without a zone, or nothing; kept in the spelling that a date-and-time field shows again."""
    from datetime import datetime

    if field.data:
        try:
            moment = datetime.fromisoformat(field.data)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is not None:
            raise StopValidation(_("Give the day and the time, for example 2026-11-23 14:05."))
        field.data = moment.isoformat(timespec="minutes")


class DetailsForm(PortalForm):
    """Everything the support team needs to start at once."""

    description = TextAreaField(
        _l("What happens, and what did you expect?"),
        [Needed(_l("Describe what happens.")), AtMost(LONG)],
    )
    steps = TextAreaField(_l("Steps to reproduce"), [AtMost(LONG)])
    api_request = TextAreaField(_l("API request"), [AtMost(PASTE)])
    api_response = TextAreaField(_l("API response"), [AtMost(PASTE)])
    occurred_at = StringField(_l("When did it happen?"), [AtMost(SHORT), local_time])
    timezone = SelectField(_l("Your time zone"), validate_choice=True)
    attachments = MultipleFileField(_l("Screenshots, recordings or logs"))


class ImpactForm(PortalForm):
    """How bad it is; severity follows by the policy's rules."""

    scope = RadioField(
        _l("Who or what is affected?"),
        choices=SCOPES,
        validators=[Needed(_l("Choose who or what is affected."))],
    )
    workaround = RadioField(
        _l("Is there a workaround?"),
        choices=YES_NO,
        validators=[Needed(_l("Choose whether you can work around it."))],
    )
    production = RadioField(
        _l("Is your live business affected?"),
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No, a test or not live yet"))],
        validators=[Needed(_l("Choose whether your live business is affected."))],
    )
    impact_note = TextAreaField(_l("Consequences"), [AtMost(LONG)])


def mail_address(form: Any, field: Field) -> None:
    """An address that mail can reach, in the spelling under which it will be proven."""
    address = normalise_address(field.data or "")
    if isinstance(address, InvalidAddress):
        raise StopValidation(explain(address))
    field.data = address


class ContactForm(PortalForm):
    """Who is asking. The address is proven and answered to; the name is for the greeting alone."""

    name = StringField(_l("Your name"), [AtMost(SHORT)])
    email = StringField(_l("Your email address"), [AtMost(SHORT), mail_address])


class CodeForm(PortalForm):
    """The six digits that prove the address."""

    code = StringField(_l("Six-digit code"), [Needed(_l("Enter the code from the email.")), AtMost(SHORT), six_digits])


class DuplicatesForm(PortalForm):
    """Is it the case that is already open?"""

    duplicate_of = RadioField(
        _l("Is it one of these?"),
        validators=[Needed(_l("Choose one of your requests, or that it is a new problem."))],
    )


class ReviewForm(PortalForm):
    """Nothing but the token: what is sent was checked on the page."""

    token = StringField()


class RemovalForm(PortalForm):
    """What else is to be hidden; it is used once and never kept."""

    words = TextAreaField(
        _l("What else should be removed?"), [Needed(_l("Enter what should be removed.")), AtMost(LONG)]
    )

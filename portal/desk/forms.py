"""What the support team types at the desk. Field names differ between forms, since all stand on one page."""

from enum import StrEnum

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from portal.web.forms import AtMost, Needed, PortalForm, SelectChoice
from portal.web.i18n import lazy_gettext as _l

MAX_TEXT = 20_000
MAX_REASON = 500


class Then(StrEnum):
    """What happens to the case after an answer."""

    GO_ON = "go-on"
    WAIT = "wait"
    RESOLVE = "resolve"


class ViewForm(PortalForm):
    """A name for the filter at hand."""

    name = StringField(_l("Name of the view"), [Needed(_l("Give the view a name.")), AtMost(60)])
    query = HiddenField(validators=[AtMost(1000)])


class CaseForm(PortalForm):
    """What all forms about a case carry."""

    token = HiddenField()
    """The same for every attempt, so that a double click does it once."""
    seen = HiddenField()
    """The number of the last event that the page showed."""


class AnswerForm(CaseForm):
    """An answer to the customer."""

    message = TextAreaField(_l("Your answer"), [Needed(_l("Write an answer before you send it.")), AtMost(MAX_TEXT)])
    macro = SelectField(_l("Ready-made text"), validate_choice=False)
    then = RadioField(
        _l("Afterwards the request"),
        choices=[
            SelectChoice(Then.GO_ON.value, _l("stays with us")),
            SelectChoice(Then.WAIT.value, _l("waits for the customer’s answer")),
            SelectChoice(Then.RESOLVE.value, _l("is resolved, and the answer is the summary")),
        ],
        default=Then.GO_ON.value,
    )


class NoteForm(CaseForm):
    """Something for the team alone."""

    note = TextAreaField(_l("Internal note"), [Needed(_l("Write a note before you keep it.")), AtMost(MAX_TEXT)])


class SeverityForm(CaseForm):
    """The impact judged anew."""

    severity = SelectField(_l("New severity"), coerce=int)
    because = StringField(
        _l("Reason, which the customer reads"), [Needed(_l("Give the customer the reason.")), AtMost(MAX_REASON)]
    )


class IncidentForm(CaseForm):
    """The incident that the case is part of."""

    incident = SelectField(_l("Part of the incident"))


class MergeForm(CaseForm):
    """The case in which this one goes on."""

    into = StringField(
        _l("Reference of the request in which it goes on"), [Needed(_l("Give the reference.")), AtMost(40)]
    )


class ReopenForm(CaseForm):
    """A button."""


FORMS: dict[str, type[CaseForm]] = {
    "answer": AnswerForm,
    "note": NoteForm,
    "severity": SeverityForm,
    "incident": IncidentForm,
    "merge": MergeForm,
    "reopen": ReopenForm,
}
"""By the name that a form says it has."""

"""The answers as the review page lists them, with the words the customer saw when answering."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.cases.files import list_uploads
from portal.intake.forms import SCOPES
from portal.intake.situation import Situation
from portal.web.i18n import current_language
from portal.web.i18n import gettext as _
from portal.web.zone_names import zone_with_offset

Row = tuple[str, str, bool]
"""Label, value (empty when nothing was given), whether it is code."""


@dataclass(frozen=True)
class Section:
    """One step's answers."""

    step: str
    title: str
    rows: tuple[Row, ...]
    changeable: bool = True
    """Whether the step was asked in this draft, so that going back to it makes sense."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given, so that there is nothing to unfold."""
        return not any(value for _label, value, _code in self.rows)

    @property
    def is_read(self) -> bool:
        """Whether it holds what somebody wrote, which is to be read again; what was chosen is unfolded when wanted."""
        return self.step in {"problem", "details"}


def summarise(situation: Situation) -> tuple[Section, ...]:
    """Everything that was answered so far and will be sent, by step."""
    given = {*situation.answers, *(("contact",) if situation.visitor else ())}
    return tuple(build(situation) for step, build in _SECTIONS.items() if step in given)


def copy_answers(situation: Situation) -> tuple[tuple[str, str], ...]:
    """What was asked and answered, for the customer's own copy by mail."""
    rows = (row for section in summarise(situation) for row in section.rows)
    return tuple((label, value) for label, value, _code in rows if value)


def _yes_no(value: object) -> str:
    return _("Yes") if value == "yes" else _("No")


def _access(situation: Situation) -> Section:
    row = (_("Can you sign in to the Client Hub?"), _yes_no(situation.answers["access"]["access"]), False)
    return Section("access", _("Account"), (row,))


def _problem(situation: Situation) -> Section:
    problem = situation.answers["problem"]
    component = situation.component.name(current_language()) if situation.component else ""
    rows: tuple[Row, ...] = (
        (_("Problem"), problem["subject"], False),
        (_("Affected part"), component, False),
        *_errors(situation, problem.get("error", "")),
    )
    told = "\n".join(told.title for told in situation.told_incidents)
    if told:
        rows = (*rows, (_("Known incident, but yours is different"), told, False))
    return Section("problem", _("Problem"), rows)


def _errors(situation: Situation, pasted: str) -> tuple[Row, ...]:
    """What was given as the error, and every code when some were named elsewhere."""
    given = (_("Error code or whole response"), pasted, True)
    if all(code in pasted for code in situation.error_codes):
        return (given,)
    codes = (_("Error codes"), ", ".join(situation.error_codes), True)
    return (codes, given) if pasted else (codes,)


def _details(situation: Situation) -> Section:
    details = situation.answers["details"]
    when = details["occurred_at"].replace("T", " ")
    files = ", ".join(upload.name for upload in list_uploads(situation.session, situation.draft.id))
    # Where somebody had no more to say than their one sentence, it is not told twice.
    said = details["description"] != situation.answers["problem"]["subject"]
    rows = (
        *(((_("Description"), details["description"], False),) if said else ()),
        (_("Steps to reproduce"), details["steps"], False),
        (_("API request"), details["api_request"], True),
        (_("API response"), details["api_response"], True),
        (_("Time"), f"{when} ({zone_with_offset(situation.zone, situation.now)})" if when else "", False),
        (_("Files"), files, False),
    )
    return Section("details", _("Details"), rows)


def _impact(situation: Situation) -> Section:
    impact = situation.answers["impact"]
    (scope,) = (str(choice.label) for choice in SCOPES if choice.value == impact["scope"])
    rows = (
        (_("Affected"), scope, False),
        (_("Can be worked around"), _yes_no(impact["workaround"]), False),
        (_("Live business affected"), _yes_no(impact["production"]), False),
        (_("What it means for your business"), impact["impact_note"], False),
    )
    return Section("impact", _("Impact"), rows)


def _contact(situation: Situation) -> Section:
    contact = situation.given("contact")
    email = situation.visitor.email if situation.visitor else contact["email"]
    rows: tuple[Row, ...] = ((_("Email address"), email, False),)
    if contact:
        rows = ((_("Name"), contact["name"], False), *rows)
    return Section("contact", _("You"), rows, changeable=bool(contact))


_SECTIONS: Mapping[str, Callable[[Situation], Section]] = {
    "access": _access,
    "problem": _problem,
    "details": _details,
    "impact": _impact,
    "contact": _contact,
}

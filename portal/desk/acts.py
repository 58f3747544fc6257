"""From what somebody of the team typed to what is done with a case; each within the caller's transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.cases import handling
from portal.cases.access import find_case_by_reference
from portal.cases.events import IncidentLinked, Recorded
from portal.cases.handling import By
from portal.cases.handling_rules import HandlingRefusal
from portal.cases.model import Case
from portal.cases.rules import CaseState
from portal.desk.forms import AnswerForm, IncidentForm, MergeForm, NoteForm, ReopenForm, SeverityForm, Then
from portal.incidents.current import current_reading
from portal.kernel.ids import normalise_reference
from portal.kernel.language import DEFAULT_LANGUAGE, find_language
from portal.kernel.refusal import Refusal
from portal.policy.current import current_policy
from portal.web.current import current_settings


@dataclass(frozen=True)
class UnknownReference(Refusal):
    """No case has the reference that was given."""


DeskRefusal = HandlingRefusal | UnknownReference
Outcome = CaseState | DeskRefusal
Act = Callable[[Session, Case, Any, By], Outcome]


def answer(session: Session, case: Case, form: AnswerForm, by: By) -> Outcome:
    """Send what was written, and wait for an answer or resolve as chosen."""
    text = form.message.data or ""
    match Then(form.then.data):
        case Then.RESOLVE:
            return handling.resolve(session, case, by, text)
        case Then.WAIT:
            return handling.reply_to_customer(session, case, by, text, current_policy.get()())
        case Then.GO_ON:
            return handling.reply_to_customer(session, case, by, text)


def note(session: Session, case: Case, form: NoteForm, by: By) -> Outcome:
    """Keep a note for the team."""
    return handling.add_note(session, case, by, form.note.data or "")


def change_severity(session: Session, case: Case, form: SeverityForm, by: By) -> Outcome:
    """Judge the impact anew."""
    return handling.change_severity(session, case, by, form.severity.data, form.because.data or "")


def link_incident(session: Session, case: Case, form: IncidentForm, by: By) -> Outcome:
    """Make the case part of an incident, or of none.

    A customer who answered "mine is different" left the incident's name in the column: linking to that very one is a
    change all the same.
    """
    incident = form.incident.data or ""
    if incident and incident == case.incident and find_link(case.history) != incident:
        case.incident = None
    language = find_language(case.language) or DEFAULT_LANGUAGE
    known = next((event for event in current_reading.get()().events if event.slug == incident), None)
    return handling.link_incident(session, case, by, incident, known.says(language).title if known else "")


def reopen(session: Session, case: Case, form: ReopenForm, by: By) -> Outcome:
    """Go on with a case that has ended."""
    return handling.reopen(session, case, by)


def merge(session: Session, case: Case, form: MergeForm, by: By) -> Outcome:
    """Let the case go on in another one; the caller has locked both."""
    into = find_case_by_reference(session, normalise_reference(form.into.data or ""))
    if into is None:
        return UnknownReference()
    return handling.merge(session, case, into, by, shared=current_settings.get().shares_cases)


def find_link(history: tuple[Recorded, ...]) -> str:
    """The incident that the team linked the case to last; empty for none."""
    links = [recorded.event.incident for recorded in history if isinstance(recorded.event, IncidentLinked)]
    return links[-1] if links else ""


ACTS: dict[type[Any], Act] = {
    AnswerForm: answer,
    NoteForm: note,
    SeverityForm: change_severity,
    IncidentForm: link_incident,
    MergeForm: merge,
    ReopenForm: reopen,
}

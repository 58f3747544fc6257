"""The page of one case: everything about it, and a form for everything that can be done with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from flask import render_template
from sqlalchemy.orm import Session

from portal.articles.current import request_library
from portal.articles.macros import Macro
from portal.articles.model import Found
from portal.cases.conversation import Message, Note, make_staff_conversation
from portal.cases.events import CaseOpened
from portal.cases.model import Case
from portal.cases.rules import ACTIVE, CaseState, first_response_clock, resolution_clock
from portal.connect.tickets.shown import show_ticket
from portal.desk import wording
from portal.desk.acts import find_link
from portal.desk.chats import find_chats
from portal.desk.forms import AnswerForm, CaseForm, IncidentForm, MergeForm, NoteForm, ReopenForm, SeverityForm
from portal.desk.presence import list_others
from portal.desk.similar import find_similar
from portal.identity.model import Account
from portal.identity.visitor import get_visitor
from portal.incidents.current import current_reading
from portal.incidents.model import Incident
from portal.kernel.ids import new_token
from portal.kernel.language import DEFAULT_LANGUAGE, Language, find_language
from portal.policy.current import current_components, current_policy
from portal.policy.model import ImpactCondition, Scope
from portal.policy.wording import channel_name, component_name, explain_condition, severity_name, side_name
from portal.web.current import current_clock, current_settings
from portal.web.forms import SelectChoice
from portal.web.i18n import current_language
from portal.web.i18n import gettext as _
from portal.web.pages import page


@dataclass(frozen=True)
class Forms:
    """The forms on the page, one of which may have just been sent."""

    answer: AnswerForm
    note: NoteForm
    severity: SeverityForm
    incident: IncidentForm
    merge: MergeForm
    reopen: ReopenForm


@dataclass(frozen=True)
class Told:
    """What the page says about an attempt that did not work out."""

    form: CaseForm | None = None
    """The form that was sent."""
    refusal: str = ""
    unseen: tuple[Message | Note, ...] = ()
    """What was written meanwhile."""


F = TypeVar("F", bound=CaseForm)


def make_forms(case: Case, sent: CaseForm | None = None) -> Forms:
    """Fresh forms, but for the one that was sent."""
    seen = str(len(case.event_rows))

    def make(kind: type[F], **values: object) -> F:
        form = sent if isinstance(sent, kind) else kind(formdata=None, token=new_token(), seen=seen, **values)
        offer_choices(form, case)
        return form

    return Forms(
        answer=make(AnswerForm),
        note=make(NoteForm),
        severity=make(SeverityForm, severity=case.severity),
        incident=make(IncidentForm, incident=find_link(case.history)),
        merge=make(MergeForm),
        reopen=make(ReopenForm),
    )


def offer_choices(form: CaseForm, case: Case) -> None:
    """Give a form what can be chosen for this case."""
    match form:
        case SeverityForm():
            form.severity.choices = [SelectChoice(level, severity_name(level)) for level in (1, 2, 3)]
        case IncidentForm():
            form.incident.choices = [SelectChoice("", _("None")), *_incident_choices(case)]
        case AnswerForm():
            language = language_of(case)
            texts = ((macro.id, *macro.find_text(language)) for macro in request_library().macros)
            form.macro.choices = [
                SelectChoice("", _("Choose a text")),
                *(SelectChoice(name, _title(text.title, own, language)) for name, text, own in texts),
            ]


def language_of(case: Case) -> Language:
    """The customer's language."""
    return find_language(case.language) or DEFAULT_LANGUAGE


def find_macro(name: str) -> Macro | None:
    """The macro of this name, or None."""
    return next((macro for macro in request_library().macros if macro.id == name), None)


def case_page(session: Session, case: Case, forms: Forms, told: Told = Told()) -> str:
    """The page; rendered while the session is open, for the case's files are read by the template."""
    now, state, components = current_clock.get()(), case.state, current_components.get()()
    plan = current_policy.get()().find_plan(case.plan)
    email = get_visitor().email
    return page(
        "desk/case.html",
        case=case,
        state=state,
        going_on=state.status in ACTIVE,
        conversation=make_staff_conversation(case.history),
        spoken=language_of(case),
        account=session.get(Account, case.account_id) if case.account_id else None,
        plan=plan.name if plan else case.plan,
        impact=_impact_of(case),
        component=component_name(components, case.component),
        promises=_describe_promises(case, state, now),
        articles=tuple(_articles_read(case)),
        incident=_find_incident(case.incident),
        is_linked=bool(find_link(case.history)),
        similar=find_similar(session, case, shared=current_settings.get().shares_cases),
        ticket=show_ticket(session, case),
        chats=find_chats(session, case, current_settings.get()),
        others=list_others(session, case.id, email, now),
        forms=forms,
        told=told,
        words=wording,
        names={"channel": channel_name, "severity": severity_name, "side": side_name},
    )


def render_others(others: tuple[str, ...]) -> str:
    """Who else has the case open, as the page asks for it."""
    return render_template("desk/_others.html", others=others)


def _describe_promises(case: Case, state: CaseState, now: datetime) -> tuple[tuple[str, str], ...]:
    """Each promise with how it stands; a case that ended without an answer counts as answered by its end."""
    answered, due = state.first_response_at or state.ended_at, case.due
    first = wording.describe_promise(due.first_response, answered, first_response_clock(due, state, now), now)
    last = wording.describe_promise(due.resolution, state.ended_at, resolution_clock(due, state, now), now)
    return (_("First response"), first), (_("Resolution"), last)


def _impact_of(case: Case) -> str:
    """What the customer said of the impact, in sentences."""
    opening = case.history[0].event
    if not isinstance(opening, CaseOpened):
        return ""
    told = opening.details
    scope = Scope(told.scope) if told.scope in set(Scope) else None
    return explain_condition(ImpactCondition(scope, told.workaround, told.production))


def _title(title: str, own: Language, wanted: Language) -> str:
    # TRANSLATORS: A ready-made text that exists in this language only, such as "Ask for times (English)".
    return title if own == wanted else _("%(title)s (%(language)s)", title=title, language=own.name)


def _incident_choices(case: Case) -> Iterator[SelectChoice]:
    """Open incidents, and the one that the case belongs to even when that is over."""
    linked = find_link(case.history)
    for incident in current_reading.get()().incidents:
        yield SelectChoice(incident.slug, incident.says(current_language()).title)
        linked = "" if incident.slug == linked else linked
    if linked:
        known = _find_incident(linked)
        yield SelectChoice(linked, known.says(current_language()).title if known else linked)


def _find_incident(slug: str | None) -> Incident | None:
    return next((event for event in current_reading.get()().events if event.slug == slug), None) if slug else None


def _articles_read(case: Case) -> Iterator[Found]:
    """Those that still exist, in the reader's language."""
    library = request_library()
    for name in case.articles_read:
        category, _, slug = name.partition("/")
        found = library.find(category, slug, current_language())
        if found:
            yield found

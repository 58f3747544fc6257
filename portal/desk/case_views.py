"""One case: its page, what is done with it, its files, and who has it open."""

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.articles.macros import fill_in
from portal.cases.access import find_case_by_reference
from portal.cases.actions import lock_case
from portal.cases.conversation import make_staff_conversation
from portal.cases.events import Actor
from portal.cases.handling import By
from portal.cases.model import Case
from portal.cases.rules import CaseState
from portal.cases.team import name_member
from portal.cases.views import send_attachment
from portal.desk import wording
from portal.desk.acts import ACTS
from portal.desk.case_page import Told, case_page, find_macro, language_of, make_forms, offer_choices, render_others
from portal.desk.forms import FORMS, AnswerForm, CaseForm, MergeForm
from portal.desk.presence import list_others, note_look
from portal.desk.queue_views import POSTS, keep_language, member
from portal.desk.rules import find_unseen
from portal.identity.guards import staff_only
from portal.identity.visitor import get_visitor
from portal.kernel.ids import new_token, normalise_reference
from portal.masking.mask import mask_text
from portal.masking.wording import finding_name
from portal.policy.current import current_components
from portal.web.current import current_clock, current_database
from portal.web.forms import is_too_long
from portal.web.limits import limiter

blueprint = Blueprint("desk_case", __name__, template_folder="templates")
blueprint.after_request(keep_language)


@blueprint.get("/desk/<reference>")
@staff_only
def show(reference: str) -> ResponseReturnValue:
    """One case with everything about it."""
    with current_database.get().read() as session:
        case = find_case_by_reference(session, reference) or abort(404)
        forms = make_forms(case)
        if request.args.get("macro"):
            forms.answer.macro.data = request.args["macro"]
            insert_macro(forms.answer, case)
        return case_page(session, case, forms)


@blueprint.post("/desk/<reference>")
@limiter.limit(POSTS, key_func=member)
@staff_only
def act(reference: str) -> ResponseReturnValue:
    """Do what one of the page's forms asks for; the button beside the ready-made texts only fills in one of them."""
    if request.form.get("act") == "look":
        return _look(reference)
    kind = FORMS.get(request.form.get("act", "")) or abort(400)
    form = kind()
    if not isinstance(form, AnswerForm) or "insert" not in request.form:
        return _carry_out(reference, form)
    with current_database.get().read() as session:
        case = find_case_by_reference(session, reference) or abort(404)
        insert_macro(form, case)
        return case_page(session, case, make_forms(case, form))


@blueprint.get("/desk/<reference>/files/<int:number>")
@staff_only
def download(reference: str, number: int) -> ResponseReturnValue:
    """A file of the case, only ever to be saved."""
    with current_database.get().read() as session:
        case = find_case_by_reference(session, reference) or abort(404)
        file = next((file for file in case.attachments if file.id == number), None)
    return send_attachment(file or abort(404))


def insert_macro(form: AnswerForm, case: Case) -> None:
    """Put the chosen ready-made text below what is typed already, in the customer's language."""
    macro = find_macro(form.macro.data or "")
    if macro is None:
        return
    text, language = macro.find_text(language_of(case))
    component = current_components.get()().find(case.component)
    facts = {
        "name": case.name,
        "reference": case.reference,
        "subject": case.subject,
        # A request that names no part is spoken of by its subject.
        "component": component.name(language) if component else case.component or case.subject,
        "error": case.error,
        "agent": name_member(get_visitor().email),
    }
    form.message.data = "\n\n".join(filter(None, (form.message.data, fill_in(text.body, facts))))


def _look(reference: str) -> ResponseReturnValue:
    """A sign that the page is open; gives who else has it open."""
    email, now = get_visitor().email, current_clock.get()()
    with current_database.get().write() as session:
        case = find_case_by_reference(session, reference) or abort(404)
        note_look(session, case.id, email, now)
        others = list_others(session, case.id, email, now)
    if not request.headers.get("HX-Request"):
        return redirect(url_for("desk_case.show", reference=case.reference), code=303)
    return render_others(others)


def _carry_out(reference: str, form: CaseForm) -> ResponseReturnValue:
    """Do what a form asks for; whatever speaks against it comes back with everything that was typed."""
    with current_database.get().write() as session:
        case = _lock(session, reference, form)
        offer_choices(form, case)
        done = redirect(url_for("desk_case.show", reference=case.reference, _anchor="latest"), code=303)
        if any(row.idempotency_key == form.token.data for row in case.event_rows):
            return done
        told = _find_obstacle(form, case)
        status = 409 if told.unseen else 422
        if form.validate() and not _mask(form) and not told.unseen:
            outcome = ACTS[type(form)](session, case, form, _by(form))
            if isinstance(outcome, CaseState):
                return done
            told, status = Told(form, wording.explain_refusal(outcome)), type(outcome).kind.value
        form.seen.data = str(len(case.event_rows))
        return case_page(session, case, make_forms(case, form), told), status


def _find_obstacle(form: CaseForm, case: Case) -> Told:
    """What somebody else wrote since an answer was begun: nobody answers what they have not read."""
    if not isinstance(form, AnswerForm):
        return Told(form)
    told = (form.seen.data or "")[:9]
    seen = int(told) if told.isascii() and told.isdecimal() else 0
    unseen = find_unseen(case.history, seen, _by(form).author)
    refusal = wording.tell_unseen(len(unseen)) if unseen else ""
    shown = make_staff_conversation(case.history)
    return Told(form, refusal, tuple(shown[recorded.seq - 1] for recorded in unseen))


def _mask(form: CaseForm) -> bool:
    """Mask the secrets in what was typed and say which; whether there were any."""
    found = False
    for field in form:
        if field.type in {"StringField", "TextAreaField"} and field.data and not is_too_long(field):
            masked = mask_text(field.data)
            if masked.findings:
                found = True
                field.data = masked.text
                names = dict.fromkeys(f"{finding_name(each.kind)} {each.shown}" for each in masked.findings)
                field.errors = [*field.errors, wording.tell_masked([*names])]
    return found


def _lock(session: Session, reference: str, form: CaseForm) -> Case:
    """The case, held; of two that become one both are held, in the same order by everybody."""
    own = normalise_reference(reference)
    wanted = {own, normalise_reference(form.into.data or "")} if isinstance(form, MergeForm) else {own}
    held: dict[str, Any] = {each: lock_case(session, each) for each in sorted(wanted)}
    case: Case = held[own] or abort(404)
    return case


def _by(form: CaseForm) -> By:
    key = (form.token.data or new_token())[:64]
    return By(Actor.STAFF, name_member(get_visitor().email), current_clock.get()(), key)

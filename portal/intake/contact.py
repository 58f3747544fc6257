"""The contact step asks twice on one address: first who, then the code that proves it."""

from flask import request
from werkzeug import Response
from werkzeug.utils import redirect

from portal.db.outbox import is_late
from portal.identity.actions import CodeSent, ProvenAddress
from portal.identity.proving import send_code, stop_mail_to, take_code
from portal.identity.rules import suggest_address
from portal.identity.visitor import sign_in
from portal.identity.wording import SignInRefusal, explain
from portal.intake.actions import record_answer
from portal.intake.forms import CodeForm
from portal.intake.measuring import note_step
from portal.intake.questions import Shown, address_of, make_form, mask_form
from portal.intake.situation import Situation

CODE_PAGE = "intake/code.html"
"""The second page of the step."""


def pending_address(situation: Situation) -> str:
    """The address a code was sent to and that is not proven yet; empty while it has to be asked for."""
    if request.args.get("change") or situation.is_proven:
        return ""
    return str(situation.given("contact").get("email", ""))


def ask_contact(situation: Situation) -> Shown:
    """The page to show: template, form and what stands around it."""
    email = pending_address(situation)
    if email:
        return Shown(CODE_PAGE, CodeForm(), _around_code(situation, email))
    return Shown("intake/contact.html", make_form("contact", situation))


def answer_contact(situation: Situation) -> Response | Shown:
    """Take what was posted: a redirect when it was right, else the page to show again."""
    if "code" in request.form or "again" in request.form:
        email = pending_address(situation)
        if email:
            return _send_again(situation, email) if "again" in request.form else _check_code(situation, email)
    return _send_first(situation)


def _send_first(situation: Situation) -> Response | Shown:
    form = make_form("contact", situation)
    masked = mask_form(form)
    if form.validate():
        name, email = form["name"].data, form["email"].data
        stopped = stop_mail_to(email)
        if stopped:
            return stopped
        sent = send_code(situation.session, email)
        if isinstance(sent, CodeSent):
            answer = {"name": name, "email": sent.email, "masked": masked}
            record_answer(situation.draft, "contact", answer, situation.now)
            return redirect(address_of(situation, "contact"), 303)
        form["email"].errors = [explain(sent)]
        return Shown("intake/contact.html", form, refusal=sent)
    return Shown("intake/contact.html", form)


def _send_again(situation: Situation, email: str) -> Response | Shown:
    stopped = stop_mail_to(email)
    if stopped:
        return stopped
    sent = send_code(situation.session, email)
    if isinstance(sent, CodeSent):
        return redirect(address_of(situation, "contact"), 303)
    # It is said at the button that was pressed: nothing is wrong with the field.
    around = {**_around_code(situation, email), "too_early": explain(sent)}
    return Shown(CODE_PAGE, CodeForm(formdata=None), around, sent)


def _check_code(situation: Situation, email: str) -> Response | Shown:
    form = CodeForm()
    if not form.validate():
        return Shown(CODE_PAGE, form, _around_code(situation, email))
    result = take_code(situation.session, email, form.code.data or "")
    if isinstance(result, ProvenAddress):
        sign_in(result.email)
        proven = Situation(situation.draft, situation.session, situation.now)
        # The step is answered when the address is proven, not when a code was asked for.
        note_step(situation.draft, "contact", proven.position.current, situation.now)
        return redirect(address_of(proven, proven.position.current), 303)
    return _refuse(situation, form, result, email)


def _around_code(situation: Situation, email: str) -> dict[str, object]:
    """The address that the code went to, the one that was probably meant, and whether mail takes longer right now."""
    name = situation.given("contact").get("name", "")
    late = is_late(situation.session, situation.now)
    return {"email": email, "meant": suggest_address(email) or "", "name": name, "too_early": "", "mail_is_late": late}


def _refuse(situation: Situation, form: CodeForm, refusal: SignInRefusal, email: str) -> Shown:
    form.code.errors = [explain(refusal)]
    return Shown(CODE_PAGE, form, _around_code(situation, email), refusal)

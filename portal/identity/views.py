"""The sign-in page: an address, then the code that was mailed to it."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.outbox import is_late
from portal.identity.actions import CodeSent, ProvenAddress
from portal.identity.forms import AddressForm, ButtonForm, CodeForm
from portal.identity.oidc.current import current_provider
from portal.identity.proving import CodeAnswer, send_code, stop_mail_to, take_code
from portal.identity.rules import leads_to_request, safe_next
from portal.identity.trouble import Trouble, explain_trouble
from portal.identity.visitor import (
    PendingProof,
    Way,
    await_proof,
    current_visitor,
    drop_proof,
    pending_proof,
    sign_in,
    sign_out,
)
from portal.identity.wording import SignInRefusal, explain
from portal.web.current import current_clock, current_database, current_site
from portal.web.i18n import current_language
from portal.web.limits import limiter
from portal.web.pages import page, personal
from portal.web.refusals import retry_after

blueprint = Blueprint("identity", __name__, template_folder="templates")

LIMIT = "60 per minute; 600 per hour"
"""Sign-in forms sent from one network address: enough for an office, too few to guess codes of many addresses."""


@blueprint.get("/<language:language>/sign-in")
@personal
def show_sign_in() -> ResponseReturnValue:
    """The question that comes next; somebody who is signed in already goes on to where they wanted."""
    target = safe_next(request.args.get("next")) or _requests()
    visitor, pending = current_visitor(), pending_proof()
    proves_again = visitor and pending and (pending.email, pending.next) == (visitor.email, target)
    if visitor and not proves_again:
        return redirect(target, code=303)
    if pending:
        return _code_page(CodeForm(formdata=None), pending)
    return _address_page(AddressForm(formdata=None, next=target))


@blueprint.post("/<language:language>/sign-in")
@limiter.limit(LIMIT)
@personal
def answer_sign_in() -> ResponseReturnValue:
    """One of the page's buttons: send a code, take a code, begin anew."""
    pending = pending_proof()
    match request.form.get("step"):
        case "code" if pending:
            return _take_code(CodeForm(), pending)
        case "again" if pending:
            return _send_again(pending)
        case "prove":
            return _prove_again()
        case "restart" if pending:
            drop_proof()
            return _back_to_page(pending.next)
        case _:
            return _send_first(AddressForm())


@blueprint.get("/<language:language>/sign-out")
@personal
def show_sign_out() -> ResponseReturnValue:
    """The question whether to leave, for pages that are the same for everyone and cannot hold a form's token."""
    return page("identity/sign_out.html", visitor=current_visitor(), button=ButtonForm(formdata=None))


@blueprint.post("/<language:language>/sign-out")
@limiter.limit(LIMIT)
@personal
def answer_sign_out() -> ResponseReturnValue:
    """Leave; the front page is where everybody may be. Who came by the provider's account leaves there as well."""
    visitor = current_visitor()
    sign_out()
    if visitor and visitor.way is Way.PROVIDER and current_provider.get():
        return redirect(url_for("oidc.leave"), code=303)
    return redirect(f"/{current_language().tag}/", code=303)


def _send_first(form: AddressForm) -> ResponseReturnValue:
    if not form.validate():
        return _address_page(form), 422
    stopped = stop_mail_to(form.email.data or "")
    if stopped:
        return stopped
    outcome = _send_code(form.email.data or "")
    if isinstance(outcome, CodeSent):
        target = safe_next(form.next.data) or _requests()
        await_proof(outcome.email, target)
        return _back_to_page(target)
    form.email.errors = [explain(outcome)]
    return _refuse(_address_page(form), outcome)


def _prove_again() -> ResponseReturnValue:
    """Somebody is signed in, but what they want needs a fresh proof: a code to their address, then back there."""
    visitor, target = current_visitor(), safe_next(request.form.get("next")) or _requests()
    if visitor is None:
        return _back_to_page(target)
    stopped = stop_mail_to(visitor.email)
    if stopped:
        return stopped
    outcome = _send_code(visitor.email)
    await_proof(visitor.email, target)
    if isinstance(outcome, CodeSent):
        return _back_to_page(target)
    pending = PendingProof(visitor.email, target)
    form = CodeForm(formdata=None)
    form.code.errors = [explain(outcome)]
    return _refuse(_code_page(form, pending), outcome)


def _send_again(pending: PendingProof) -> ResponseReturnValue:
    stopped = stop_mail_to(pending.email)
    if stopped:
        return stopped
    outcome = _send_code(pending.email)
    if isinstance(outcome, CodeSent):
        return _back_to_page(pending.next)
    form = CodeForm(formdata=None)
    form.code.errors = [explain(outcome)]
    return _refuse(_code_page(form, pending), outcome)


def _send_code(email: str) -> CodeAnswer:
    with current_database.get().write() as session:
        return send_code(session, email)


def _refuse(shown: str, refusal: SignInRefusal) -> ResponseReturnValue:
    return shown, type(refusal).kind.value, retry_after(refusal)


def _take_code(form: CodeForm, pending: PendingProof) -> ResponseReturnValue:
    if not form.validate():
        return _code_page(form, pending), 422
    with current_database.get().write() as session:
        outcome = take_code(session, pending.email, form.code.data or "")
    if isinstance(outcome, ProvenAddress):
        sign_in(outcome.email)
        return redirect(pending.next, code=303)
    form.code.errors = [explain(outcome)]
    return _refuse(_code_page(form, pending), outcome)


def _address_page(form: AddressForm) -> str:
    company, trouble = current_site.get()().company, request.args.get("trouble")
    return page(
        "identity/address.html",
        form=form,
        for_request=leads_to_request(form.next.data or ""),
        with_account=current_provider.get() is not None,
        account_first=current_provider.get() is not None and trouble != Trouble.AWAY,
        company=company,
        trouble=explain_trouble(trouble, company),
    )


def _code_page(form: CodeForm, pending: PendingProof) -> str:
    with current_database.get().read() as session:
        late = is_late(session, current_clock.get()())
    button = ButtonForm(formdata=None)
    return page("identity/code.html", form=form, email=pending.email, button=button, mail_is_late=late)


def _back_to_page(target: str) -> Response:
    response: Response = redirect(url_for("identity.show_sign_in", next=target), code=303)  # type: ignore[assignment]
    return response


def _requests() -> str:
    """Where signing in leads when nothing else was wanted (contract, section 5)."""
    return f"/{current_language().tag}/requests/"

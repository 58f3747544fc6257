"""What a customer does with a request beside writing: to close it, to judge it, to have it mailed."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour

from portal.cases.admission import admit_writer
from portal.cases.copying import send_copy
from portal.cases.events import Actor, CustomerReplied
from portal.cases.forms import CloseForm, CopyForm
from portal.cases.handling import By, close_by_customer
from portal.cases.model import Case
from portal.cases.rules import REOPEN_WITHIN, CaseState
from portal.cases.shown import summarise_now
from portal.cases.typed import key_of, mask_field
from portal.cases.wording import explain_act_refusal
from portal.identity.guards import signed_in
from portal.identity.visitor import get_visitor
from portal.kernel.ids import new_token
from portal.web.current import current_clock, current_database
from portal.web.errors import too_many
from portal.web.i18n import current_language
from portal.web.limits import Allowance, limiter
from portal.web.pages import page

blueprint = Blueprint("case_acts", __name__)
"""Its templates lie beside those of the request's page."""

COPIES = Allowance("copies", RateLimitItemPerHour(5))
"""Of one request to one address: a mail that went astray can be asked for again, a mailbox cannot be filled."""
ACTS = "60 per minute; 600 per hour"
"""From one network: an office that tidies up its requests."""


@blueprint.get("/<language:language>/requests/<reference>/close")
@signed_in
def show_close(reference: str) -> ResponseReturnValue:
    """What closing means, and the button."""
    with current_database.get().read() as session:
        return _close_page(admit_writer(session, reference), CloseForm(formdata=None, token=new_token()))


@blueprint.post("/<language:language>/requests/<reference>/close")
@limiter.limit(ACTS)
@signed_in
def close(reference: str) -> ResponseReturnValue:
    """Close it; reopening undoes that."""
    form = CloseForm()
    with current_database.get().write() as session:
        case = admit_writer(session, reference, lock=True)
        by = By(Actor.CUSTOMER, get_visitor().email, current_clock.get()(), key_of(form))
        text, masked = mask_field(form.words)
        if not form.validate():
            return _close_page(case, form), 422
        outcome = close_by_customer(session, case, by, CustomerReplied(text, masked) if text else None)
        if not isinstance(outcome, CaseState):
            form.words.errors = [explain_act_refusal(outcome, case.zone_info)]
            return _close_page(case, form), type(outcome).kind.value
        return redirect(url_for("cases.show", reference=case.reference), code=303)


@blueprint.get("/<language:language>/requests/<reference>/copy")
@signed_in
def show_copy(reference: str) -> ResponseReturnValue:
    """What is sent where, and the button; or that it is on its way."""
    with current_database.get().read() as session:
        case = summarise_now(admit_writer(session, reference))
    form = CopyForm(formdata=None, token=new_token())
    return page("cases/copy.html", case=case, email=get_visitor().email, form=form, is_sent="sent" in request.args)


@blueprint.post("/<language:language>/requests/<reference>/copy")
@limiter.limit(ACTS)
@signed_in
def copy(reference: str) -> ResponseReturnValue:
    """Mail the conversation to whoever asks, who has proven the address and may see it."""
    form = CopyForm()
    with current_database.get().write() as session:
        case = admit_writer(session, reference, lock=True)
        wait = COPIES.spend(f"{case.reference} {get_visitor().email}")
        if wait:
            return too_many(wait)
        to = (get_visitor().email, current_language())
        send_copy(session, case, to, key_of(form), current_clock.get()())
    return redirect(url_for("case_acts.show_copy", reference=case.reference, sent="yes"), code=303)


def _close_page(case: Case, form: CloseForm) -> str:
    until = current_clock.get()() + REOPEN_WITHIN
    return page("cases/close.html", case=summarise_now(case), form=form, until=until)

"""The customer's own requests: the list, one request with its conversation, its files."""

from io import BytesIO

from flask import Blueprint, Response, abort, make_response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour
from sqlalchemy.orm import Session

from portal.attachments.cleaning import clean_files
from portal.attachments.model import ACCEPT, SERVED, Cleaned
from portal.cases.access import Right
from portal.cases.actions import add_customer_message
from portal.cases.admission import admit, admit_writer, may_ask
from portal.cases.conversation import make_conversation
from portal.cases.events import SCORES
from portal.cases.files import group_files, reply_id
from portal.cases.forms import ReopenForm, ReplyForm
from portal.cases.live import make_live
from portal.cases.live_views import list_requests, surroundings
from portal.cases.model import Attachment, Case
from portal.cases.new_case import CustomerMessage
from portal.cases.reply_files import drop_reply_file, keep_reply_files, list_reply_files
from portal.cases.rules import CaseState, NextMove, next_move
from portal.cases.shown import summarise_now
from portal.cases.typed import key_of, mask_field, secrets_in_files
from portal.cases.wording import explain_reply_refusal, score_name
from portal.identity.forms import ButtonForm
from portal.identity.guards import redirect_to_sign_in, signed_in
from portal.identity.visitor import Visitor, current_visitor, get_visitor
from portal.kernel.ids import new_token
from portal.policy.current import current_policy
from portal.storage.current import current_uploads
from portal.storage.store import Download, read_all
from portal.web.current import current_clock, current_database, current_settings
from portal.web.errors import too_many
from portal.web.limits import Allowance, client_network, limiter
from portal.web.pages import page, personal

blueprint = Blueprint("cases", __name__, template_folder="templates")

REPLIES = "60 per minute; 600 per hour"
"""From one network."""
REPLIES_OF_ONE = "60 per hour"
"""From one address: a conversation, not a loop of two programs."""
REPLIES_TO_ONE = Allowance("replies", RateLimitItemPerHour(60))
"""To one request, whoever of its account writes. Counted only for those who may, so that no stranger uses it up."""


def writer() -> str:
    """Whose replies are counted together."""
    visitor = current_visitor()
    return visitor.email if visitor else client_network()


@blueprint.get("/<language:language>/requests/")
@signed_in
def index() -> ResponseReturnValue:
    """The requests of the visitor and their account: what goes on first."""
    visitor = get_visitor()
    with current_database.get().read() as session:
        listed = list_requests(session, visitor)
    return page("cases/index.html", visitor=visitor, button=ButtonForm(formdata=None), **listed)


@blueprint.get("/<language:language>/requests/<reference>")
@personal
def show(reference: str) -> ResponseReturnValue:
    """One request; a stranger gets the answer that a request which does not exist gets."""
    if not may_ask(reference):
        return redirect_to_sign_in()
    with current_database.get().read() as session:
        case, right = admit(session, reference)
        return _case_page(session, case, right, _empty_form(case))


@blueprint.post("/<language:language>/requests/<reference>")
@limiter.limit(REPLIES)
@limiter.limit(REPLIES_OF_ONE, key_func=writer)
@signed_in
def reply(reference: str) -> ResponseReturnValue:
    """Add a message with its files; one to a request that has ended reopens it."""
    return _take_message(reference, ReplyForm())


@blueprint.get("/<language:language>/requests/<reference>/reopen")
@personal
def show_reopen(reference: str) -> ResponseReturnValue:
    """Where the form is that reopens a request: on its page, as long as it can be reopened."""
    return redirect(url_for("cases.show", reference=reference, _anchor="reopen"))


@blueprint.post("/<language:language>/requests/<reference>/reopen")
@limiter.limit(REPLIES)
@limiter.limit(REPLIES_OF_ONE, key_func=writer)
@signed_in
def reopen(reference: str) -> ResponseReturnValue:
    """Reopen a request with what is still wrong; if that has happened meanwhile, the message is added all the same."""
    return _take_message(reference, ReopenForm())


@blueprint.get("/<language:language>/requests/<reference>/files/<int:number>")
@personal
def download(reference: str, number: int) -> ResponseReturnValue:
    """A file of a request, only ever to be saved: what customers upload must not run in the portal's name."""
    if not may_ask(reference):
        return redirect_to_sign_in()
    with current_database.get().read() as session:
        case, _ = admit(session, reference)
        file = next((file for file in case.attachments if file.id == number), None)
    if file is None:
        abort(404)
    return send_attachment(file)


def _take_message(reference: str, form: ReplyForm) -> ResponseReturnValue:
    """Add what was written, its secrets masked before anything is stored; a mistake gives everything back."""
    files = clean_files(request.files.getlist("attachments"), current_policy.get()().attachments)
    with current_database.get().write() as session:
        case = admit_writer(session, reference, lock=True)
        message = _message(form, get_visitor(), case, files)
        if "drop" in request.form:
            drop_reply_file(session, message)
            return _case_page(session, case, Right.REPLY, form)
        is_right = form.validate()
        if not (keep_reply_files(session, case, message, files, form) and is_right):
            return _case_page(session, case, Right.REPLY, form), 422
        wait = REPLIES_TO_ONE.spend(case.reference)
        if wait:
            return too_many(wait)
        outcome = add_customer_message(session, case, message, current_clock.get()())
        if not isinstance(outcome, CaseState):
            form.message.errors = [explain_reply_refusal(outcome, case.zone_info)]
            return _case_page(session, case, Right.REPLY, form), type(outcome).kind.value
        return redirect(url_for("cases.show", reference=case.reference, sent="yes", _anchor="latest"), code=303)


def _message(form: ReplyForm, visitor: Visitor, case: Case, files: Cleaned) -> CustomerMessage:
    text, masked = mask_field(form.message)
    secrets = tuple(dict.fromkeys((*masked, *secrets_in_files(files.files))))
    key = key_of(form)
    return CustomerMessage(key, visitor.email, text, secrets, reply_id(case.reference, visitor.email, key))


def _empty_form(case: Case) -> ReplyForm:
    """What can be written now: a reply, or what reopens the request."""
    kind = ReopenForm if next_move(case.state, current_clock.get()()) is NextMove.REPLY_TO_REOPEN else ReplyForm
    return kind(formdata=None, token=new_token())


def _case_page(session: Session, case: Case, right: Right, form: ReplyForm) -> str:
    visitor = current_visitor()
    limits = current_policy.get()().attachments
    summary = summarise_now(case)
    live = make_live(session, case, summary)
    viewer = visitor.email if visitor and right is not Right.READ else ""
    return page(
        "cases/show.html",
        conversation=make_conversation(case.history, viewer, group_files(case))[: live.count],
        files=case.attachments,
        is_sent="sent" in request.args,
        uploads=list_reply_files(case, form),
        limits=limits,
        accept=ACCEPT,
        shares_cases=current_settings.get().shares_cases,
        form=form,
        scores=SCORES,
        score_name=score_name,
        **surroundings(case, right, summary, live),
    )


def send_attachment(file: Attachment) -> Response:
    """A file as it is handed out to whoever may see its case: by us, or by the store under a link of minutes."""
    store = current_uploads.get()
    download = Download(file.name, file.media_type if file.media_type in SERVED else "application/octet-stream")
    link = store.link(file.stored_name, download)
    if link:
        # Else the store would say in its own words that there is none.
        if not store.has(file.stored_name):
            abort(404)
        return make_response(redirect(link))
    try:
        content = read_all(store, file.stored_name)
    except FileNotFoundError:
        abort(404)
    response = send_file(
        BytesIO(content),
        mimetype=download.media_type,
        as_attachment=True,
        download_name=download.name,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

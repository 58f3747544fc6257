"""The chat as a page, as the panel that other pages open, and what both send and ask for."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.cases.access import Right
from portal.cases.actions import add_customer_message
from portal.cases.admission import admit_writer
from portal.cases.conversation import make_conversation
from portal.cases.files import group_files
from portal.cases.live import make_live
from portal.cases.live_views import answer_poll, surroundings
from portal.cases.model import Case
from portal.cases.new_case import CustomerMessage
from portal.cases.rules import CaseState
from portal.cases.shown import summarise_now
from portal.cases.typed import key_of, mask_field
from portal.cases.views import REPLIES, REPLIES_OF_ONE, REPLIES_TO_ONE, writer
from portal.cases.wording import explain_reply_refusal
from portal.chat.button import has_panel, is_chat_on
from portal.chat.finding import find_chat
from portal.chat.forms import ChatForm
from portal.chat.windows import find_window
from portal.identity.accounts import find_account
from portal.identity.guards import signed_in
from portal.identity.visitor import Visitor, current_visitor, get_visitor
from portal.kernel.ids import new_token
from portal.web.current import current_clock, current_database, current_settings
from portal.web.formatting import format_duration, whole_minutes
from portal.web.i18n import gettext as _
from portal.web.limits import limiter
from portal.web.pages import page, personal

blueprint = Blueprint("chat", __name__, template_folder="templates")


@blueprint.before_request
def only_when_on() -> None:
    """There is no chat where it is switched off."""
    if not is_chat_on():
        abort(404)


@blueprint.get("/<language:language>/chat")
@personal
def show() -> ResponseReturnValue:
    """The chat as a page of its own: where the button leads without scripts."""
    return _answer("chat/show.html", in_panel=False)


@blueprint.get("/<language:language>/chat/panel")
@personal
def panel() -> ResponseReturnValue:
    """The same for the panel, which the script puts into the page at hand."""
    if not has_panel():
        abort(404)
    return _answer("chat/_panel.html", in_panel=True)


@blueprint.get("/<language:language>/chat/<reference>/live")
@personal
def live(reference: str) -> ResponseReturnValue:
    """What has changed about the chat since the page or panel has it."""
    return answer_poll(reference, "chat/_live.html")


@blueprint.post("/<language:language>/chat/<reference>")
@limiter.limit(REPLIES)
@limiter.limit(REPLIES_OF_ONE, key_func=writer)
@signed_in
def reply(reference: str) -> ResponseReturnValue:
    """Add a message by the rules of the request's page; the panel gets its conversation anew."""
    form = ChatForm()
    with current_database.get().write() as session:
        case = admit_writer(session, reference, lock=True)
        if not form.validate():
            return _show_again(session, case, form), 422
        wait = REPLIES_TO_ONE.spend(case.reference)
        if wait:
            form.message.errors = [_explain_pause(wait)]
            return _show_again(session, case, form), 422
        text, masked = mask_field(form.message)
        message = CustomerMessage(key_of(form), get_visitor().email, text, masked)
        outcome = add_customer_message(session, case, message, current_clock.get()())
        if not isinstance(outcome, CaseState):
            form.message.errors = [explain_reply_refusal(outcome, case.zone_info)]
            return _show_again(session, case, form), type(outcome).kind.value
        if _asks_panel():
            return page("chat/_sent.html", in_panel=True, is_sent=True, **_conversation(session, case, get_visitor()))
    return redirect(url_for("chat.show", _anchor="latest"), code=303)


def _explain_pause(wait: timedelta) -> str:
    pause = format_duration(whole_minutes(wait))
    return _("A short pause (%(duration)s). You can go on typing, and send afterwards.", duration=pause)


def _asks_panel() -> bool:
    return bool(request.headers.get("HX-Request"))


def _show_again(session: Session, case: Case, form: ChatForm) -> str:
    """What was typed, with what is wrong about it; the script shows it although it is no success."""
    key_of(form)
    around = _conversation(session, case, get_visitor(), form)
    return page("chat/_sent.html" if _asks_panel() else "chat/show.html", in_panel=_asks_panel(), **around)


def _answer(template: str, *, in_panel: bool) -> str:
    visitor = current_visitor()
    if visitor is None:
        return page(template, case=None, visitor=None, has_chat=False, **_elsewhere())
    with current_database.get().read() as session:
        case = find_chat(session, visitor.email)
        if case:
            return page(template, in_panel=in_panel, **_conversation(session, case, visitor))
        account = find_account(session, visitor.email)
        has_chat = bool(account and account.chat_enabled)
        return page(template, case=None, visitor=visitor, has_chat=has_chat, **_elsewhere())


def _conversation(session: Session, case: Case, visitor: Visitor, form: ChatForm | None = None) -> dict[str, Any]:
    """What the conversation is shown with; without a form, with a fresh one."""
    summary = summarise_now(case)
    follow = make_live(session, case, summary)
    return {
        "conversation": make_conversation(case.history, visitor.email, group_files(case))[: follow.count],
        "form": form or ChatForm(formdata=None, token=new_token()),
        **surroundings(case, Right.REPLY, summary, follow),
        **_elsewhere(),
    }


def _elsewhere() -> dict[str, Any]:
    """What a page says of a chat elsewhere: where it runs, and whether its window was asked for and did not open."""
    return {"window": find_window(current_settings.get()), "has_failed": request.args.get("window") == "failed"}

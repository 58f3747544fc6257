"""What the window of a chat elsewhere asks for when somebody opens it."""

import json

from flask import Blueprint, Response, abort, request
from sqlalchemy.orm import Session

from portal.cases.access import Right, find_case_by_reference, get_reader, right_to
from portal.cases.model import Case
from portal.chat.finding import find_chat
from portal.chat.telling import Customer, Telling, tell
from portal.chat.windows import find_window
from portal.identity.visitor import Visitor, current_visitor
from portal.web.current import current_clock, current_database, current_secret, current_settings
from portal.web.i18n import current_language
from portal.web.limits import limiter
from portal.web.pages import personal

blueprint = Blueprint("chat_window", __name__)

OPENINGS = "60 per minute"
"""From one network."""


@blueprint.get("/<language:language>/chat/window")
@limiter.limit(OPENINGS)
@personal
def show() -> Response:
    """Who the visitor is, as the chat may believe it, and of which case they speak: the page's, or the newest."""
    settings, visitor = current_settings.get(), current_visitor()
    if find_window(settings) is None:
        abort(404)
    case = None
    if visitor:
        with current_database.get().read() as session:
            case = _find_case(session, visitor)
    customer = (
        Customer(visitor.email, case.name if case and case.opened_by == visitor.email else "") if visitor else None
    )
    telling = Telling(current_language(), customer, case, current_secret.get(), current_clock.get()())
    # Never for other sites' scripts, as the answers of the interface are.
    return Response(json.dumps(tell(settings, telling), ensure_ascii=False), mimetype="application/json")


def _find_case(session: Session, visitor: Visitor) -> Case | None:
    named = find_case_by_reference(session, request.args.get("reference", ""))
    reader = get_reader(session, visitor.email, shared=current_settings.get().shares_cases)
    if named and right_to(named, reader, link=False) is Right.REPLY:
        return named
    return find_chat(session, visitor.email)

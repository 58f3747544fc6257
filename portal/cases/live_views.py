"""What open pages ask for: the news of one request, and the list of requests as it stands now."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from portal.cases.access import Right, count_pages, find_zone, list_cases
from portal.cases.admission import admit, current_reader, may_ask
from portal.cases.conversation import make_conversation
from portal.cases.files import group_files
from portal.cases.live import EVERY, Live, describe_news, digest, make_live
from portal.cases.model import Case
from portal.cases.shown import summarise_now
from portal.cases.summary import CaseSummary
from portal.identity.visitor import Visitor, current_visitor
from portal.web.current import current_database
from portal.web.i18n import gettext as _
from portal.web.pages import personal, unless_known

blueprint = Blueprint("live", __name__)
"""Its templates lie beside those of the pages they belong to."""


@blueprint.get("/<language:language>/requests/live")
@personal
def index() -> ResponseReturnValue:
    """The list of requests, unless it is as the page has it."""
    visitor = current_visitor()
    if visitor is None:
        return say_over(url_for("cases.index")), 403
    with current_database.get().read() as session:
        listed = list_requests(session, visitor)
    return unless_known(listed["version"], lambda: render_template("cases/_list.html", **listed))


@blueprint.get("/<language:language>/requests/<reference>/live")
@personal
def show(reference: str) -> ResponseReturnValue:
    """What has changed about a request since the page has it; a line instead when it is no longer the visitor's."""
    return answer_poll(reference, "cases/_live.html")


def answer_poll(reference: str, template: str) -> ResponseReturnValue:
    """The news of a request for a page that shows its state by ``template``.

    Nothing is read of the request's history when there are none.
    """
    if not may_ask(reference):
        return say_over(url_for("cases.show", reference=reference)), 403
    with current_database.get().read() as session:
        try:
            case, right = admit(session, reference)
        except NotFound:
            return say_over(), 404
        summary = summarise_now(case)
        live = make_live(session, case, summary, request.args.get("forms"))
        return unless_known(
            live.version,
            lambda: render_template(template, **surroundings(case, right, summary, live), **_news(case, right, live)),
        )


def surroundings(case: Case, right: Right, summary: CaseSummary, live: Live) -> dict[str, Any]:
    """What the state of a request is shown with, on its page and in what the page asks for."""
    by_link = right is Right.READ
    return {"case": summary, "live": live, "by_link": by_link, "key": request.args["key"] if by_link else None}


def list_requests(session: Session, visitor: Visitor) -> dict[str, Any]:
    """A page of the visitor's requests, all with their times in one zone, so that they can be compared."""
    reader = current_reader(session, visitor)
    pages = count_pages(session, reader)
    number = min(pages, max(1, request.args.get("page", 1, int)))
    zone = find_zone(session, reader)
    summaries = [summarise_now(case, zone) for case in list_cases(session, reader, number)]
    return {
        "summaries": summaries,
        "number": number,
        "pages": pages,
        "address": lambda number: url_for("cases.index", page=number),
        "version": digest(number, pages, summaries),
        "seconds": EVERY.seconds,
    }


def say_over(again: str = "") -> str:
    """The line that takes the place of what was asked for; ``again`` is where to sign in for, empty when it is gone."""
    return render_template("cases/_live_over.html", again=again)


def _news(case: Case, right: Right, live: Live) -> dict[str, Any]:
    """What the page does not show yet."""
    since = min(live.count, max(0, request.args.get("after", 0, int)))
    if since == live.count:
        return {"entries": (), "since": since, "news": "", "files": None}
    visitor = current_visitor()
    viewer = visitor.email if visitor and right is not Right.READ else ""
    entries = make_conversation(case.history, viewer, group_files(case))[since : live.count]
    return {
        "entries": entries,
        "since": since,
        "news": describe_news(entries, _("You")),
        "files": case.attachments,
    }

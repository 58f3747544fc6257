"""Cases for programs of the team: where each stands, and everything about one of them."""

from datetime import datetime
from hashlib import sha256

from flask import Blueprint, Response, request
from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from portal.cases.model import Case
from portal.cases.rules import Status
from portal.connect.documents import case_document, case_entry
from portal.connect.helpdesk.views import REPORTS
from portal.connect.shapes import CaseDocument, CaseList
from portal.connect.tickets.shown import ticket_document
from portal.identity.tokens.guards import for_token
from portal.identity.tokens.rules import Scope
from portal.kernel.ids import normalise_reference
from portal.web.current import current_database, current_settings
from portal.web.interface.cursors import CURSOR, limit_parameter, link_next, make_cursor, read_cursor, read_limit
from portal.web.interface.cursors import refuse_cursor as refuse
from portal.web.interface.describing import Moment, Parameter, Proof, described
from portal.web.limits import limiter
from portal.web.pages import unless_known
from portal.web.problems import json_response, problem_response

blueprint = Blueprint("case_documents", __name__)
USUAL = 50


@blueprint.get("/api/v1/cases")
@limiter.limit(REPORTS)
@for_token(Scope.CASES_READ)
@described(
    "Cases",
    CaseList,
    parameters=(
        Parameter("status", "Only cases that stand so.", Status),
        Parameter("changed_since", "Only cases in which something happened at or after this moment.", Moment),
        limit_parameter(),
        CURSOR,
    ),
    problems={400: "A bad status, moment, limit or cursor."},
    proof=Proof.TOKEN,
    scope="cases:read",
)
def index() -> Response:
    """Every customer's cases without their conversations, the newest first, in parts."""
    limit, after = read_limit(USUAL), read_cursor()
    if isinstance(limit, Response):
        return limit
    wanted = _wanted()
    if isinstance(wanted, Response):
        return wanted
    if isinstance(after, Response) or not (after or "0").isdecimal():
        return refuse()
    if after:
        wanted = wanted.where(Case.id < int(after))
    base_url = current_settings.get().base_url
    with current_database.get().read() as session:
        found = list(session.scalars(wanted.limit(limit + 1)))
        cursor = make_cursor(str(found[limit - 1].id)) if len(found) > limit else None
        document: CaseList = {"cases": [case_entry(case, base_url) for case in found[:limit]], "next": cursor}
    return link_next(json_response(document), cursor)


@blueprint.get("/api/v1/cases/<reference>")
@limiter.limit(REPORTS)
@for_token(Scope.CASES_READ)
@described(
    "One case",
    CaseDocument,
    problems={404: "There is no such case."},
    proof=Proof.TOKEN,
    scope="cases:read",
)
def show(reference: str) -> Response:
    """A case with everything that happened to it, the team's notes included; answers `If-None-Match` with 304."""
    wanted = select(Case).where(Case.reference == normalise_reference(reference))
    with current_database.get().read() as session:
        case = session.scalar(wanted.options(selectinload(Case.event_rows), selectinload(Case.attachments)))
        if case is None:
            return problem_response(404, "Not Found", "There is no such case.")
        document = case_document(case, current_settings.get().base_url, ticket_document(session, case))
        body = json_response(document).get_data(as_text=True)
    response = unless_known(sha256(body.encode()).hexdigest()[:24], lambda: body)
    response.mimetype = "application/json"
    return response


def _wanted() -> Select[Case] | Response:
    """The cases that a request asks for, the newest first."""
    wanted = select(Case).order_by(Case.id.desc())
    if status := request.args.get("status"):
        if status not in set(Status):
            return problem_response(400, "Unknown status", f"status is one of {', '.join(Status)}.")
        wanted = wanted.where(Case.status == Status(status))
    if since := request.args.get("changed_since"):
        moment = _read_moment(since)
        if moment is None:
            return problem_response(400, "Bad moment", "changed_since must look like 2026-11-23T09:00:00Z.")
        wanted = wanted.where(Case.changed_at >= moment)
    return wanted


def _read_moment(text: str) -> datetime | None:
    try:
        # A plus that was not encoded arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment.tzinfo and 1 < moment.year < 9999 else None

"""Where the page of results says that something on it was opened. It reads no cookie and answers nothing."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal.search.learning.noticing import notice_opened
from portal.search.learning.tickets import MAX_TICKET, read_ticket
from portal.web.current import current_clock, current_secret
from portal.web.limits import limiter
from portal.web.origin import is_from_own_page
from portal.web.pages import public
from portal.web.problems import problem_response

blueprint = Blueprint("questions", __name__)

# More than a person opens, also with colleagues behind the same network address; too little to bend the figures with.
OPENINGS = "60 per minute; 600 per hour"


@blueprint.post("/<language:language>/search/opened")
@limiter.limit(OPENINGS)
@public
def opened() -> ResponseReturnValue:
    """Count an opened result for the question whose ticket is the body of the request."""
    if not is_from_own_page():
        return problem_response(403, "Not from here", "Only the portal's own pages may send this.")
    request.max_content_length = MAX_TICKET
    ticket = request.get_data(as_text=True)
    question = read_ticket(current_secret.get(), ticket, current_clock.get()().date())
    if question is None:
        return problem_response(400, "Bad ticket", "The body must be the ticket of a page of results of today.")
    notice_opened(*question)
    return Response(status=204)

"""``POST /api/v1/helpdesks/{kind}``: a helpdesk says that a ticket has changed, and the worker reads it.

Order and arrival of webhooks are promised by no helpdesk, so nothing in one is believed but which ticket it is about.
"""

from flask import Blueprint, Response, request

from portal.connect.tickets.proof import find_call_fault, read_ticket_number
from portal.connect.tickets.store import ask_for
from portal.web.current import current_clock, current_database, current_settings
from portal.web.interface.describing import Parameter, Proof, described
from portal.web.limits import limiter
from portal.web.pages import personal
from portal.web.problems import problem_response

blueprint = Blueprint("tickets", __name__)

CALLS = "1200 per minute"
"""From one network: a helpdesk may change hundreds of tickets at once, and gives a webhook up that is refused often."""
MAX_BODY = 4_000_000
"""Bytes: Zammad sends the whole ticket with its newest article."""
STAMP = Parameter(
    "X-Zendesk-Webhook-Signature-Timestamp",
    "Only Zendesk's: when it was signed, at most five minutes away.",
    place="header",
)


@blueprint.post("/api/v1/helpdesks/<kind>")
@limiter.limit(CALLS)
@personal
@described(
    "Say that a ticket has changed",
    None,
    parameters=(STAMP,),
    proof=Proof.WEBHOOK,
    status=204,
    problems={401: "It is not signed with the secret of PORTAL_HELPDESK_WEBHOOK_SECRET, or that helpdesk is not set."},
)
def receive(kind: str) -> Response:
    """For webhooks of `zammad` or `zendesk`. The ticket is read within seconds; one that is not ours is left alone."""
    settings, now = current_settings.get(), current_clock.get()()
    address, secret = settings.helpdesk, settings.helpdesk_webhook_secret
    if address is None or secret is None or kind != address.kind:
        return problem_response(401, "Not signed", "Nobody signs here: the settings name another helpdesk, or none.")
    request.max_content_length = MAX_BODY
    body = request.get_data()
    fault = find_call_fault(address.kind, secret.get_secret_value(), request.headers, body, now)
    if fault:
        return problem_response(401, "Not signed", fault)
    ticket = read_ticket_number(body)
    if ticket:
        with current_database.get().write() as session:
            ask_for(session, address.kind, ticket, now)
    return Response(status=204)

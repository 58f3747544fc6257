"""Events of cases on their way to other systems, as the team sees them: what arrived, what did not and why."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.cases.deliveries import list_deliveries, replay
from portal.desk.queue_views import POSTS, keep_language, member
from portal.identity.forms import ButtonForm
from portal.identity.guards import staff_only
from portal.identity.visitor import get_visitor
from portal.notify.mail_in.addresses import shorten_address
from portal.web import logs
from portal.web.current import current_clock, current_database, current_settings
from portal.web.limits import limiter
from portal.web.pages import page

blueprint = Blueprint("deliveries", __name__, template_folder="templates")
blueprint.after_request(keep_language)

SHOWN = 100


@blueprint.app_template_global("events_are_delivered")
def events_are_delivered() -> bool:
    """Whether any system is connected; where none is, nobody is led to an empty page."""
    return current_settings.get().delivers_events


@blueprint.get("/desk/deliveries/")
@staff_only
def show() -> ResponseReturnValue:
    """The newest deliveries, or with ``?troubled=1`` those that have not arrived though they were tried."""
    troubled = request.args.get("troubled") == "1"
    with current_database.get().read() as session:
        return page(
            "desk/deliveries.html",
            deliveries=list_deliveries(session, SHOWN, troubled=troubled),
            troubled=troubled,
            now=current_clock.get()(),
            button=ButtonForm(formdata=None),
        )


@blueprint.post("/desk/deliveries/")
@limiter.limit(POSTS, key_func=member)
@staff_only
def send_again() -> ResponseReturnValue:
    """Send an event once more; the receiver knows it by its identifier."""
    number = request.form.get("number", 0, int)
    with current_database.get().write() as session:
        if replay(session, number, current_clock.get()()) is None:
            abort(404)
    by = get_visitor().email
    logs.log.info("event_sent_again", delivery=number, by=shorten_address(by) or by)
    return redirect(url_for("deliveries.show"), code=303)

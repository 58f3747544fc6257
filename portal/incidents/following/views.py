"""Asking to be told when an incident is over, confirming it, and ending it again.

None of these needs a token against forged requests: asking causes at most a mail that asks back, and the other two are
proven by the token of a mail. A GET never changes anything: mail scanners open every link.
"""

from flask import Blueprint, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from portal.incidents.current import current_reading
from portal.incidents.following.actions import confirm, find_by_token, stop
from portal.incidents.following.asking import follow_incidents, stop_link
from portal.incidents.following.forms import FollowForm
from portal.incidents.model import Incident
from portal.web.current import current_clock, current_database
from portal.web.limits import limiter
from portal.web.pages import page, personal

blueprint = Blueprint("following", __name__)
"""Its templates lie beside those of the status page."""

LIMIT = "30 per minute; 120 per hour"
"""From one network: an office that follows one incident, not somebody who tries addresses."""
_ASKED = "followed"


@blueprint.post("/<language:language>/status/follow")
@limiter.limit(LIMIT)
@personal
def ask() -> ResponseReturnValue:
    """Take the address; an incident that has ended in the meantime leads back to the status page."""
    wanted = request.form.getlist("incident")
    incidents = tuple(event for event in current_reading.get()().incidents if event.slug in wanted)
    if not incidents or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect(url_for("incidents.show"), 303)
    form = FollowForm()
    if not form.validate():
        return _form_page(form, incidents), 422
    email = form.email.data or ""
    with current_database.get().write() as unit:
        outcome = follow_incidents(unit, email, incidents)
    if isinstance(outcome, Response):
        return outcome
    session[_ASKED] = {"email": email, "proven": outcome}
    return redirect(url_for("following.asked"), 303)


@blueprint.get("/<language:language>/status/follow")
@personal
def asked() -> ResponseReturnValue:
    """What happens next, for whoever has just asked; the form for others."""
    stored = session.get(_ASKED)
    if isinstance(stored, dict) and "email" in stored:
        email, proven = stored["email"], bool(stored.get("proven"))
        return page("following/asked.html", email=email, proven=proven, stop=stop_link(email) if proven else "")
    return redirect(url_for("incidents.show"), 303)


@blueprint.get("/<language:language>/status/follow/<token>")
@personal
def show_confirm(token: str) -> ResponseReturnValue:
    """The question whether it was meant, with one button; or that it is confirmed."""
    with current_database.get().read() as unit:
        row = find_by_token(unit, token)
    if row is None:
        return make_response(page("following/gone.html"), 404)
    confirmed = row.confirmed_at is not None
    return page("following/confirm.html", title=row.title, confirmed=confirmed, stop=stop_link(row.email))


@blueprint.post("/<language:language>/status/follow/<token>")
@limiter.limit(LIMIT)
@personal
def answer_confirm(token: str) -> ResponseReturnValue:
    """Confirm."""
    with current_database.get().write() as unit:
        confirm(unit, token, current_clock.get()())
    return redirect(url_for("following.show_confirm", token=token), 303)


@blueprint.get("/<language:language>/status/unfollow/<token>")
@personal
def show_stop(token: str) -> ResponseReturnValue:
    """The question whether to end it, with one button; nobody learns here whether anything is followed."""
    return page("following/stop.html", done=False)


@blueprint.post("/<language:language>/status/unfollow/<token>")
@limiter.limit(LIMIT)
@personal
def answer_stop(token: str) -> ResponseReturnValue:
    """End it. Mail programs call this with one click (RFC 8058), and they follow no redirect."""
    with current_database.get().write() as unit:
        stop(unit, token)
    return page("following/stop.html", done=True)


def _form_page(form: FollowForm, incidents: tuple[Incident, ...]) -> str:
    return page("following/ask.html", form=form, incidents=incidents)

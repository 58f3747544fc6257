"""The queue, and the views of it that somebody has saved."""

from functools import partial
from hashlib import blake2b
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.desk import wording
from portal.desk.filters import NO_PLAN, Filter, Shown, parse_filter, read_filter
from portal.desk.forms import ViewForm
from portal.desk.outbreaks import dismiss, list_possible_incidents, list_references
from portal.desk.queue import Page, find_page
from portal.desk.saved_views import MAX_VIEWS, list_views, remove_view, save_view
from portal.identity.forms import ButtonForm
from portal.identity.guards import staff_only
from portal.identity.visitor import current_visitor, get_visitor
from portal.incidents.current import current_reading
from portal.incidents.rules import touching
from portal.kernel.language import find_language
from portal.policy.current import current_components, current_policy
from portal.policy.model import Channel
from portal.policy.wording import channel_name, component_name, severity_name
from portal.web.current import current_clock, current_database
from portal.web.i18n import current_language, remember_language
from portal.web.i18n import gettext as _
from portal.web.limits import client_network, limiter
from portal.web.pages import page

blueprint = Blueprint("desk", __name__, template_folder="templates")

POSTS = "300 per minute; 6000 per hour"
"""Of one member: each open case gives a sign three times a minute, and somebody may have thirty open."""


def member() -> str:
    """Whom limits count: the address that was proven, since a whole team may share one network."""
    visitor = current_visitor()
    return visitor.email if visitor else client_network()


@blueprint.after_request
def keep_language(response: Response) -> Response:
    """Let the browser remember the language that was chosen from the menu: these addresses name none."""
    language = find_language(request.args.get("language", ""))
    return remember_language(response, language) if language else response


@blueprint.get("/desk/")
@staff_only
def index() -> ResponseReturnValue:
    """The cases that fit the address, the most urgent first; asked by the page itself, only the list of them."""
    wish = read_filter(request.args)
    with current_database.get().read() as session:
        found = find_page(session, wish, request.args.get("page", 1, int), current_clock.get()())
        rows = _render_rows(wish, found)
        if request.headers.get("HX-Request"):
            return _answer_poll(wish, rows)
        return _queue_page(session, wish, rows, ViewForm(formdata=None, query=wish.as_address()))


@blueprint.post("/desk/")
@limiter.limit(POSTS, key_func=member)
@staff_only
def act() -> ResponseReturnValue:
    """Save a view, remove one, or let a possible incident rest."""
    number = request.form.get("number", 0, int)
    match request.form.get("act"):
        case "save-view":
            return _save_view()
        case "remove-view":
            do = partial(remove_view, owner=get_visitor().email, identifier=number)
        case "dismiss":
            do = partial(dismiss, identifier=number, member=get_visitor().email, now=current_clock.get()())
        case _:
            abort(400)
    with current_database.get().write() as session:
        if not do(session):
            abort(404)
    return redirect(url_for("desk.index"), code=303)


def _save_view() -> ResponseReturnValue:
    """Keep the filter at hand under a name."""
    form = ViewForm()
    wish = parse_filter(form.query.data or "")
    with current_database.get().write() as session:
        if form.validate():
            if save_view(session, get_visitor().email, form.name.data or "", wish):
                return redirect(url_for("desk.index", **wish.as_query()), code=303)
            form.name.errors = [_("You have %(count)s views. Remove one first.", count=MAX_VIEWS)]
        found = find_page(session, wish, 1, current_clock.get()())
        return _queue_page(session, wish, _render_rows(wish, found), form), 422


def _answer_poll(wish: Filter, rows: Markup) -> Response:
    """The list when it has changed since the page last got it, else 304: nothing on the page moves then."""
    response = make_response(render_template("desk/_list.html", **_list_of(wish, rows)))
    response.set_etag(_digest(rows))
    response.make_conditional(request)
    return response


def _list_of(wish: Filter, rows: Markup) -> dict[str, Any]:
    address = url_for("desk.index", **wish.as_query(), page=request.args.get("page", type=int))
    return {"rows": rows, "version": _digest(rows), "address": address}


def _render_rows(wish: Filter, found: Page) -> Markup:
    return Markup(  # noqa: S704 - a template's own output
        render_template(
            "desk/_rows.html",
            found=found,
            wish=wish,
            now=current_clock.get()(),
            address=lambda number: url_for("desk.index", **wish.as_query(), page=number),
            component_name=partial(component_name, current_components.get()()),
            plan_name=_plan_name,
            language_name=lambda tag: known.name if (known := find_language(tag)) else tag,
            channel_name=channel_name,
            severity_name=severity_name,
            words=wording,
        )
    )


def _queue_page(session: Session, wish: Filter, rows: Markup, form: ViewForm) -> str:
    return page(
        "desk/queue.html",
        wish=wish,
        possible=_list_possible(session),
        views=list_views(session, get_visitor().email),
        view_address=lambda view: url_for("desk.index", **parse_filter(view.query).as_query()),
        form=form,
        button=ButtonForm(formdata=None),
        **_list_of(wish, rows),
        **_choices(),
    )


def _list_possible(session: Session) -> list[dict[str, Any]]:
    """What may be an incident, beside what is known to be one on the same component."""
    components, language, reading = current_components.get()(), current_language(), current_reading.get()()
    return [
        {
            "episode": episode,
            "component": component_name(components, episode.component),
            "references": list_references(session, episode),
            "announced": [incident.says(language).title for incident in touching(reading, episode.component)],
        }
        for episode in list_possible_incidents(session)
    ]


def _choices() -> dict[str, Any]:
    """What the filters offer, as pairs of a value and its words."""
    language = current_language()
    plans = [(plan.id, plan.name) for plan in current_policy.get()().plans]
    return {
        "shown_choices": [(shown.value, wording.shown_name(shown)) for shown in Shown],
        "severity_choices": [(level, severity_name(level)) for level in (1, 2, 3)],
        "component_choices": [(each.id, each.name(language)) for each in current_components.get()()],
        "plan_choices": [*plans, (NO_PLAN, _("Without account"))],
        "channel_choices": [(channel.value, channel_name(channel)) for channel in Channel],
    }


def _plan_name(plan: str | None) -> str:
    known = current_policy.get()().find_plan(plan) if plan else None
    return known.name if known else plan or _("Without account")


def _digest(rows: Markup) -> str:
    return blake2b(rows.encode(), digest_size=8).hexdigest()

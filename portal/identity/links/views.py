"""A link from the dashboard: shown first, and taken when somebody presses its button.

Programs that look at links before people do, such as those of mailboxes and messengers, open them; none of them
presses a button. So looking uses nothing up and signs nobody in, and whoever was led here sees as whom they go on.
"""

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from portal.identity.account_claims import take_over
from portal.identity.forms import LinkForm
from portal.identity.links.actions import is_used, use_link
from portal.identity.links.current import current_link_keys
from portal.identity.links.rules import Link, LinkExpired, LinkRefused, LinkUsed, read_link
from portal.identity.signed_json import open_signed
from portal.identity.visitor import Way, begin_visit, current_visitor
from portal.web.current import current_clock, current_database, current_settings, current_site
from portal.web.i18n import current_language
from portal.web.limits import limiter
from portal.web.logs import log
from portal.web.pages import page, personal

blueprint = Blueprint("links", __name__, template_folder="../templates")

LIMIT = "60 per minute; 600 per hour"
"""Links from one network address: as for codes."""


@blueprint.get("/<language:language>/sign-in/link")
@limiter.limit(LIMIT)
@personal
def show() -> ResponseReturnValue:
    """As whom the link lets somebody in, and the button that does it."""
    token = request.args.get("token", "")
    link = _read(token)
    if not isinstance(link, Link):
        return _refuse(link)
    with current_database.get().read() as session:
        used = is_used(session, link)
    if used:
        return _go_on_or_refuse(link)
    return page("identity/link.html", form=LinkForm(formdata=None, token=token), person=link.person, **_around(link))


@blueprint.post("/<language:language>/sign-in/link")
@limiter.limit(LIMIT)
@personal
def take() -> ResponseReturnValue:
    """Use the link up and sign in."""
    link = _read(LinkForm().token.data or "")
    if not isinstance(link, Link):
        return _refuse(link)
    with current_database.get().write() as session:
        refusal = use_link(session, link)
    if refusal:
        return _go_on_or_refuse(link)
    take_over(link.person, Way.LINK)
    begin_visit(link.person.email, Way.LINK)
    log.info("sign_in_by_link", outcome="Link")
    return redirect(_target(link), code=303)


def _read(token: str) -> Link | LinkRefused | LinkExpired:
    """What the link says; where nobody signs any, there is no such address."""
    keys = current_link_keys.get() or abort(404)
    claims = open_signed(token, keys.keys, keys.algorithms)
    return read_link(claims, current_settings.get().base_url, current_clock.get()())


def _go_on_or_refuse(link: Link) -> ResponseReturnValue:
    """A link that was used lets whoever has used it here go on: they pressed twice, or came back."""
    visitor = current_visitor()
    if visitor and visitor.email == link.person.email:
        return redirect(_target(link), code=303)
    return _refuse(LinkUsed())


def _refuse(refusal: LinkRefused | LinkExpired | LinkUsed) -> ResponseReturnValue:
    reason = {"reason": refusal.reason} if isinstance(refusal, LinkRefused) else {}
    log.info("sign_in_by_link", outcome=type(refusal).__name__, **reason)
    kind = {LinkRefused: "refused", LinkExpired: "expired", LinkUsed: "used"}[type(refusal)]
    shown = page("identity/link_refused.html", kind=kind, company=current_site.get()().company)
    return shown, type(refusal).kind.value


def _around(link: Link) -> dict[str, object]:
    """Who would be signed out by going on, since there is one visitor a browser."""
    visitor = current_visitor()
    other = visitor.email if visitor and visitor.email != link.person.email else ""
    return {"other": other, "company": current_site.get()().company}


def _target(link: Link) -> str:
    return link.next or f"/{current_language().tag}/requests/"

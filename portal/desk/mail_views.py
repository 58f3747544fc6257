"""Mails as the team sees them: what was given up on the way, and how every kind of mail looks."""

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.engine import DatabaseUnavailable
from portal.db.outbox import count_set_aside, list_set_aside
from portal.desk.queue_views import POSTS, keep_language, member
from portal.identity.forms import ButtonForm
from portal.identity.guards import staff_only
from portal.identity.visitor import get_visitor
from portal.kernel.language import Language, find_language
from portal.notify.kinds import LETTERS
from portal.notify.mail_in.addresses import shorten_address
from portal.notify.mailbox.failed import count_failed, list_failed
from portal.notify.messages import Mail, stylesheet_source, word
from portal.notify.samples import make_sample
from portal.notify.tending import Act, tend
from portal.notify.wording import explain_failure, kind_name
from portal.web.current import current_clock, current_database
from portal.web.i18n import current_language
from portal.web.limits import limiter
from portal.web.pages import page

blueprint = Blueprint("desk_mails", __name__, template_folder="templates")
blueprint.after_request(keep_language)

SHOWN = 100
"""Mails on one page; who has more of them has one trouble, not many."""


@blueprint.app_template_global("troubled_mails")
def count_troubled() -> int:
    """How many mails somebody has to look at, going out or coming in; the desk's head shows it."""
    try:
        with current_database.get().read() as session:
            return count_set_aside(session) + count_failed(session)
    except DatabaseUnavailable:
        return 0


@blueprint.get("/desk/mails/")
@staff_only
def show() -> ResponseReturnValue:
    """What waits for somebody to look, and every kind of mail the portal sends."""
    with current_database.get().read() as session:
        return page(
            "desk/mails.html",
            given_up=list_set_aside(session, SHOWN),
            failed=list_failed(session, SHOWN),
            now=current_clock.get()(),
            subjects={kind: _sample(kind, current_language()).subject for kind in LETTERS},
            kind_name=kind_name,
            explain=explain_failure,
            shorten=lambda row: shorten_address(str(row.payload.get("to", ""))),
            button=ButtonForm(formdata=None),
        )


@blueprint.post("/desk/mails/")
@limiter.limit(POSTS, key_func=member)
@staff_only
def act() -> ResponseReturnValue:
    """Try a mail again, or drop it."""
    try:
        chosen = Act(request.form.get("act", ""))
    except ValueError:
        abort(400)
    number, now = request.form.get("number", 0, int), current_clock.get()()
    with current_database.get().write() as session:
        if not tend(session, chosen, number, get_visitor().email, now):
            abort(404)
    return redirect(url_for("desk_mails.show"), code=303)


@blueprint.get("/desk/mails/<kind>/<locale>")
@staff_only
def preview(kind: str, locale: str) -> ResponseReturnValue:
    """A sample of one kind in one language: its headers, its HTML in a frame, its text."""
    language = find_language(locale) or abort(404)
    mail = _find_sample(kind, language)
    return page("desk/mail.html", kind=kind, spoken=language, mail=mail, headers=_headers(mail), kind_name=kind_name)


@blueprint.get("/desk/mails/<kind>/<locale>.html")
@staff_only
def frame(kind: str, locale: str) -> ResponseReturnValue:
    """The HTML of a sample, as it is sent; nothing in it may run, load or lead the page around it away."""
    mail = _find_sample(kind, find_language(locale) or abort(404))
    response = Response(mail.html, mimetype="text/html")
    style = stylesheet_source()
    policy = (
        f"default-src 'none'; style-src '{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
    )
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _find_sample(kind: str, language: Language) -> Mail:
    return _sample(kind, language) if kind in LETTERS else abort(404)


def _sample(kind: str, language: Language) -> Mail:
    return word(make_sample(kind, language, current_clock.get()()))


def _headers(mail: Mail) -> list[tuple[str, str]]:
    """The headers as a mail program would show them, those of the content's packing left out."""
    packing = {"mime-version", "content-type", "content-transfer-encoding"}
    return [(name, str(value)) for name, value in mail.as_message().items() if name.lower() not in packing]

"""The page of what is stored about an address: a copy of all of it, and the way to its deletion."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour
from sqlalchemy.orm import Session

from portal.identity.forms import ButtonForm
from portal.identity.guards import signed_in
from portal.identity.visitor import get_visitor
from portal.intake.situation import forget_draft, own_drafts
from portal.kernel.ids import new_token
from portal.privacy.archive import stream_archive
from portal.privacy.collecting import Owner
from portal.privacy.counting import count_holdings
from portal.privacy.deleting import ask_deletion, delete_drafts
from portal.privacy.forms import CLOSE, DeletionForm
from portal.privacy.rules import is_fresh
from portal.storage.current import current_uploads
from portal.web.current import current_clock, current_database, current_secret
from portal.web.errors import too_many
from portal.web.i18n import current_language
from portal.web.limits import Allowance, limiter
from portal.web.pages import page

blueprint = Blueprint("privacy", __name__, template_folder="templates")

COPIES_FROM_HERE = "30 per hour"
"""From one network: each may read and pack gigabytes."""
COPIES_OF_ONE = Allowance("exports", RateLimitItemPerHour(5))
"""Of one address."""
DELETIONS = "10 per minute; 60 per hour"
"""From one network: nobody does it twice, but a whole office may leave."""


def current_owner() -> Owner:
    """The visitor as the owner of their data."""
    return Owner(get_visitor().email, current_secret.get(), own_drafts())


@blueprint.get("/<language:language>/requests/my-data")
@signed_in
def show() -> ResponseReturnValue:
    """What can be done with one's data."""
    with current_database.get().read() as session:
        holdings = count_holdings(session, current_owner())
    return page("privacy/show.html", email=get_visitor().email, held=holdings, button=ButtonForm(formdata=None))


@blueprint.post("/<language:language>/requests/my-data")
@limiter.limit(COPIES_FROM_HERE)
@signed_in
def export() -> ResponseReturnValue:
    """Everything that is stored about the address, as a zip file to be saved."""
    wait = COPIES_OF_ONE.spend(get_visitor().email)
    if wait:
        return too_many(wait)
    now, uploads = current_clock.get()(), current_uploads.get()
    # While files cannot be read nothing is begun: half a download looks like a whole one.
    uploads.has(new_token())
    pieces = stream_archive(current_database.get(), uploads, current_owner(), now)
    response = Response(pieces, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="support-data-{now:%Y-%m-%d}.zip"'
    return response


@blueprint.get("/<language:language>/requests/my-data/delete")
@signed_in
def show_deletion() -> ResponseReturnValue:
    """What goes, when, and what stays; before that, a fresh proof of the address."""
    with current_database.get().read() as session:
        return _deletion_page(session, DeletionForm(formdata=None))


@blueprint.post("/<language:language>/requests/my-data/delete")
@limiter.limit(DELETIONS)
@signed_in
def delete() -> ResponseReturnValue:
    """Have everything deleted; the worker does it."""
    form, visitor, now = DeletionForm(), get_visitor(), current_clock.get()()
    if not is_fresh(visitor.proven_at, now):
        return redirect(url_for("privacy.show_deletion"), code=303)
    with current_database.get().write() as session:
        owner = current_owner()
        if not form.validate() and count_holdings(session, owner).going_on:
            return _deletion_page(session, form), 422
        delete_drafts(session, owner, current_uploads.get(), now)
        ask_deletion(session, owner, current_language(), now, close=form.going_on.data == CLOSE)
    for draft in own_drafts():
        forget_draft(draft)
    return redirect(url_for("privacy.show"), code=303)


def _deletion_page(session: Session, form: DeletionForm) -> str:
    visitor, now = get_visitor(), current_clock.get()()
    return page(
        "privacy/delete.html",
        email=visitor.email,
        form=form,
        held=count_holdings(session, current_owner()),
        is_fresh=is_fresh(visitor.proven_at, now),
        button=ButtonForm(formdata=None),
    )

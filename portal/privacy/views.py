"""The page of what is stored about an address: a copy of all of it, and the way to its deletion."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour

from portal.identity.forms import ButtonForm
from portal.identity.guards import signed_in
from portal.identity.visitor import get_visitor
from portal.intake.situation import own_drafts
from portal.privacy.archive import stream_archive
from portal.privacy.collecting import Owner
from portal.web.current import current_clock, current_database, current_secret, current_settings
from portal.web.errors import too_many
from portal.web.limits import Allowance, limiter
from portal.web.pages import page

blueprint = Blueprint("privacy", __name__, template_folder="templates")

COPIES_FROM_HERE = "30 per hour"
"""From one network: each may read and pack gigabytes."""
COPIES_OF_ONE = Allowance("exports", RateLimitItemPerHour(5))
"""Of one address."""


def current_owner() -> Owner:
    """The visitor as the owner of their data."""
    return Owner(get_visitor().email, current_secret.get(), own_drafts())


@blueprint.get("/<language:language>/requests/my-data")
@signed_in
def show() -> ResponseReturnValue:
    """What can be done with one's data."""
    return page("privacy/show.html", email=get_visitor().email, button=ButtonForm(formdata=None))


@blueprint.post("/<language:language>/requests/my-data")
@limiter.limit(COPIES_FROM_HERE)
@signed_in
def export() -> ResponseReturnValue:
    """Everything that is stored about the address, as a zip file to be saved."""
    wait = COPIES_OF_ONE.spend(get_visitor().email)
    if wait:
        return too_many(wait)
    now = current_clock.get()()
    pieces = stream_archive(current_database.get(), current_settings.get().uploads_dir, current_owner(), now)
    response = Response(pieces, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="support-data-{now:%Y-%m-%d}.zip"'
    return response

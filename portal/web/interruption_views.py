"""What a server in front of the portal says when a request does not reach it: pages that are frozen with all others.

A web server's own pages for this are English, and tell nobody whether what they typed is lost. These are ordinary
public pages, so that ``portal freeze`` writes them; ``deploy/nginx.conf`` sends them with the status of each.
"""

from collections.abc import Mapping

from flask import Blueprint, abort

from portal.web.pages import page, public

REASONS: Mapping[str, str] = {
    "unreachable": "errors/unreachable.html",
    "too-large": "errors/too_large.html",
    "too-many": "errors/too_many_at_once.html",
}
"""Why a request did not reach the portal, as the address says it, and the page that tells it."""
_TOO_LARGE = 413
"""The one status that a page names; the others are told apart by no number that helps anybody."""

blueprint = Blueprint("interruptions", __name__)


@blueprint.get("/<language:language>/interrupted/<reason>")
@public
def show(reason: str) -> str:
    """The page for one reason."""
    if reason not in REASONS:
        abort(404)
    return page(REASONS[reason], status=_TOO_LARGE)

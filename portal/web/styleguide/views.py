"""The page that shows the whole design system, for whoever works on it: only in a preview, and in English."""

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.language import DEFAULT_LANGUAGE
from portal.web.current import current_clock, current_settings
from portal.web.i18n import speaking
from portal.web.pages import page, personal
from portal.web.resending import Sent
from portal.web.styleguide import samples
from portal.web.styleguide.contrast import measure_pairs
from portal.web.styleguide.icons import list_icons
from portal.web.styleguide.kit import make_forms
from portal.web.styleguide.sheet import SCHEMES, list_scales, write_sheet
from portal.web.styleguide.tokens import read_colours, tokens_file

blueprint = Blueprint("styleguide", __name__)


@blueprint.before_request
def in_preview_only() -> None:
    """Outside of a preview there is no such page."""
    if not current_settings.get().preview:
        abort(404)


@blueprint.get("/styleguide")
@personal
def show() -> ResponseReturnValue:
    """Each token, icon and component in every state, light and dark side by side."""
    css = tokens_file()
    colours = read_colours(css)
    with speaking(DEFAULT_LANGUAGE):
        return page(
            "styleguide/show.html",
            schemes=SCHEMES,
            colours=dict(zip(SCHEMES, colours, strict=True)),
            pairs=list(zip(*map(measure_pairs, colours), strict=True)),
            scales=list_scales(css),
            icons=list_icons(),
            forms={scheme: make_forms(scheme) for scheme in SCHEMES},
            sent=Sent(url_for("search.results"), (("q", samples.SHORT), ("csrf_token", "sample")), "", had_files=False),
            zone=ZoneInfo("Europe/Berlin"),
            now=current_clock.get()(),
            words=samples.NAMES,
            states=samples.STATES,
        )


@blueprint.get("/styleguide/styles.css")
@personal
def styles() -> Response:
    """The style of that page alone."""
    return Response(write_sheet(tokens_file()), mimetype="text/css")

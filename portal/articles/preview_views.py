"""What an open page asks while an editor writes: has anything changed, and is anything wrong with it?"""

from flask import Blueprint, Response, abort, render_template
from markupsafe import Markup

from portal.articles.current import current_holder, request_library
from portal.web.current import current_settings
from portal.web.pages import personal
from portal.web.problems import json_response

blueprint = Blueprint("preview", __name__)


@blueprint.get("/preview/state")
@personal
def state() -> Response:
    """The version in service and what keeps the folder's newest state from it; only in a preview."""
    if not current_settings.get().preview:
        abort(404)
    state = current_holder.get().state
    problems = [str(problem) for problem in state.problems]
    return json_response({"version": state.library.fingerprint, "problems": problems})


def preview_script() -> Markup:
    """What makes an open page follow the editor; nothing outside of a preview."""
    if not current_settings.get().preview:
        return Markup("")
    return Markup(render_template("articles/_preview.html", version=request_library().fingerprint))  # noqa: S704

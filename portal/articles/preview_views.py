"""What an open page asks while an editor writes: has anything changed, and is anything wrong with it?"""

from flask import Blueprint, Response, abort, jsonify, render_template, request
from markupsafe import Markup

from portal.articles.current import current_holder, current_mistakes, current_version, request_library
from portal.web.current import current_settings
from portal.web.pages import personal

blueprint = Blueprint("preview", __name__)


@blueprint.get("/preview/state")
@personal
def state() -> Response:
    """What pages are made of at this moment, and what keeps saved files from being shown; only in a preview."""
    if not current_settings.get().preview:
        abort(404)
    version = current_version.get()(current_holder.get().current())
    return jsonify(version=version, problems=list(current_mistakes.get()()))


def preview_script() -> Markup:
    """What makes an open page follow the editor; nothing outside of a preview.

    The answer to a form is left alone: to load it again would mean to send the form again.
    """
    if not current_settings.get().preview or request.method != "GET":
        return Markup("")
    version = current_version.get()(request_library())
    return Markup(render_template("articles/_preview.html", version=version))  # noqa: S704 - rendered with escaping

"""The script of the help button, its words in each language, and a page that shows how to use it."""

import json
from functools import cache

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.kernel.language import LANGUAGES
from portal.web.current import current_settings
from portal.web.i18n import current_language, speaking
from portal.web.i18n import gettext as _
from portal.web.pages import page, public
from portal.web.problems import json_response
from portal.web.static import STATIC

CODE = {
    name: Markup("<code>{}</code>").format(source)
    for name, source in {
        "attribute": "lang",
        "own": 'data-language="de"',
        "script": "script-src",
        "connect": "connect-src",
        "open": "portalHelp.open()",
    }.items()
}
"""What stands in the page's sentences as it is, whatever their language."""

blueprint = Blueprint("widget", __name__, template_folder="templates")


@blueprint.get("/widget.js")
@public
def script() -> ResponseReturnValue:
    """The button for any page of any site: no cookie, nothing stored, nothing loaded until it is pressed."""
    labels = {}
    for language in LANGUAGES:
        with speaking(language):
            labels[language.tag] = _("Help")
    source = _source().replace('"@LABELS@"', json.dumps(labels, ensure_ascii=False))
    response = Response(source, mimetype="text/javascript")
    # Sites that isolate themselves load only what says that it may be loaded.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/<language:language>/widget.json")
@public
def words() -> ResponseReturnValue:
    """What the open panel says, and where its ways lead; readable from any site."""
    base, language = current_settings.get().base_url, current_language()
    has_chat = current_settings.get().chat != "off"
    response = json_response(
        {
            "title": _("How can we help?"),
            "close": _("Close"),
            "question": _("Question, error code or API response"),
            "search": _("Search"),
            "found": _("Answers found: %(count)s", count="{n}"),
            "nothing": _("No answer found. Ask us."),
            "long": _("Press “Search” to look for this text on our site."),
            "failed": _("The search does not answer right now."),
            "ask": _("Ask support"),
            "chat": _("Chat") if has_chat else "",
            "chat_url": base + url_for("chat.show", language=language),
            "incident": _("Incident:"),
            "status_good": _("No known incidents"),
            "status_unknown": _("The state of the platform is not known right now"),
        }
    )
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/<language:language>/widget/")
@public
def show() -> ResponseReturnValue:
    """How to put the button on a page, with the button itself."""
    base = current_settings.get().base_url
    tag = f'<script src="{base}/widget.js" async></script>'
    return page("widget/show.html", base=base, tag=tag, code=CODE)


@cache
def _source() -> str:
    folder = STATIC / "widget"
    styles = " ".join((folder / "widget.css").read_text("utf-8").split())
    return (folder / "widget.js").read_text("utf-8").replace("@STYLES@", styles)

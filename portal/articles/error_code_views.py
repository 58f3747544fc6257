"""Error codes as pages and as JSON: a table of all, and an address for each; nothing here knows the visitor."""

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict

from portal.articles import error_code_wording as wording
from portal.articles.current import request_library
from portal.articles.error_code_documents import error_document
from portal.articles.error_codes import ErrorCode, ErrorSide
from portal.articles.model import Library
from portal.articles.notice_views import site_notices
from portal.articles.places import find_place
from portal.articles.shapes import ErrorList
from portal.masking.mask import mask_text
from portal.web.i18n import current_language
from portal.web.interface.cursors import CURSOR, limit_parameter, link_next, take_part
from portal.web.interface.describing import LOCALE, described
from portal.web.pages import page, public
from portal.web.problems import asked_language, json_response
from portal.web.shell import absolute

blueprint = Blueprint("error_codes", __name__, template_folder="templates")
# The card of a code stands on pages of several rooms, in macros that see nothing but globals.
blueprint.record_once(lambda state: state.app.jinja_env.globals.update(error_wording=wording))

MOST_LISTED = 1_000
"""Codes in one part of the list for programs."""
MAX_WORDS = 200
"""Characters of a question to the table; a whole pasted answer belongs into the search."""


@blueprint.before_request
def _mask_question() -> None:
    """What was typed may hold a key: no page and no link on it may repeat it."""
    if "q" in request.args:
        typed = mask_text(request.args["q"][:MAX_WORDS]).text.strip()
        request.args = ImmutableMultiDict({"q": typed, "side": request.args.get("side", "")[:MAX_WORDS]})


@blueprint.get("/<language:language>/errors/")
@public
def index() -> ResponseReturnValue:
    """Every code by group; words and a side narrow the table."""
    library, language = request_library(), current_language()
    asked, side = request.args.get("q", ""), request.args.get("side", "")
    groups = []
    for group in library.error_codes.groups:
        codes = [code for code in group.codes if not side or side in code.sides]
        shown = [code for code in codes if wording.is_about(code, asked, language)]
        if shown:
            groups.append((group, shown))
    return page(
        "articles/error_codes.html",
        groups=groups,
        asked=asked,
        side=side if side in set(ErrorSide) else "",
        sides=[(each.value, wording.side_name(each)) for each in ErrorSide],
        count=sum(len(codes) for _, codes in groups),
    )


@blueprint.get("/<language:language>/errors/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """One code: what happened, whose side it is on, what to do now, and the article that goes further."""
    library = request_library()
    found = library.error_codes.find(code)
    if found is None:
        # An answer of our own API is known to many by its status alone, which several of them share.
        return redirect(url_for("error_codes.index", q=code), 302) if _is_status(library, code) else abort(404)
    if code != found.key:
        # A number of a range is explained at the address of the range.
        return redirect(url_for("error_codes.show", code=found.key), 302)
    text, spoken = found.find_text(current_language())
    group = next(group for group in library.error_codes.groups if group.id == found.group)
    answering = find_place(library, found.article, found.anchor, current_language())
    return page(
        "articles/error_code.html",
        code=found,
        text=text,
        spoken=spoken,
        group=group,
        answering=answering,
        brought=_brought(found),
        site_notices=site_notices,
    )


@blueprint.get("/api/v1/errors")
@public
@described(
    "Error codes",
    ErrorList,
    parameters=(LOCALE, limit_parameter(MOST_LISTED), CURSOR),
    problems={400: "An unknown locale or cursor, or a bad limit."},
)
def list_documents() -> Response:
    """Every code with its texts in one language, English ones standing in; in parts where a limit is given."""
    language = asked_language()
    if isinstance(language, Response):
        return language
    codes = request_library().error_codes.codes
    part = take_part(codes, lambda code: code.key, MOST_LISTED)
    if isinstance(part, Response):
        return part
    documents = [
        error_document(code, language, absolute(url_for("error_codes.show", language=language, code=code.key)))
        for code in part.entries
    ]
    document: ErrorList = {"locale": language.tag, "total": len(codes), "errors": documents, "next": part.next}
    return link_next(json_response(document), part.next)


def _is_status(library: Library, code: str) -> bool:
    return any(str(each.http) == code for each in library.error_codes.codes)


def _brought(code: ErrorCode) -> dict[str, str]:
    """What a request about a code begins with."""
    return {"component": code.component or "", "error": _as_typed(code), "article": str(code.article or "")}


def _as_typed(code: ErrorCode) -> str:
    """What a customer would put into the wizard's field for the error."""
    return code.key if code.number is not None else code.title or code.key

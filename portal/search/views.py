"""Search as pages, as suggestions and as JSON; nothing here needs the database or knows the visitor.

What was typed may hold a key or a telephone number: it is masked in the request itself before any view sees it, so that
no page, no link on a page (the other languages' links repeat the address) and no log can show it.

A question stands in the address, so that its page can be shared. The form sends it in the body, where no history and no
server on the way keeps it: what may stand in an address is led there, what may not is answered at once. The script
saves that detour for harmless questions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict

from portal.articles.current import hold_library, request_library
from portal.articles.model import ArticleId, Kind
from portal.articles.wording import kind_name
from portal.policy.current import current_components
from portal.search.asked import Asked, brought_along, clean_question, short_form, what_was_found
from portal.search.current import current_search
from portal.search.exports import answer_document
from portal.search.handing_over import hand_over
from portal.search.learning.noticing import notice_search, ticket_for
from portal.search.model import FACETS, Answer, Filters, Question, Result
from portal.search.narrowing import known_values, name_values, offer_groups, read_filters, unknown_filter
from portal.search.searcher import Reader
from portal.search.shapes import SearchAnswer
from portal.web.current import current_settings, current_site
from portal.web.i18n import current_language
from portal.web.interface.cursors import limit_parameter, read_limit
from portal.web.interface.describing import LOCALE, Parameter, described
from portal.web.limits import limiter
from portal.web.pages import page, public
from portal.web.problems import asked_language, json_response, problem_response

blueprint = Blueprint("search", __name__, template_folder="templates")

PASTES = "120 per minute"
"""From one network: an office at work. A paste is longer than a question and no cache keeps its answer."""

MAX_ECHO = 2_000
"""Characters of a question that its page repeats; pasted text is looked through as a whole before."""

MAX_PARAMETER = 60
MAX_LIMIT = 50
_PARAMETERS = (*FACETS, "page", "literal", "locale", "limit")
_SHOWN_IN_HEADING = 80
_RETRY_AFTER_S = "5"


@blueprint.before_request
def _mask_question() -> None:
    """Leave nothing of the address in the request but what is meant, secrets masked and long texts cut."""
    sent = request.form if request.method == "POST" else request.args
    g.asked = clean_question(sent.get("q", ""))
    kept = {name: request.args[name][:MAX_PARAMETER] for name in _PARAMETERS if name in request.args}
    asked = {"q": g.asked.text[:MAX_ECHO].strip()} if "q" in sent else {}
    request.args = ImmutableMultiDict({**asked, **kept})


@blueprint.get("/<language:language>/search")
@public
def results() -> ResponseReturnValue:
    """The results page; without a question the field alone."""
    with _open_indexes() as indexes:
        answer = _answer(indexes)
        _repeat(answer)
        body = _results_page(answer)
    return _unfinished(make_response(body, 503)) if answer.building else body


@blueprint.post("/<language:language>/search")
@limiter.limit(PASTES)
@public
def results_of_paste() -> ResponseReturnValue:
    """The results page for a question that must not stand in an address; any other has its page at its address."""
    if not g.asked.is_confidential:
        return redirect(url_for("search.results", q=request.args.get("q") or None), 303)
    with _open_indexes() as indexes:
        answer = _answer(indexes)
        _repeat(answer)
        g.is_shareable = True
        body = _results_page(answer)
    response = make_response(body, 503 if answer.building else 200)
    return _unfinished(response) if answer.building else _kept_nowhere(response)


@blueprint.get("/<language:language>/search/suggest")
@public
def suggest() -> ResponseReturnValue:
    """The list under the field while somebody types."""
    with _open_indexes() as indexes:
        found = indexes.suggest(_typed(), current_language())
        return render_template("search/_suggestions.html", suggestions=found)


@blueprint.get("/api/v1/search")
@public
@described(
    "Search",
    SearchAnswer,
    parameters=(
        Parameter("q", "Words, an error code, or a whole pasted answer of the API."),
        LOCALE,
        limit_parameter(MAX_LIMIT),
        *(Parameter(name, f"Only results whose {name} this is.") for name in FACETS),
    ),
    problems={400: "An unknown locale or filter, or a bad limit.", 503: "The index is being built."},
)
def show_document() -> ResponseReturnValue:
    """Articles and error codes for a question, best first; secrets in it are masked before anything is looked up."""
    language = asked_language()
    if isinstance(language, Response):
        return language
    limit = read_limit(10, MAX_LIMIT)
    if isinstance(limit, Response):
        return limit
    with _open_indexes() as indexes:
        known = known_values(current_site.get()(), current_components.get()())
        if problem := unknown_filter(request.args, known):
            return problem_response(400, "Unknown filter", problem)
        answer = indexes.search(Question(_typed(), language, read_filters(request.args, known), limit=limit))
        if answer.building:
            return _unfinished(problem_response(503, "Not ready", "The search index is being built."))
        notice_search(answer)
        return json_response(answer_document(answer, current_components.get()(), current_settings.get().base_url))


@contextmanager
def _open_indexes() -> Iterator[Reader]:
    """The indexes for this request; what stands around an answer comes from the library that they were made from.

    The index follows a change by a second or more. A page whose results are from before it and whose frame is from
    after it would be half a change.
    """
    with current_search.get().open() as reader:
        if reader.library and _typed().strip():
            hold_library(reader.library)
        yield reader


def _answer(indexes: Reader) -> Answer:
    """The answer to what was asked by address or in the body, counted; without a question an empty one."""
    question = _asked()
    answer = indexes.search(question) if question.text.strip() else Answer(question)
    notice_search(answer)
    return answer


def _repeat(answer: Answer) -> None:
    """From here on a paste is repeated in the few words that give the same answer: in the field, in links."""
    if answer.searched_for:
        request.args = ImmutableMultiDict({**request.args, "q": short_form(answer)[:MAX_ECHO]})


def _results_page(answer: Answer) -> str:
    return page("search/results.html", answer=answer, **_surroundings(answer), **_learning(answer), **_found())


def _asked() -> Question:
    """The question of a results page's address; what cannot be meant is left out."""
    return Question(
        _typed(),
        current_language(),
        read_filters(request.args, known_values(current_site.get()(), current_components.get()())),
        page=_number("page", default=1),
        literal=request.args.get("literal") == "1",
        parted=True,
    )


def _typed() -> str:
    """The whole question, which may be longer than what its page repeats."""
    asked: Asked = g.asked
    return asked.text


def _found() -> dict[str, Any]:
    """What the page tells of what was masked."""
    return what_was_found(g.asked, request.args.to_dict(), posted=request.method == "POST")


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _surroundings(answer: Answer) -> dict[str, Any]:
    """What the page shows around an answer: its words, its filters, its further addresses."""
    asked = request.args.get("q", "")
    filters = answer.question.filters
    names = name_values(current_site.get()(), current_components.get()(), current_language())
    literally = "1" if answer.question.literal else None
    shown = " ".join(asked.split())

    def address(filters: Filters, **more: Any) -> str:
        return url_for("search.results", **{"q": asked, "literal": literally, **dict(filters.pairs()), **more})

    return {
        "asked": asked,
        "brought": brought_along(answer, g.asked),
        "pasted": bool(answer.searched_for),
        "handed": hand_over(answer, g.asked),
        "heading": shown if len(shown) <= _SHOWN_IN_HEADING else f"{shown[:_SHOWN_IN_HEADING].rstrip()} …",
        "categories": current_site.get()().categories,
        "facets": offer_groups(answer, names, address),
        "is_draft": _is_draft,
        "kind_label": lambda value: kind_name(Kind(value)),
        "literal_address": address(filters, literal="1"),
        "page_address": lambda number: address(filters, page=number),
    }


def _learning(answer: Answer) -> dict[str, str]:
    """By what the page's links say later which question was answered."""
    return {"question_ticket": ticket_for(answer)}


def _is_draft(result: Result) -> bool:
    """Whether a result is a text that only a preview shows."""
    drafts = request_library().drafts.get(ArticleId(result.category, result.slug), {})
    return result.language.tag in drafts


def _kept_nowhere(response: Response) -> Response:
    """An answer to what one person sent."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _unfinished(response: Response) -> Response:
    """An answer that will be another one in a moment."""
    response.headers["Retry-After"] = _RETRY_AFTER_S
    response.headers["Cache-Control"] = "no-store"
    return response

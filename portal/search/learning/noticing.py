"""Counting what happens in a request. Nothing here waits, fails a request, or looks at who asks."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import request

from portal.articles.current import current_library
from portal.kernel.language import Language
from portal.search.learning.current import current_question_log
from portal.search.learning.keys import answered_key, question_key
from portal.search.learning.model import Asked, Counts
from portal.search.learning.tickets import make_ticket
from portal.search.model import Answer
from portal.web.current import current_clock, current_secret
from portal.web.page_cache import METHOD_ASKED

# A browser that fetches ahead of a click says so by one of these; nobody has asked yet.
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_STAFF = "/insights/"


def notice_search(answer: Answer) -> None:
    """Count a question that somebody asked on a page or through the API.

    Further pages, filters and the wish to have it word for word belong to a question that is counted already.
    """
    question = answer.question
    refined = question.page > 1 or question.filters.pairs() or question.literal
    if not refined and _is_meant():
        notice_answer(answer)


def notice_answer(answer: Answer) -> None:
    """Count a question with what it found; one that met no index is not counted, since it will be asked again."""
    if answer.building:
        return
    found = bool(answer.total or answer.errors)
    counts = Counts(asked=1, without_result=int(not found), only_english=int(answer.fallback and not answer.errors))
    _count(answer.question.language, answered_key(answer), counts)


def notice_opened(language: Language, question: str) -> None:
    """Count that something of the answer to a question was opened."""
    _count(language, question, Counts(opened=1))


def notice_case(questions: Iterable[tuple[Language, str]]) -> None:
    """Count a case for each of the questions that came before it, each once; they are given by their keys."""
    for language, question in dict.fromkeys(questions):
        _count(language, question, Counts(cases=1))


def question_brought(text: str) -> str:
    """The key that a link brought along; whatever stands in the link, what is kept of it is fit to be kept."""
    return question_key(text, current_library.get()().error_codes.numbers)


def ticket_for(answer: Answer) -> str:
    """The ticket of a question for its page of results."""
    today = current_clock.get()().date()
    return make_ticket(current_secret.get(), answer.question.language, answered_key(answer), today)


def _is_meant() -> bool:
    """Whether somebody asked: not a mere check, not a page fetched ahead, not an editor who looks into a figure."""
    if request.environ.get(METHOD_ASKED, request.method) == "HEAD":
        return False
    if any("prefetch" in request.headers.get(name, "").lower() for name in _AHEAD):
        return False
    return not urlsplit(request.headers.get("Referer", "")).path.startswith(_STAFF)


def _count(language: Language, question: str, counts: Counts) -> None:
    if question:
        current_question_log.get().add(Asked(current_clock.get()().date(), language.tag, question), counts)

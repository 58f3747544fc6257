"""What assistants may ask: the same answers as the JSON interface gives, made of files alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import url_for
from pydantic import BaseModel, TypeAdapter
from typing_extensions import TypedDict

from portal.articles.current import request_library
from portal.articles.error_code_documents import error_document
from portal.articles.links import ArticleId, article_address
from portal.articles.model import Found
from portal.articles.plain_markdown import write_body
from portal.articles.shapes import ErrorDocument
from portal.connect.mcp.arguments import (
    TAGS,
    ArticleArguments,
    ErrorArguments,
    IncidentArguments,
    PromiseArguments,
    SearchArguments,
)
from portal.incidents.current import current_reading
from portal.incidents.documents import status_document
from portal.incidents.rules import health_of
from portal.incidents.shapes import StatusDocument
from portal.kernel.language import Language, find_language
from portal.masking.mask import mask_text
from portal.policy.current import current_components, current_policy
from portal.policy.documents import promise_document
from portal.policy.rules import make_promise
from portal.policy.shapes import PromiseDocument
from portal.search.asked import clean_question
from portal.search.current import current_search
from portal.search.exports import answer_document
from portal.search.learning.noticing import notice_search
from portal.search.model import Answer, Question
from portal.search.shapes import SearchAnswer
from portal.web.current import current_clock, current_settings
from portal.web.i18n import speaking
from portal.web.shell import absolute


class NothingFound(Exception):
    """A tool has no answer; the message tells the assistant what to try."""


class ArticleText(TypedDict):
    """An article to be read by an assistant."""

    title: str
    url: str
    locale: str
    changed_on: str
    markdown: str


@dataclass(frozen=True)
class Tool:
    """Something an assistant may ask."""

    title: str
    purpose: str
    arguments: type[BaseModel]
    shape: Any
    ask: Callable[[Any], Any]

    def describe(self, name: str) -> dict[str, Any]:
        """The tool as ``tools/list`` tells of it."""
        return {
            "name": name,
            "title": self.title,
            "description": self.purpose,
            "inputSchema": self.arguments.model_json_schema(),
            "outputSchema": TypeAdapter(self.shape).json_schema(mode="serialization"),
            "annotations": {"readOnlyHint": True, "openWorldHint": False, "idempotentHint": True},
        }


def search(asked: SearchArguments) -> SearchAnswer:
    """Articles and error codes for a question."""
    answer = _look_up(asked.query, _language(asked.locale), asked.limit)
    notice_search(answer)
    return answer_document(answer, current_components.get()(), current_settings.get().base_url)


def get_article(asked: ArticleArguments) -> ArticleText:
    """One article as Markdown, complete in itself."""
    found = _find_article(asked.article, _language(asked.locale))
    address = article_address(found.requested, found.id)
    with speaking(found.requested):
        return {
            "title": found.article.title,
            "url": absolute(address),
            "locale": found.article.language.tag,
            "changed_on": found.article.changed_on.isoformat(),
            "markdown": write_body(found),
        }


def explain_error(asked: ErrorArguments) -> ErrorDocument:
    """What an error code means, whose side it is on, and what to do now."""
    language = _language(asked.locale)
    known = request_library().error_codes.find(asked.error.strip())
    if known is None:
        found = (each.error for each in _look_up(asked.error, language, 1).errors)
        known = next((error for error in found if error), None)
    if known is None:
        raise NothingFound("No error code in it is known here. Try `search` with the words of the message.")
    return error_document(known, language, absolute(url_for("error_codes.show", language=language, code=known.key)))


def current_incidents(asked: IncidentArguments) -> StatusDocument:
    """What is broken now and what is planned."""
    reading, now = current_reading.get()(), current_clock.get()()
    states = [(component, health_of(reading, component.id, now)) for component in current_components.get()()]
    return status_document(reading, states, _language(asked.locale), now)


def promise_for_plan(asked: PromiseArguments) -> PromiseDocument:
    """By when the support team answers and aims to solve a request that would be opened now."""
    policy = current_policy.get()()
    levels = [rule.level for rule in policy.severities]
    severity = max(levels) if asked.severity is None else asked.severity
    if severity not in levels:
        raise NothingFound(f"severity must be one of {', '.join(map(str, levels))}.")
    if policy.find_plan(asked.plan) is None:
        raise NothingFound(f"plan must be one of {', '.join(plan.id for plan in policy.plans)}.")
    now = current_clock.get()()
    promise = make_promise(policy, plan=asked.plan, channel=asked.channel, severity=severity, side=asked.side, at=now)
    return promise_document(promise)


TOOLS: dict[str, Tool] = {
    "search": Tool(
        "Search the help",
        "Finds articles and error codes for a question in the portal's help. Secrets in the question are masked.",
        SearchArguments,
        SearchAnswer,
        search,
    ),
    "get_article": Tool(
        "Read an article",
        "Gives a whole help article as Markdown; hours and plans in it are those of today's support policy.",
        ArticleArguments,
        ArticleText,
        get_article,
    ),
    "explain_error": Tool(
        "Explain an error",
        "Explains an error code of the API: meaning, whose side it is on, whether sending again helps, what to do.",
        ErrorArguments,
        ErrorDocument,
        explain_error,
    ),
    "current_incidents": Tool(
        "Current incidents",
        "Tells which incidents and maintenance are going on, how each component is, and how old that reading is.",
        IncidentArguments,
        StatusDocument,
        current_incidents,
    ),
    "promise_for_plan": Tool(
        "Promise for a plan",
        "Tells by when the support team answers a request that is opened now, and by when it aims to solve it.",
        PromiseArguments,
        PromiseDocument,
        promise_for_plan,
    ),
}


def _look_up(text: str, language: Language, limit: int) -> Answer:
    with current_search.get().open() as reader:
        answer = reader.search(Question(clean_question(text).text, language, limit=limit))
    if answer.building:
        raise NothingFound("The search index is being built. Ask again in a few seconds.")
    return answer


def _find_article(named: str, language: Language) -> Found:
    parts = [part for part in urlsplit(named.strip()).path.split("/") if part]
    if len(parts) == 3 and find_language(parts[0]):
        parts = parts[1:]
    identifier = ArticleId(parts[0], parts[1].removesuffix(".md")) if len(parts) == 2 else None
    found = request_library().find(identifier.category, identifier.slug, language) if identifier else None
    if found is None:
        raise NothingFound(
            f"There is no article {mask_text(named[:80]).text}. `search` gives the addresses of those there are."
        )
    return found


def _language(tag: str) -> Language:
    found = find_language(tag)
    if found is None:
        raise NothingFound(f"locale must be one of {TAGS}.")
    return found

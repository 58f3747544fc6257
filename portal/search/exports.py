"""An answer as JSON (contract, section 7): the same for programs and for the command line."""

from portal.articles.links import ArticleId, article_address
from portal.policy.model import Components
from portal.search.model import Answer, ArticleLink, KnownError, Result
from portal.search.shapes import SearchAnswer, SearchError, SearchResult


def answer_document(answer: Answer, components: Components, base_url: str) -> SearchAnswer:
    """The answer's document; ``snippet`` is HTML in which only ``<mark>`` is markup."""

    def address(found: Result | ArticleLink, anchor: str = "") -> str:
        path = article_address(answer.question.language, ArticleId(found.category, found.slug))
        return f"{base_url}{path}#{anchor}" if anchor else f"{base_url}{path}"

    def address_of_error(known: KnownError) -> str | None:
        if known.error:
            return f"{base_url}/{answer.question.language.tag}/errors/{known.error.key}"
        return address(known.article) if known.article else None

    return {
        "query": answer.question.text,
        "locale": answer.question.language.tag,
        "total": answer.total,
        "took_ms": answer.took_ms,
        "did_you_mean": answer.did_you_mean,
        "error": _error(answer.errors[0], components, address_of_error(answer.errors[0])) if answer.errors else None,
        "results": [
            _result(result, address(result, result.section.anchor if result.section else ""))
            for result in answer.results
        ],
    }


def _error(known: KnownError, components: Components, url: str | None) -> SearchError:
    component = components.find(known.component)
    return {
        "code": known.code,
        "title": known.title,
        "side": known.side or (component.side.value if component else None),
        "url": url,
    }


def _result(result: Result, url: str) -> SearchResult:
    section = result.section
    return {
        "title": result.title,
        "url": url,
        "locale": result.language.tag,
        "summary": result.summary,
        "snippet": str(result.snippet),
        "kind": result.kind,
        "component": result.component or None,
        "section": {"title": section.title, "anchor": section.anchor} if section else None,
        "score": result.score,
    }

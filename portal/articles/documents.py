"""Articles as JSON (contract, section 7)."""

from portal.articles.model import Found, Rendered
from portal.articles.plain_markdown import write_body
from portal.articles.shapes import ArticleAlternate, ArticleDocument, ArticleEntry


def article_entry(found: Found, url: str) -> ArticleEntry:
    """What is known about an article; ``locale`` is that of the text, English where there is no translation."""
    article = found.article
    return {
        "category": found.id.category,
        "slug": found.id.slug,
        "url": url,
        "locale": article.language.tag,
        "fallback": found.fallback,
        "stale": found.stale,
        "title": article.title,
        "summary": article.summary,
        "kind": article.kind,
        "component": article.component,
        "error_codes": list(article.error_codes),
        "changed_on": article.changed_on.isoformat(),
    }


def article_document(found: Found, body: Rendered, url: str, alternates: list[ArticleAlternate]) -> ArticleDocument:
    """The same with the text: the Markdown with promises filled in, the HTML as shown, the headings with anchors."""
    return {
        **article_entry(found, url),
        "related": [str(other.id) for other in found.library.list_related(found)],
        "fingerprint": found.article.fingerprint,
        "markdown": write_body(found),
        "html": str(body.html),
        "sections": [
            {"anchor": section.anchor, "title": section.title, "level": section.level} for section in body.sections
        ],
        "alternates": alternates,
    }

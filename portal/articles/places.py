"""Where in the library something is answered, as data that names an article and a heading means it."""

from dataclasses import dataclass

from portal.articles.links import ArticleId, article_address
from portal.articles.model import Found, Library
from portal.kernel.language import Language


@dataclass(frozen=True, slots=True)
class Place:
    """An article for a reader, and where in it."""

    found: Found
    address: str
    anchor: str
    section: str
    """The heading's words; empty, as its anchor, when the article as a whole is meant."""


def find_place(library: Library, article: ArticleId | None, anchor: str, reader: Language) -> Place | None:
    """The article in the reader's language, or in English where there is no other; None when there is neither."""
    found = library.find(article.category, article.slug, reader) if article else None
    if article is None or found is None:
        return None
    heading = next((each for each in found.article.outline.headings if each.anchor == anchor), None)
    if heading is None:
        return Place(found, article_address(found.requested, article), "", "")
    return Place(found, article_address(found.requested, article, heading.anchor), heading.anchor, heading.words)

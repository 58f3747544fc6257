"""Headings: their order, their ids, and whether a translation has the ids of the English text."""

from collections.abc import Iterator

from portal.articles.model import Article
from portal.articles.outline import has_bad_id
from portal.kernel.problem import Problem


def check_headings(article: Article, english: Article) -> Iterator[Problem]:
    """Everything that is wrong with the headings of an article."""
    seen, level = set[str](), 1
    for heading in article.outline.headings:
        if has_bad_id(heading):
            message = "a heading's id is {#letters-digits-and-hyphens}"
            yield Problem(article.path, heading.line, "bad-anchor", message)
        if heading.explicit and heading.wanted in seen:
            message = f"#{heading.wanted} stands here a second time"
            yield Problem(article.path, heading.line, "duplicate-anchor", message)
        if heading.level == 1 or heading.level > level + 1:
            message = "headings begin with ## (the title is the page's first) and go down one level at a time"
            yield Problem(article.path, heading.line, "heading-level", message, fatal=False)
        seen.add(heading.wanted)
        level = heading.level
    missing = sorted(english.outline.anchors - article.outline.anchors)
    added = sorted(article.outline.anchors - english.outline.anchors)
    if missing or added:
        parts = [f"lacks #{anchor}" for anchor in missing] + [f"has #{anchor} more" for anchor in added]
        message = f"anchors differ from the English text's: {', '.join(parts)}"
        yield Problem(article.path, 1, "anchors-differ", message, fatal=False)

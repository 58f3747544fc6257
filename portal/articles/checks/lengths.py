"""How long what stands in results may be."""

from collections.abc import Iterator

from portal.articles.frontmatter import MAX_SUMMARY, MAX_TITLE
from portal.articles.model import Article
from portal.kernel.problem import Problem


def check_lengths(article: Article) -> Iterator[Problem]:
    """Titles and summaries that would be cut where they are shown."""
    if len(article.title) > MAX_TITLE:
        message = f"title has {len(article.title)} characters; results show {MAX_TITLE}"
        yield Problem(article.path, article.lines.get("title", 1), "title-length", message, fatal=False)
    if len(article.summary) > MAX_SUMMARY:
        message = f"summary has {len(article.summary)} characters; results show {MAX_SUMMARY}"
        yield Problem(article.path, article.lines.get("summary", 1), "summary-length", message, fatal=False)

"""The shapes of articles and error codes as JSON, as the description of the interface tells of them."""

from pydantic import with_config
from typing_extensions import TypedDict

from portal.articles.error_codes import ErrorSide, Retry, SupportHelps
from portal.articles.model import Kind
from portal.web.interface.describing import Day


@with_config(use_attribute_docstrings=True)
class ArticleEntry(TypedDict):
    """What is known about an article."""

    category: str
    slug: str
    url: str
    locale: str
    """Of the text."""
    fallback: bool
    """Whether the text is English because nobody has translated it."""
    stale: bool
    """Whether the English text has changed since it was translated."""
    title: str
    summary: str
    kind: Kind
    component: str | None
    error_codes: list[int]
    changed_on: Day


class ArticleSection(TypedDict):
    """A heading of an article."""

    anchor: str
    title: str
    level: int


class ArticleAlternate(TypedDict):
    """The article in another language."""

    locale: str
    url: str
    available: bool


@with_config(use_attribute_docstrings=True)
class ArticleDocument(ArticleEntry):
    """An article with its text."""

    related: list[str]
    """Articles by category and slug."""
    fingerprint: str
    markdown: str
    """Complete in itself: promises are filled in, links and pictures have full addresses."""
    html: str
    sections: list[ArticleSection]
    alternates: list[ArticleAlternate]


@with_config(use_attribute_docstrings=True)
class ArticleList(TypedDict):
    """Articles of one language."""

    locale: str
    total: int
    """In all parts together."""
    articles: list[ArticleEntry]
    next: str | None
    """The cursor of the next part; null with the last one."""


@with_config(use_attribute_docstrings=True)
class ErrorDocument(TypedDict):
    """What is known about an error code."""

    code: str
    last: str | None
    """The last number of a range that begins with the code."""
    title: str | None
    """As Meta or the API writes it."""
    http: int | None
    group: str
    component: str | None
    side: list[ErrorSide]
    retry: Retry
    wait_seconds: int | None
    support: SupportHelps
    locale: str
    meaning: str
    action: str
    article: str | None
    url: str


@with_config(use_attribute_docstrings=True)
class ErrorList(TypedDict):
    """Error codes of one language."""

    locale: str
    total: int
    """In all parts together."""
    errors: list[ErrorDocument]
    next: str | None
    """The cursor of the next part; null with the last one."""

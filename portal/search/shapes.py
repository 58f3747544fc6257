"""The shapes of the search's JSON (contract, section 7), as the description of the interface tells of them."""

from pydantic import with_config
from typing_extensions import TypedDict


@with_config(use_attribute_docstrings=True)
class SearchError(TypedDict):
    """The error that a question is about."""

    code: str
    title: str
    side: str | None
    """Who can remove the cause: customer, provider or meta."""
    url: str | None


class SearchSection(TypedDict):
    """The part of an article that answers best."""

    title: str
    anchor: str


@with_config(use_attribute_docstrings=True)
class SearchResult(TypedDict):
    """An article that was found."""

    title: str
    url: str
    locale: str
    """Of title, summary and snippet: English where nobody has translated the article."""
    summary: str
    snippet: str
    """HTML in which only `<mark>` is markup."""
    kind: str
    component: str | None
    section: SearchSection | None
    score: float


@with_config(use_attribute_docstrings=True)
class SearchAnswer(TypedDict):
    """What the portal says to a question."""

    query: str
    """With secrets masked."""
    locale: str
    total: int
    took_ms: float
    did_you_mean: str | None
    """The question that was answered, when typing errors were corrected in it."""
    error: SearchError | None
    results: list[SearchResult]

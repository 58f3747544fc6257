"""What goes into the index and what comes out of a search, as plain values."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.kernel.language import Language


@dataclass(frozen=True)
class SectionDoc:
    """A part of an article under one heading; the text before the first heading has no anchor and no title."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class Document:
    """One article as the index of one language holds it."""

    category: str
    slug: str
    language: Language
    """The language the text is written in: English in another language's index when nobody translated it."""
    fallback: bool
    """Whether the text is English because the language of the index has none."""
    title: str
    summary: str
    kind: str
    component: str
    """Id in ``components.yml``; empty when the article names none."""
    codes: tuple[str, ...]
    """Error codes this is the article for, as digits."""
    keywords: tuple[str, ...]
    sections: tuple[SectionDoc, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that an engine found: its number in the index and how well it fits."""

    number: int
    score: float
    coverage: float
    """The share of the question's weight that occurs in the document, between 0 and 1."""


@dataclass(frozen=True)
class SectionLink:
    """The section of a result that answers best."""

    title: str
    anchor: str


@dataclass(frozen=True)
class Result:
    """One line of the results page."""

    category: str
    slug: str
    language: Language
    """The language of title, summary and snippet."""
    fallback: bool
    title: str
    marked_title: Markup
    summary: str
    snippet: Markup
    kind: str
    component: str
    section: SectionLink | None
    score: float


@dataclass(frozen=True)
class KnownError:
    """An error code of the question that has an article of its own."""

    code: str
    title: str
    summary: str
    component: str
    category: str
    slug: str
    language: Language


@dataclass(frozen=True)
class Suggestion:
    """One line of the as-you-type list: an article, one of its sections, or the article for an error code."""

    category: str
    slug: str
    anchor: str
    marked: Markup
    """The title of the article or section, with what was typed marked."""
    context: str
    """The article's title when the line is a section; the error code when the line is one; else empty."""
    language: Language


@dataclass(frozen=True)
class Question:
    """What somebody wants to know, and which part of the results."""

    text: str
    language: Language
    category: str = ""
    kind: str = ""
    page: int = 1
    limit: int = 10
    literal: bool = False
    """Whether words are taken as typed, without the correction of typing errors."""


@dataclass(frozen=True)
class Answer:
    """What the portal says to a question."""

    question: Question
    total: int = 0
    page: int = 1
    pages: int = 1
    results: tuple[Result, ...] = ()
    errors: tuple[KnownError, ...] = ()
    did_you_mean: str | None = None
    """The question with its typing errors corrected, when the results are those of the corrected one."""
    searched_for: str = ""
    """The words that were looked for, when a pasted text was reduced to them; else empty."""
    fallback: bool = False
    """Whether the language has nothing and these are the English results."""
    building: bool = False
    """Whether there is no index yet, so that nothing could be looked up."""
    took_ms: float = 0.0

    @property
    def further_results(self) -> tuple[Result, ...]:
        """The results beside the articles that explain the question's error codes."""
        explained = {(error.category, error.slug) for error in self.errors}
        return tuple(result for result in self.results if (result.category, result.slug) not in explained)

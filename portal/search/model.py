"""What goes into the index and what comes out of a search, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from portal.articles.error_codes import ErrorCode, ErrorText
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
class Filters:
    """Restrictions that every result must meet; empty ones restrict nothing."""

    category: str = ""
    kind: str = ""
    component: str = ""

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The facets that are restricted, with the value that each must have."""
        wanted = (("category", self.category), ("kind", self.kind), ("component", self.component))
        return tuple((facet, value) for facet, value in wanted if value)


FACETS = ("category", "kind", "component")
"""By what results can be narrowed, in the order in which it is offered."""

FacetCounts = Mapping[str, Mapping[str, int]]
"""For each facet how many results each of its values would leave, the choice in the facet itself left aside."""


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
class ArticleLink:
    """An article that a line of the page leads to."""

    category: str
    slug: str
    title: str
    summary: str
    language: Language
    """The language of title and summary."""


@dataclass(frozen=True)
class KnownError:
    """An error of the question that is explained in the error data, in an article, or in both."""

    code: str
    """As it was asked for; one of a range has its own number, an answer without a number its slug."""
    language: Language
    """The reader's."""
    error: ErrorCode | None
    article: ArticleLink | None
    component: str
    """Id in ``components.yml``; empty when nobody names one."""

    @property
    def title(self) -> str:
        """As Meta writes it; the article's where none is documented."""
        return (self.error and self.error.title) or (self.article and self.article.title) or self.code

    @property
    def text(self) -> ErrorText:
        """What happened and what to do now; of a code without data, the article's summary."""
        if self.error:
            return self.error.find_text(self.language)[0]
        return ErrorText(self.article.summary if self.article else "", "")

    @property
    def spoken(self) -> Language:
        """The language of the text."""
        if self.error:
            return self.error.find_text(self.language)[1]
        return self.article.language if self.article else self.language

    @property
    def side(self) -> str | None:
        """Who can remove the cause: the one to turn to first."""
        return self.error.sides[0].value if self.error and self.error.sides else None


@dataclass(frozen=True)
class BareStatus:
    """The HTTP status of a failure, when the question tells nothing else that has an explanation."""

    status: int
    answers: tuple[ErrorCode, ...]
    """Those of our own answers that have it."""


@dataclass(frozen=True)
class Suggestion:
    """One line of the as-you-type list: an article, one of its sections, or an error code."""

    category: str
    slug: str
    anchor: str
    marked: Markup
    """The title of the article or section, with what was typed marked."""
    context: str
    """The article's title when the line is a section; the error code when the line is one; else empty."""
    language: Language
    code: str = ""
    """The address of an error code that no article is about; else empty."""


@dataclass(frozen=True)
class Question:
    """What somebody wants to know, and which part of the results."""

    text: str
    language: Language
    filters: Filters = Filters()
    page: int = 1
    limit: int = 10
    literal: bool = False
    """Whether words are taken as typed, without the correction of typing errors."""
    parted: bool = False
    """Whether weak results come on pages of their own, after those of the good ones."""


@dataclass(frozen=True)
class Answer:
    """What the portal says to a question."""

    question: Question
    total: int = 0
    unrestricted: int = 0
    """How many results there are without the filters."""
    facets: FacetCounts = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    weaker: int = 0
    """How many of the results are weak beside the best ones and come on pages of their own."""
    weaker_from: int = 0
    """The first of those pages; 0 when there is none."""
    results: tuple[Result, ...] = ()
    errors: tuple[KnownError, ...] = ()
    status: BareStatus | None = None
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
    def is_weak(self) -> bool:
        """Whether this is a page of weak results."""
        return 0 < self.weaker_from <= self.page

    @property
    def first_place(self) -> int:
        """The place of the first result of this page among all of them, counted from 1."""
        if self.is_weak:
            return self.total - self.weaker + (self.page - self.weaker_from) * self.question.limit + 1
        return (self.page - 1) * self.question.limit + 1

    @property
    def further_results(self) -> tuple[Result, ...]:
        """The results beside the articles that explain the question's error codes."""
        explained = {(error.article.category, error.article.slug) for error in self.errors if error.article}
        return tuple(result for result in self.results if (result.category, result.slug) not in explained)

    @property
    def further_total(self) -> int:
        """How many results there are beside those articles."""
        return self.total - (len(self.results) - len(self.further_results))

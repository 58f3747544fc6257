"""The state of every article in every language, as editors see it in a terminal and staff on a page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.articles.model import ArticleId, Library, Origin
from portal.articles.outdated import NOTHING_OUTDATED, OutdatedParts, list_outdated
from portal.articles.staleness import Freshness
from portal.kernel.language import DEFAULT_LANGUAGE, Language


class State(StrEnum):
    """How an article stands in a language: `Freshness`, and drafts, which no reader gets."""

    SOURCE = "source"
    CURRENT = "current"
    STALE = "stale"
    UNSTAMPED = "unstamped"
    MISSING = "missing"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Cell:
    """An article in one language."""

    language: Language
    state: State
    machine: bool = False
    """Whether a machine translated it."""
    outdated: OutdatedParts = NOTHING_OUTDATED
    """What has changed in English, for a stale one."""


@dataclass(frozen=True, slots=True)
class Row:
    """An article in all languages."""

    article: ArticleId
    title: str
    """In English, or in any language as long as there is no English text."""
    cells: Mapping[str, Cell]
    """By the languages' tags."""
    public: bool
    """Whether the library in service has it, so that it has pages."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are wanted: those with this state, in this language; None stands for any."""

    state: State | None = None
    machine: bool = False
    """Only what a machine translated."""
    language: Language | None = None

    def fits(self, row: Row) -> bool:
        """Whether any of the row's languages that count is as wanted; the English source is no translation."""
        return any(
            self.state in {None, cell.state} and (cell.machine or not self.machine)
            for cell in row.cells.values()
            if self.language in {None, cell.language}
        )


def list_rows(library: Library) -> tuple[Row, ...]:
    """Every article there is, shelf by shelf as readers find them, and drafts at the end of their shelf."""
    shelves = [category.slug for category in library.site.categories]
    shown = [found.id for found in library.list_articles(DEFAULT_LANGUAGE)]
    hidden = sorted(article for article in library.drafts if article not in library.articles)

    def shelf(article: ArticleId) -> int:
        return shelves.index(article.category) if article.category in shelves else len(shelves)

    return tuple(_make_row(library, article) for article in sorted([*shown, *hidden], key=shelf))


def count_states(rows: Iterable[Row]) -> Mapping[str, Counter[State]]:
    """How many articles there are in each state, for each language."""
    totals: dict[str, Counter[State]] = {}
    for row in rows:
        for tag, cell in row.cells.items():
            totals.setdefault(tag, Counter())[cell.state] += 1
    return totals


def _make_row(library: Library, article: ArticleId) -> Row:
    texts, drafts = library.articles.get(article, {}), library.drafts.get(article, {})
    english = texts.get(DEFAULT_LANGUAGE.tag)
    title = english.title if english else drafts.get(DEFAULT_LANGUAGE.tag) or next(iter(drafts.values()))
    cells = {language.tag: _make_cell(library, article, language) for language in library.languages}
    return Row(article, title, cells, public=bool(texts))


def _make_cell(library: Library, article: ArticleId, language: Language) -> Cell:
    texts = library.articles.get(article, {})
    text = texts.get(language.tag)
    machine = text is not None and text.origin is Origin.MACHINE
    if language.tag in library.drafts.get(article, {}):
        return Cell(language, State.DRAFT, machine)
    if text is None:
        return Cell(language, State.MISSING)
    freshness = library.judge(article, language)
    stale = freshness is Freshness.STALE
    outdated = list_outdated(text, texts[DEFAULT_LANGUAGE.tag]) if stale else NOTHING_OUTDATED
    return Cell(language, State(freshness.value), machine, outdated)

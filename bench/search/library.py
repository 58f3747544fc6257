"""Libraries to search: the portal's own texts, or any documents, put behind the portal's own `Searcher`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace

from flask import Flask

from bench.search.metrics import LOOKED_AT, Ask, Page
from portal.articles.current import current_library
from portal.articles.error_codes import ErrorCodes
from portal.articles.links import ANCHOR_PREFIX
from portal.articles.model import ArticleId, Kind, Library, Rendered, Section
from portal.articles.render import rendered
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language
from portal.search.builder import Render, library_documents
from portal.search.index.protocol import SearchIndex
from portal.search.model import Document, Question
from portal.search.searcher import Searcher
from portal.search.store import IndexStore

Documents = Mapping[Language, Sequence[Document]]
Asks = Mapping[Language, Ask]


def own_documents(app: Flask) -> Documents:
    """The portal's articles as its index takes them in."""
    with app.app_context():
        library = current_library.get()()
        return {language: tuple(library_documents(library, language, rendered)) for language in LANGUAGES}


@contextmanager
def own_portal(app: Flask, engine: type[SearchIndex], folder: Path) -> Iterator[Asks]:
    """The portal's articles in an engine of our choice."""
    with app.app_context():
        library = current_library.get()()
        with _opened(library, rendered, IndexStore(folder, engine)) as searcher:
            yield {language: portal_ask(searcher, language) for language in LANGUAGES}


@contextmanager
def portal_of(documents: Documents, engine: type[SearchIndex], folder: Path) -> Iterator[Asks]:
    """Any documents in an engine, each language in a portal of its own.

    As in ours, the articles of a language are there in English too, and questions that only English understands are
    answered by it.
    """
    with ExitStack() as stack:
        asks = {}
        for language in documents:
            place = folder / language.tag
            searcher = stack.enter_context(searcher_of(with_english(documents, language), engine, place))
            asks[language] = portal_ask(searcher, language)
        yield asks


def with_english(documents: Documents, language: Language) -> Documents:
    """The documents of a language, and the same in English where there are any."""
    paths = set(map(path_of, documents[language]))
    english = [each for each in documents.get(DEFAULT_LANGUAGE, ()) if path_of(each) in paths]
    return {DEFAULT_LANGUAGE: english, language: documents[language]}


@contextmanager
def searcher_of(documents: Documents, engine: type[SearchIndex], folder: Path) -> Iterator[Searcher]:
    """Any documents in an engine; languages that are not named have none."""
    with _opened(_library(documents), _render, IndexStore(folder, engine)) as searcher:
        yield searcher


@contextmanager
def _opened(library: Library, render: Render, store: IndexStore) -> Iterator[Searcher]:
    searcher = Searcher(lambda: library, render, store)
    searcher.refresh()
    try:
        yield searcher
    finally:
        searcher.close()


def portal_ask(searcher: Searcher, language: Language) -> Ask:
    """What a visitor who reads this language gets to see."""

    def ask(text: str) -> Page:
        answer = searcher.search(Question(text, language, limit=LOOKED_AT, parted=True))
        return Page(
            tuple(f"{result.category}/{result.slug}" for result in answer.results),
            frozenset(f"{error.article.category}/{error.article.slug}" for error in answer.errors if error.article),
            tuple(error.code for error in answer.errors),
            {
                f"{each.category}/{each.slug}": each.section.anchor.removeprefix(ANCHOR_PREFIX)
                for each in answer.results
                if each.section
            },
        )

    return ask


def path_of(document: Document) -> str:
    return f"{document.category}/{document.slug}"


def _library(documents: Documents) -> Library:
    """As much of a library as a searcher asks for."""
    found = {language.tag: tuple(map(_found, documents.get(language, ()))) for language in LANGUAGES}
    return SimpleNamespace(
        fingerprint="a library of the benchmark",
        list_articles=lambda language: found[language.tag],
        articles={each.id: {} for articles in found.values() for each in articles},
        synonyms={},
        error_codes=ErrorCodes(),
    )


def _found(document: Document) -> SimpleNamespace:
    article = SimpleNamespace(
        language=document.language,
        title=document.title,
        summary=document.summary,
        kind=Kind(document.kind),
        component=document.component,
        error_codes=tuple(map(int, document.codes)),
        keywords=document.keywords,
    )
    return SimpleNamespace(
        id=ArticleId(document.category, document.slug),
        fallback=document.fallback,
        article=article,
        sections=tuple(Section(each.anchor, each.title, each.text, 2) for each in document.sections),
    )


def _render(found: SimpleNamespace) -> Rendered:
    return Rendered("", (), found.sections)

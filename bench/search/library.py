"""Libraries to search: the portal's own texts, or any documents, put behind the portal's own `Searcher`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from flask import Flask

from bench.search.metrics import LOOKED_AT, Ask, Page
from portal.articles.current import current_library
from portal.articles.error_codes import ErrorCodes
from portal.articles.links import ANCHOR_PREFIX
from portal.articles.model import ArticleId, Kind, Library, Rendered, Section
from portal.articles.render import rendered
from portal.kernel.language import LANGUAGES, Language
from portal.search.builder import library_documents
from portal.search.index.protocol import SearchIndex
from portal.search.model import Document, Question
from portal.search.searcher import Searcher
from portal.search.store import IndexStore

Documents = Mapping[Language, Sequence[Document]]


def own_documents(app: Flask) -> Documents:
    """The portal's articles as its index takes them in."""
    with app.app_context():
        library = current_library.get()()
        return {language: tuple(library_documents(library, language, rendered)) for language in LANGUAGES}


@contextmanager
def own_searcher(app: Flask, engine: type[SearchIndex], folder: Path) -> Iterator[Searcher]:
    """The portal's articles in an engine of our choice."""
    with app.app_context():
        library = current_library.get()()
        yield from _opened(Searcher(lambda: library, rendered, IndexStore(folder, engine)))


@contextmanager
def searcher_of(documents: Documents, engine: type[SearchIndex], folder: Path) -> Iterator[Searcher]:
    """Any documents in an engine; languages that are not named have none."""
    library = _library(documents)
    yield from _opened(Searcher(lambda: library, _render, IndexStore(folder, engine)))


def _opened(searcher: Searcher) -> Iterator[Searcher]:
    searcher.refresh()
    try:
        yield searcher
    finally:
        searcher.close()


def portal_ask(searcher: Searcher, language: Language) -> Ask:
    """What a visitor who reads this language gets to see."""

    def ask(text: str) -> Page:
        answer = searcher.search(Question(text, language, limit=LOOKED_AT))
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
    return SimpleNamespace(  # type: ignore[return-value]
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
    return Rendered("", (), found.sections)  # type: ignore[arg-type]

"""From the library to the index: documents, what is looked for in them, and how much each place counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.articles.model import Found, Library, Rendered
from portal.kernel.folding import fold
from portal.kernel.language import Language
from portal.search.analyser import Analyser
from portal.search.analysis import is_stopword, normalise, written_words
from portal.search.compounds import compounds_of, writes_compounds
from portal.search.documents import Card, DocumentStore, Heading, StoredSection, line_of_stems
from portal.search.index.protocol import Entry, SearchIndex
from portal.search.model import Document, SectionDoc

# How much a word counts by where it stands. A title names the subject; keywords are what editors know customers
# type; both outweigh a word said once in passing. All places are added up before saturation: see `scoring`.
TITLE, KEYWORD, CODE, SUMMARY, HEADING, BODY = 5.0, 4.0, 4.0, 2.5, 2.0, 1.0

Render = Callable[[Found], Rendered]
"""Makes the body of an article; what is kept on disk comes from there."""

_DOCUMENTS_FILE = "documents.sqlite3"
_ENGINE_FOLDER = "engine"


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """The index of one language, ready to be asked."""

    index: SearchIndex
    documents: DocumentStore

    def close(self) -> None:
        """Give back files and memory."""
        self.index.close()
        self.documents.close()


def library_documents(library: Library, language: Language, render: Render) -> Iterator[Document]:
    """The articles of a language as documents, English ones standing in where nobody translated."""
    return (_document(found, render(found)) for found in library.list_articles(language))


def build_index(engine: type[SearchIndex], documents: Iterable[Document], directory: Path | None) -> OpenIndex:
    """Write the index of one language into an empty directory, or into memory, and open it.

    Raises:
        OSError: when the directory cannot be written.
        sqlite3.OperationalError: the same, told by SQLite.
    """
    store = DocumentStore.create(directory / _DOCUMENTS_FILE if directory else None)
    folder = directory / _ENGINE_FOLDER if directory else None
    if folder:
        folder.mkdir()
    index = engine.build(_taken_in(documents, store), folder)
    store.finish()
    return OpenIndex(index, store)


def open_index(engine: type[SearchIndex], directory: Path) -> OpenIndex:
    """Open what `build_index` wrote.

    Raises:
        IndexDamaged: when it cannot be read.
    """
    return OpenIndex(engine.open(directory / _ENGINE_FOLDER), DocumentStore.open(directory / _DOCUMENTS_FILE))


def _document(found: Found, rendered: Rendered) -> Document:
    article = found.article
    return Document(
        found.id.category,
        found.id.slug,
        article.language,
        found.fallback,
        normalise(article.title),
        normalise(article.summary),
        article.kind.value,
        article.component or "",
        tuple(str(code) for code in article.error_codes),
        tuple(normalise(keyword) for keyword in article.keywords),
        tuple(
            SectionDoc(section.anchor, normalise(section.title), normalise(section.text))
            for section in rendered.sections
        ),
    )


def _taken_in(documents: Iterable[Document], store: DocumentStore) -> Iterator[Entry]:
    """Each document goes into the store while the engine asks for the next.

    All of them are in memory meanwhile: which words are compounds is known only after the last.
    """
    read = tuple(documents)
    analysers = _analysers(read)
    for number, document in enumerate(read):
        analyser = analysers[document.language]
        sections = document.sections or (SectionDoc("", "", document.summary),)
        card = _card(document, analyser)
        stored = [_stored(section, analyser) for section in sections]
        store.add(number, card, stored)
        yield _entry(document, card, stored)


def _analysers(documents: Sequence[Document]) -> dict[Language, Analyser]:
    """What makes the stems of each language among the documents."""
    languages = {document.language for document in documents}
    counts: Counter[str] = Counter()
    if any(writes_compounds(language) for language in languages):
        for document in documents:
            counts.update({fold(word) for word in _document_words(document)})
    return {language: Analyser(language, compounds_of(language, counts)) for language in languages}


def _line(text: str, analyser: Analyser) -> str:
    return line_of_stems(analyser.stems(text))


def _stored(section: SectionDoc, analyser: Analyser) -> StoredSection:
    heading = Heading(section.anchor, section.title, _line(section.title, analyser))
    return StoredSection(heading, _line(section.text, analyser), section.text)


def _card(document: Document, analyser: Analyser) -> Card:
    return Card(
        document.category,
        document.slug,
        document.language.tag,
        document.fallback,
        document.title,
        document.summary,
        document.kind,
        document.component,
        _line(document.title, analyser),
        _line(document.summary, analyser),
        tuple(_line(keyword, analyser) for keyword in document.keywords),
    )


def _entry(document: Document, card: Card, sections: Sequence[StoredSection]) -> Entry:
    weights: dict[str, float] = {}

    def count(stems: Iterable[str], weight: float) -> None:
        for stem in stems:
            weights[stem] = weights.get(stem, 0.0) + weight

    count(card.title_stems.split(), TITLE)
    count(card.summary_stems.split(), SUMMARY)
    count(document.codes, CODE)
    # A word that several keywords share is said once.
    count({stem for line in card.keyword_stems for stem in line.split()}, KEYWORD)
    for section in sections:
        count(section.heading.stems.split(), HEADING)
        count(section.stems.split(), BODY)
    words = _document_words(document)
    facets = (document.category, document.kind, document.component)
    return Entry(weights, _labels(document), words, document.codes, *facets)


def _document_words(document: Document) -> frozenset[str]:
    texts = (document.title, document.summary, *document.keywords, *(part.title for part in document.sections))
    return _words(document.language, *texts, *(part.text for part in document.sections))


def _labels(document: Document) -> dict[str, float]:
    labels: dict[str, float] = {}
    headings = [section.title for section in document.sections]
    for weight, texts in ((HEADING, headings), (KEYWORD, document.keywords), (TITLE, [document.title])):
        for text in texts:
            labels |= dict.fromkeys((fold(word) for word in _words(document.language, text)), weight)
    return labels


def _words(language: Language, *texts: str) -> frozenset[str]:
    words = frozenset[str]().union(*(written_words(text) for text in texts))
    return frozenset(word for word in words if len(word) > 1 and not is_stopword(word, language))

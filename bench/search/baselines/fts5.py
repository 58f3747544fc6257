"""SQLite's full-text index, with words as they are and with the portal's stems."""

import sqlite3
import weakref
from collections.abc import Sequence

from bench.search.library import path_of
from bench.search.metrics import LOOKED_AT, Page
from portal.kernel.language import Language
from portal.search.analysis import normalise, stem, tokenise
from portal.search.model import Document
from portal.search.stopwords import stopwords

# The weights of title, keywords, summary, headings and body.
_WEIGHTS = "10.0, 4.0, 4.0, 2.0, 1.0"
_MOST_WORDS = 200


class Fts5:
    """SQLite as its documentation shows it: accents removed, the title weighted, any word will do."""

    def __init__(self, documents: Sequence[Document], language: Language) -> None:
        self._language = language
        self._paths = [path_of(document) for document in documents]
        self._database = sqlite3.connect(":memory:")
        # Python 3.13 complains of a database that nobody closed.
        weakref.finalize(self, self._database.close)
        self._database.execute(
            "CREATE VIRTUAL TABLE page USING fts5(title, keywords, summary, headings, body,"
            ' tokenize = "unicode61 remove_diacritics 2")'
        )
        rows = ((number, *map(self._text, fields(document))) for number, document in enumerate(documents))
        self._database.executemany(
            "INSERT INTO page (rowid, title, keywords, summary, headings, body) VALUES (?, ?, ?, ?, ?, ?)", rows
        )

    def ask(self, text: str) -> Page:
        words = dict.fromkeys(self._words(text))
        question = " OR ".join(f'"{word}"' for word in list(words)[:_MOST_WORDS])
        if not question:
            return Page()
        statement = f"SELECT rowid FROM page WHERE page MATCH ? ORDER BY bm25(page, {_WEIGHTS}), rowid LIMIT ?"
        rows = self._database.execute(statement, (question, LOOKED_AT))
        return Page(tuple(self._paths[number] for (number,) in rows))

    def _text(self, text: str) -> str:
        return text

    def _words(self, text: str) -> list[str]:
        return [word for token in tokenise(normalise(text)) for word in token.parts]


class Fts5WithStems(Fts5):
    """The same with our tokens, stems and stop words."""

    def _text(self, text: str) -> str:
        return " ".join(self._words(text))

    def _words(self, text: str) -> list[str]:
        ignored = stopwords(self._language)
        words = (word for token in tokenise(text) for word in token.words if word not in ignored)
        return [stem(word, self._language) for word in words]


def fields(document: Document) -> tuple[str, str, str, str, str]:
    """Title, keywords with codes, summary, headings and body."""
    return (
        document.title,
        "\n".join((*document.keywords, *document.codes)),
        document.summary,
        "\n".join(section.title for section in document.sections),
        "\n".join(section.text for section in document.sections),
    )

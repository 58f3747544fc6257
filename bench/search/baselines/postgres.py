"""PostgreSQL's full-text search with the dictionaries it brings for each language."""

from collections.abc import Sequence

import psycopg

from bench.search.baselines.bm25 import words_of
from bench.search.baselines.fts5 import fields
from bench.search.library import path_of
from bench.search.metrics import LOOKED_AT, Page
from portal.kernel.language import Language
from portal.search.model import Document

_CONFIGURATIONS = {"en": "english", "de": "german", "es": "spanish", "pt-br": "portuguese", "ru": "russian"}
_MOST_WORDS = 200
# Title, keywords and summary, headings, body: PostgreSQL knows four weights.
_LINE = " || ".join(f"setweight(to_tsvector('{{0}}', %s), '{weight}')" for weight in "ABCD")


class Postgres:
    """``ts_rank`` over weighted vectors; any word will do."""

    def __init__(self, documents: Sequence[Document], language: Language, connection: psycopg.Connection) -> None:
        self._paths = [path_of(document) for document in documents]
        self._configuration = _CONFIGURATIONS[language.tag]
        self._connection = connection
        self._table = f"page_{language.locale.lower()}"
        connection.execute(f"CREATE TABLE {self._table} (number integer PRIMARY KEY, line tsvector)")
        with connection.cursor() as cursor:
            statement = f"INSERT INTO {self._table} VALUES (%s, {_LINE.format(self._configuration)})"
            cursor.executemany(statement, [_row(number, each) for number, each in enumerate(documents)])
        connection.execute(f"CREATE INDEX ON {self._table} USING gin (line)")
        connection.execute(f"ANALYZE {self._table}")

    def ask(self, text: str) -> Page:
        words = list(dict.fromkeys(words_of(text.replace("\0", " "))))[:_MOST_WORDS]
        rows = self._connection.execute(
            f"SELECT number FROM {self._table}, websearch_to_tsquery('{self._configuration}', %s) question"
            " WHERE line @@ question ORDER BY ts_rank(line, question) DESC, number LIMIT %s",
            (" or ".join(f'"{word}"' for word in words), LOOKED_AT),
        )
        return Page(tuple(self._paths[number] for (number,) in rows))


def _row(number: int, document: Document) -> tuple[int, str, str, str, str]:
    title, keywords, summary, headings, body = (text.replace("\0", " ") for text in fields(document))
    return number, title, f"{keywords}\n{summary}", headings, body

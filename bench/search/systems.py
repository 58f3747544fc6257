"""Who is asked: the portal with each of its engines, and the plain programs beside it."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import psycopg
from rich.console import Console

from bench.search.baselines.bm25 import PlainBm25
from bench.search.baselines.fts5 import Fts5, Fts5WithStems
from bench.search.baselines.postgres import Postgres
from bench.search.engines import find_engines
from bench.search.library import Asks, Documents
from portal.search.index.protocol import SearchIndex
from tests.postgres import NoPostgres, run_postgres

OpenPortal = Callable[[type[SearchIndex], Path], AbstractContextManager[Asks]]
"""The portal over the same documents, in an engine and a folder."""

Systems = Mapping[str, Asks]

_IN_PROCESS = {"plain BM25": PlainBm25, "SQLite FTS5": Fts5, "FTS5, our stems": Fts5WithStems}
_DATABASE = "PostgreSQL"


@contextmanager
def open_systems(documents: Documents, portal: OpenPortal, console: Console) -> Iterator[Systems]:
    """Everybody who can be asked on this machine, ours first; says who is missing."""
    with ExitStack() as stack:
        systems: dict[str, Asks] = {}
        for name, engine in find_engines().items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            systems[f"portal, {name}"] = stack.enter_context(portal(engine, folder))
        for name, program in _IN_PROCESS.items():
            systems[name] = {language: program(each, language).ask for language, each in documents.items()}
        try:
            address = stack.enter_context(run_postgres())
        except NoPostgres as reason:
            console.print(f"{_DATABASE}: {reason}")
        else:
            connection = stack.enter_context(connect(address))
            systems[_DATABASE] = {
                language: Postgres(each, language, connection).ask for language, each in documents.items()
            }
        yield systems


def connect(address: str) -> psycopg.Connection:
    """A connection to the server's own database; the whole server is thrown away afterwards."""
    return psycopg.connect(address.replace("+psycopg", "") + "/postgres", autocommit=True)

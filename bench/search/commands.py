"""``python -m bench search``: all parts, or one of them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from rich.console import Console

from bench.portal import make_portal
from bench.search import hostile, judged, known_item, scale
from bench.search.corpus import choose_documents, enlarge

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


corpus_option = click.option(
    "--corpus", type=FILE, help="Pages as JSON, one a line; without it the portal's articles and copies."
)


@contextmanager
def portal() -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder:
        yield make_portal(Path(folder))


@click.group(invoke_without_command=True)
@click.pass_context
def search(context: click.Context) -> None:
    """How good and how quick the search is."""
    if context.invoked_subcommand is None:
        with portal() as app:
            run_all(app, Console())


def run_all(app: Flask, console: Console) -> None:
    judged.run(app, console)
    documents = choose_documents(app, None, console)
    known_item.run(enlarge(documents), console)
    scale.run(documents, console)
    hostile.run(app, console)


@search.command("judged")
@click.option(
    "--questions", type=click.Path(exists=True, path_type=Path), default=judged.FOLDER, help="Another folder."
)
@click.option("--verbose", is_flag=True, help="List the questions whose article is not among the first three.")
def ask_judged(questions: Path, *, verbose: bool) -> None:
    """Judged questions to the real articles, beside plain programs."""
    with portal() as app:
        judged.run(app, Console(), questions, verbose=verbose)


@search.command("known-item")
@corpus_option
@click.option("--verbose", is_flag=True, help="List the questions that fare worst.")
def ask_known_items(corpus: Path | None, *, verbose: bool) -> None:
    """Questions made of documents, to find the very document again."""
    with portal() as app:
        console = Console()
        documents = choose_documents(app, corpus, console)
        known_item.run(documents if corpus else enlarge(documents), console, verbose=verbose)


@search.command("scale")
@corpus_option
@click.option("--language", "tags", multiple=True, help="A language to measure, as en; without it all that there are.")
@click.option("--large", is_flag=True, help="Also 10,000 documents a language, and 15,000 with tantivy; takes long.")
def measure_scale(corpus: Path | None, tags: tuple[str, ...], *, large: bool) -> None:
    """Speed, size and memory at 200 and 2,000 documents a language."""
    with portal() as app:
        console = Console()
        documents = choose_documents(app, corpus, console)
        wished = {language: each for language, each in documents.items() if not tags or language.tag in tags}
        scale.run(wished, console, large=large)


@search.command("hostile")
def ask_hostile() -> None:
    """Questions that are meant to do harm."""
    with portal() as app:
        hostile.run(app, Console())

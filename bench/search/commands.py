"""``python -m bench search``: all parts, or one of them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from rich.console import Console

from bench.portal import make_portal
from bench.search import judged, known_item
from bench.search.corpus import choose_documents

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


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
    known_item.run(choose_documents(app, None, console), console)


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
@click.option("--corpus", type=FILE, help="Pages as JSON, one a line; without it the portal's articles and copies.")
@click.option("--verbose", is_flag=True, help="List the questions that fare worst.")
def ask_known_items(corpus: Path | None, *, verbose: bool) -> None:
    """Questions made of documents, to find the very document again."""
    with portal() as app:
        console = Console()
        known_item.run(choose_documents(app, corpus, console), console, verbose=verbose)

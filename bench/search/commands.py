"""``python -m bench search``: all parts, or one of them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from rich.console import Console

from bench.portal import make_portal
from bench.search import judged

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


@search.command("judged")
@click.option(
    "--questions", type=click.Path(exists=True, path_type=Path), default=judged.FOLDER, help="Another folder."
)
@click.option("--verbose", is_flag=True, help="List the questions whose article is not among the first three.")
def ask_judged(questions: Path, *, verbose: bool) -> None:
    """Judged questions to the real articles, beside plain programs."""
    with portal() as app:
        judged.run(app, Console(), questions, verbose=verbose)

"""``portal content check``: everything under the content folder, whichever room reads it."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

import click
from rich.console import Console
from rich.progress import track

from portal.articles.check import check_translations
from portal.articles.checks.files import check_files
from portal.articles.checks.formats import FORMATS
from portal.articles.checks.glossary import read_glossary
from portal.articles.checks.many_texts import checking
from portal.articles.checks.secrets import check_other_secrets
from portal.articles.commands import content
from portal.articles.exchange.commands import export_articles, import_articles
from portal.articles.source import ContentFolder
from portal.incidents.sources.files import read_incidents
from portal.kernel.problem import Problem
from portal.policy.model import Policy
from portal.policy.source import read_policy
from portal.search.synonyms import check_synonyms
from portal.settings import read_settings

Each = TypeVar("Each")


class Follow(Protocol):
    """Gives things one by one while it shows somebody how far it is."""

    def __call__(self, things: Sequence[Each], what: str) -> Iterable[Each]:
        """The things, in their order; ``what`` names the work."""


def find_problems(folder: Path, follow: Follow = lambda things, _: things) -> list[Problem]:
    """Every finding in a content folder, in the order of files and lines."""
    source = ContentFolder(folder)
    reading = source.read(lambda files: follow(files, "Reading"))
    problems = list(reading.problems)
    if reading.library:
        problems += check_translations(reading.library)
        components = frozenset(component.id for component in reading.library.components)
        problems += read_incidents(folder / "incidents", components)[1]
    problems += check_synonyms(folder)
    # A folder that cannot be read is found by whoever looks into it, and told once.
    problems += set(check_files(folder)).difference(problems)
    problems += check_other_secrets(folder)
    glossary, mistakes = read_glossary(folder)
    problems += mistakes
    policy = read_policy(folder / "policy.yml")
    texts = tuple(source.list_texts())
    with checking(texts, glossary, policy if isinstance(policy, Policy) else None) as portions:
        for portion in follow(portions, "Checking"):
            problems += portion()
    return sorted(problems)


content.add_command(export_articles)
content.add_command(import_articles)


@content.command()
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="github: annotations of a pull request; gitlab: a Code Quality report.",
)
def check(*, strict: bool, as_json: bool, form: str) -> None:
    """Prove everything under the content folder; exit 1 when it has errors.

    Each finding is one line: path:line: code: message. Warnings, such as a missing translation, do not count
    unless --strict is given. The README lists every code.
    """
    folder = read_settings().content_dir
    problems = [replace(each, fatal=each.fatal or strict) for each in find_problems(folder, _show_progress)]
    errors = sum(problem.fatal for problem in problems)
    form = "json" if as_json else form
    if form in _SHOWN_BY_HOSTS:
        problems = [replace(each, path=_place_in_checkout(folder, each.path)) for each in problems]
    told = FORMATS[form](problems)
    if told:
        click.echo(told)
    if form != "json":
        click.echo(f"errors: {errors}, warnings: {len(problems) - errors}", err=True)
    if errors:
        sys.exit(1)


_SHOWN_BY_HOSTS = ("github", "gitlab")


def _place_in_checkout(folder: Path, path: str) -> str:
    """A finding's file as git hosts name it: from the root of the checkout, which is where their jobs begin."""
    beside = folder.parent
    return (beside.relative_to(Path.cwd()) / path).as_posix() if beside.is_relative_to(Path.cwd()) else path


def _show_progress(things: Sequence[Each], what: str) -> Iterator[Each]:
    """A bar on the terminal while it lasts; nothing in a pipe or a log."""
    console = Console(stderr=True)
    yield from track(things, what, console=console, transient=True, disable=not console.is_terminal)

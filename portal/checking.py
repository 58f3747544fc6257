"""``portal content check``: everything under the content folder, whichever room reads it."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from portal.articles.check import check_translations
from portal.articles.commands import content
from portal.articles.source import ContentFolder
from portal.incidents.sources.files import read_incidents
from portal.kernel.problem import Problem
from portal.search.synonyms import check_synonyms
from portal.settings import read_settings


def find_problems(folder: Path) -> list[Problem]:
    """Every finding in a content folder, in the order of files and lines."""
    reading = ContentFolder(folder).read()
    problems = list(reading.problems)
    if reading.library:
        problems += check_translations(reading.library)
        components = frozenset(component.id for component in reading.library.components)
        problems += read_incidents(folder / "incidents", components)[1]
    problems += check_synonyms(folder)
    return sorted(problems)


@content.command()
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(*, strict: bool, as_json: bool) -> None:
    """Prove everything under the content folder; exit 1 when it has errors.

    Each finding is one line: path:line: code: message. Warnings, such as a missing translation, do not count
    unless --strict is given.
    """
    problems = find_problems(read_settings().content_dir)
    errors = sum(problem.fatal or strict for problem in problems)
    if as_json:
        click.echo(json.dumps(_findings(problems, errors), ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(problem)
        click.echo(f"errors: {errors}, warnings: {len(problems) - errors}", err=True)
    if errors:
        sys.exit(1)


def _findings(problems: Iterable[Problem], errors: int) -> dict[str, object]:
    listed = [
        {
            "path": problem.path,
            "line": problem.line,
            "code": problem.code,
            "message": problem.message,
            "severity": "error" if problem.fatal else "warning",
        }
        for problem in problems
    ]
    return {"errors": errors, "warnings": len(listed) - errors, "findings": listed}

"""``portal freeze``: the public site as static files (contract, section 2)."""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
from flask import Flask
from rich.console import Console
from rich.progress import track
from werkzeug.test import Client

from portal.app import create_app
from portal.articles.current import current_holder, current_mistakes, current_version
from portal.articles.readership.current import current_popular
from portal.freezing.addresses import list_addresses
from portal.freezing.folder import NewFolder, NotOurs, replace_folder
from portal.freezing.layout import place_file
from portal.freezing.pages import NotFrozen, ask
from portal.kernel.language import LANGUAGES
from portal.settings import read_settings
from portal.web import logs

AT_ONCE = 64
"""Pages that are made before they are compressed side by side: bounds the memory of a freeze, whatever its size."""
TRIES = 3
"""How often a site is written when what it is made of does not stay the same."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--locale",
    "locales",
    metavar="L",
    multiple=True,
    type=click.Choice([language.tag for language in LANGUAGES]),
    help="Only this language; may be given several times.",
)
def freeze(*, folder: Path, locales: tuple[str, ...]) -> None:
    """Write the public site into DIR as files, with .gz and .br beside them, for a plain file server or a CDN.

    DIR is replaced as a whole once everything is written; an error leaves the old one in place. It may be absent,
    empty, or an earlier freeze with nothing else in it. Searching, the status page and all that is personal stay with
    the portal: the README says which addresses, and deploy/nginx serves both as one site.
    """
    settings = read_settings()
    if settings.preview:
        raise click.UsageError("PORTAL_PREVIEW is on: drafts must not be frozen")
    logs.configure("WARNING")
    app = create_app(settings)
    addresses = _look_up(app, locales)
    try:
        changed = _write_whole(app, folder, addresses)
    except NotOurs as error:
        raise click.UsageError(str(error)) from None
    except NotFrozen as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}: {error.filename}") from None
    click.echo(f"{folder}: {len(addresses)} addresses, {changed} of them new or changed")


def _look_up(app: Flask, locales: Sequence[str]) -> list[str]:
    """Look at everything that pages are made of, once, and list what there is to freeze."""
    with app.app_context():
        # The front page shows what is read most; while the database is away, what editors chose.
        current_popular.get().refresh()
        if current_mistakes.get()():
            click.echo("portal: the content has errors, so its last good state is frozen", err=True)
    return list_addresses(app, [each for each in LANGUAGES if not locales or each.tag in locales])


def _write_whole(app: Flask, folder: Path, addresses: Sequence[str]) -> int:
    """Write the site; once more when an incident or a notice began or ended meanwhile, so that all pages agree."""
    changed = 0
    for _ in range(TRIES):
        version = _name_version(app)
        with replace_folder(folder) as new:
            changed += _write(Client(app, use_cookies=False), new, addresses)
            new.write_manifest(version)
        if _name_version(app) == version:
            break
    return changed


def _name_version(app: Flask) -> str:
    with app.app_context():
        return current_version.get()(current_holder.get().current())


def _write(portal: Client, new: NewFolder, addresses: Sequence[str]) -> int:
    """Ask for every address and keep what it answers; gives how many files are not as they were."""
    changed = 0
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        waiting = []
        for address in _follow(addresses):
            answer = ask(portal, address)
            waiting.append(threads.submit(new.add, place_file(address, answer.headers), answer))
            if len(waiting) == AT_ONCE:
                changed += sum(each.result() for each in waiting)
                waiting.clear()
        return changed + sum(each.result() for each in waiting)


def _follow(addresses: Sequence[str]) -> Iterable[str]:
    """The addresses, with a bar on the terminal while it lasts; nothing in a pipe or a log."""
    console = Console(stderr=True)
    return track(addresses, "Freezing", console=console, transient=True, disable=not console.is_terminal)

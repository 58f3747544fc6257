"""``portal backup`` and ``portal restore``."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import track

from portal.backup.archive import BackupDamaged, Manifest
from portal.backup.restoring import Refused, restore
from portal.backup.saving import NotCurrent, save
from portal.kernel.clock import utc_now
from portal.settings import read_settings
from portal.storage.store import UploadsUnavailable

Each = TypeVar("Each")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the database, customers' files and the secret key into FILE, while the portal runs.

    FILE holds everything that customers wrote, and the key that signs their sessions: keep it as secret as the portal
    itself. Only its owner may read it. It must not exist yet.
    """
    try:
        manifest = save(read_settings(), file, utc_now(), _show_progress)
    except NotCurrent as error:
        raise click.ClickException(str(error)) from None
    except UploadsUnavailable as error:
        raise click.ClickException(f"customers' files cannot be read: {error}") from None
    except FileExistsError:
        raise click.ClickException(f"{file} is there already; choose another name") from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from None
    click.echo(f"{file}: {_count(manifest)}. It is confidential: customers' data and the secret key are in it.")
    if manifest.missing_uploads:
        click.echo(f"portal: {manifest.missing_uploads} files that rows tell of are not there", err=True)


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is there, and do not ask whether the portal still runs.")
def restore_backup(file: Path, *, force: bool) -> None:
    """Bring FILE back into an empty portal, of either kind of database, and migrate it to this version.

    Stop the web server and the worker first. A file that is damaged, or that a newer version has made, changes nothing.
    """
    try:
        restored = restore(read_settings(), file, utc_now(), force=force)
    except BackupDamaged as error:
        raise click.ClickException(f"{file}: {error}") from None
    except Refused as error:
        raise click.ClickException(str(error)) from None
    except UploadsUnavailable as error:
        raise click.ClickException(f"customers' files cannot be put in place: {error}") from None
    click.echo(f"{file} of {restored.manifest.made_at} is back: {_count(restored.manifest)}.")
    if not restored.same_key:
        click.echo(
            "portal: PORTAL_SECRET_KEY differs from before: links in mails and sessions no longer work", err=True
        )


def _count(manifest: Manifest) -> str:
    files = sum(name.startswith("uploads/") for name in manifest.members)
    return f"{sum(manifest.rows.values())} rows, {files} files"


def _show_progress(things: Sequence[Each], what: str) -> Iterator[Each]:
    """A bar on the terminal while it lasts; nothing in a pipe or a log."""
    console = Console(stderr=True)
    yield from track(things, what, console=console, transient=True, disable=not console.is_terminal)

"""The command ``portal``: gathers the rooms' own commands and adds those that run the whole."""

import sys
from importlib import import_module
from pathlib import Path

import click

from portal.kernel.starting import without_collecting

with without_collecting():
    from flask import Flask
    from flask.cli import ScriptInfo

# Where each command lives; imported when it is asked for, so that ``portal --help`` answers at once.
_COMMANDS = {
    "serve": ("portal.serving", "serve", "Run the web server."),
    "worker": ("portal.serving", "work", "Run the background worker."),
    "db": ("portal.serving", "db", "Migrate and check the database."),
    "content": ("portal.checking", "content", "Check and tend the content folder."),
    "search": ("portal.search.commands", "search", "Ask the search what the site would answer."),
    "accounts": ("portal.identity.commands", "accounts", "Keep the customer directory."),
    "staff": ("portal.identity.commands", "staff", "Say who may open the desk."),
    "tokens": ("portal.identity.tokens.commands", "tokens", "Keep the tokens of programs."),
    "webhooks": ("portal.connect.delivering.commands", "webhooks", "See events on their way, send them again."),
    "mail": ("portal.notify.commands", "mail", "Receive mail, and see what leaves."),
    "freeze": ("portal.freezing.commands", "freeze", "Write the public site as static files."),
    "backup": ("portal.backup.commands", "backup", "Save database, customers' files and key in one file."),
    "restore": ("portal.backup.commands", "restore_backup", "Bring a backup back."),
    "demo": ("portal.serving", "demo", "Load demo accounts and a few cases."),
}


class _LazyGroup(click.Group):
    """Knows the names and one-line helps of its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        with without_collecting():
            command: click.Command = getattr(import_module(place[0]), place[1])
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, place[2]) for name, place in _COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="portal")
@click.pass_context
def portal(ctx: click.Context) -> None:
    """The customer self-service portal. Settings come from PORTAL_… variables and from .env."""
    ctx.obj = ScriptInfo(create_app=_create_app, set_debug_flag=False)


def _create_app() -> Flask:
    from portal.app import create_app
    from portal.settings import read_settings
    from portal.web import logs

    logs.configure("WARNING")
    return create_app(read_settings())


def main() -> None:
    """Run the command line: a mistake is one line on standard error, never a traceback (contract, section 2)."""
    try:
        _run()
    except (click.exceptions.Abort, KeyboardInterrupt):
        _stop("aborted", 130)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        _stop(error.format_message(), error.exit_code, prefix="")
    except click.UsageError as error:
        hint = f". Try `{error.ctx.command_path} --help`." if error.ctx else ""
        _stop(f"{_join_lines(error).rstrip('.')}{hint}", error.exit_code)
    except click.ClickException as error:
        _stop(_join_lines(error), error.exit_code)
    except Exception as error:  # noqa: BLE001 - whatever it is, operators get one line
        place = Path(error.__traceback__.tb_frame.f_code.co_filename).name if error.__traceback__ else ""
        _stop(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else place}", 1)


def _run() -> None:
    """Run the command line; what the lower floors raise ends here as well."""
    with without_collecting():
        from portal.db.engine import DatabaseUnavailable
        from portal.kernel.problem import ContentError
        from portal.settings import SettingsError

    try:
        portal.main(standalone_mode=False, prog_name="portal")
    except SettingsError as error:
        _stop("\n".join(f"portal: {problem}" for problem in error.problems), 2, prefix="")
    except ContentError as error:
        _stop("\n".join(str(problem) for problem in error.problems), 1, prefix="")
    except DatabaseUnavailable as error:
        _stop(f"the database does not answer, or lacks its tables ({error}). Try `portal db check`.", 1)


def _join_lines(error: click.ClickException) -> str:
    """What went wrong on one line; click lists the choices of an option below each other."""
    return " ".join(error.format_message().split())


def _stop(message: str, code: int, prefix: str = "portal: ") -> None:
    click.echo(f"{prefix}{message}", err=True)
    sys.exit(code)

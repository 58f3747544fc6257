"""``portal tokens``."""

import re
from datetime import datetime, timedelta

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table

from portal.identity.tokens import actions
from portal.identity.tokens.model import NAME_LENGTH
from portal.identity.tokens.rules import NameTaken, NoSuchToken, Scope, is_in_force
from portal.web.current import current_clock, current_database

_DURATION = re.compile(r"([1-9]\d{0,4})([dh])")


class _Duration(click.ParamType[timedelta]):
    """Days or hours: ``90d``, ``12h``."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The duration that was typed."""
        found = _DURATION.fullmatch(str(value))
        if found is None:
            self.fail(f"{value} is no duration such as 90d or 12h", param, ctx)
        return timedelta(**{"days" if found[2] == "d" else "hours": int(found[1])})


@click.group()
def tokens() -> None:
    """Tokens for programs that use the JSON interface."""


@tokens.command("add")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What it may do; can be given several times.",
)
@click.option("--expires", type=_Duration(), metavar="90d", help="When it ends by itself. Without it, never.")
@with_appcontext
def add(name: str, scopes: tuple[str, ...], expires: timedelta | None) -> None:
    """Make a token called NAME and print it, this once: only a digest of it is stored."""
    if not name.strip() or len(name) > NAME_LENGTH or not name.isprintable():
        raise click.BadParameter(f"must have 1 to {NAME_LENGTH} printable characters", param_hint="NAME")
    now = current_clock.get()()
    with current_database.get().write() as session:
        allowed = {Scope(scope) for scope in scopes}
        made = actions.add_token(session, name.strip(), allowed, now, now + expires if expires else None)
    if isinstance(made, NameTaken):
        raise click.ClickException(f"there is a token called {name}; revoke it or choose another name")
    click.echo(made)


@tokens.command("list")
@with_appcontext
def list_all() -> None:
    """Print every token's name, what it may do, and when it was used last; never the token."""
    table = Table("name", "token", "scopes", "made", "ends", "last used", "state")
    now = current_clock.get()()
    with current_database.get().read() as session:
        for row in actions.list_tokens(session):
            state = "in force" if is_in_force(row.expires_at, row.revoked_at, now) else "ended"
            moments = [_day(moment) for moment in (row.created_at, row.revoked_at or row.expires_at, row.last_used_at)]
            table.add_row(row.name, f"pst_{row.visible}_…", " ".join(row.scopes), *moments, state)
    Console().print(table)


@tokens.command("revoke")
@click.argument("name")
@with_appcontext
def revoke(name: str) -> None:
    """End the token called NAME at once."""
    with current_database.get().write() as session:
        ended = actions.revoke_token(session, name, current_clock.get()())
    if isinstance(ended, NoSuchToken):
        raise click.ClickException(f"no token in force is called {name}")
    click.echo(f"{name} no longer opens anything")


def _day(moment: datetime | None) -> str:
    return f"{moment:%F %H:%M}" if moment else "–"

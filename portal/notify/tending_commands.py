"""``portal mail list``, ``preview``, ``failed``, ``retry`` and ``drop``."""

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table

from portal.db.outbox import list_set_aside
from portal.kernel.language import LANGUAGES, find_language
from portal.notify.kinds import LETTERS
from portal.notify.mail_in.addresses import shorten_address
from portal.notify.mailbox.failed import list_failed
from portal.notify.messages import word
from portal.notify.samples import make_sample
from portal.notify.tending import Act, tend
from portal.web.current import current_clock, current_database

OPERATOR = "operator"
"""Who has tended a mail, when it was done from the command line."""
MOST = 1_000


@click.command("list")
def list_kinds() -> None:
    """List every kind of mail that the portal can send, one a line."""
    click.echo("\n".join(LETTERS))


@click.command("preview")
@click.argument("kind", type=click.Choice(list(LETTERS)), metavar="KIND")
@click.argument("locale", type=click.Choice([language.tag for language in LANGUAGES]), metavar="LOCALE")
@click.option("--html", is_flag=True, help="Print the HTML instead of the text.")
@with_appcontext
def preview(kind: str, locale: str, *, html: bool) -> None:
    """Print a sample of the mail KIND in the language LOCALE; `portal mail list` names the kinds."""
    language = find_language(locale) or LANGUAGES[0]
    mail = word(make_sample(kind, language, current_clock.get()()))
    click.echo(mail.html if html else f"Subject: {mail.subject}\n\n{mail.text}")


@click.command("failed")
@with_appcontext
def list_troubled() -> None:
    """List the mails that somebody has to look at; their names are what `retry` and `drop` want.

    Those that begin with `out` could not be sent, those with `in` arrived and could not be taken.
    """
    table = Table("name", "what", "address", "since", "tries", "reason")
    with current_database.get().read() as session:
        for row in list_set_aside(session, MOST):
            to = shorten_address(str(row.payload.get("to", "")))
            table.add_row(
                f"out-{row.id}", row.kind, to, f"{row.created_at:%F %H:%M}", str(row.attempts), row.last_error
            )
        for mail in list_failed(session, MOST):
            table.add_row(f"in-{mail.id}", "mail", mail.sender, f"{mail.failed_at:%F %H:%M}", "", mail.reason)
    Console().print(table)


@click.command("retry")
@click.argument("name")
@with_appcontext
def retry(name: str) -> None:
    """Try the mail NAME again."""
    _tend(name, {"out": Act.RETRY, "in": Act.RETRY_IN})


@click.command("drop")
@click.argument("name")
@with_appcontext
def drop(name: str) -> None:
    """Take the mail NAME off the list: one on its way out is never sent, one that arrived stays in its folder."""
    _tend(name, {"out": Act.DROP, "in": Act.DROP_IN})


def _tend(name: str, acts: dict[str, Act]) -> None:
    way, _, number = name.partition("-")
    if way not in acts or not number.isdecimal():
        raise click.UsageError(f"{name} is no name that `portal mail failed` shows")
    with current_database.get().write() as session:
        if not tend(session, acts[way], int(number), OPERATOR, current_clock.get()()):
            raise click.ClickException(f"there is no {name} for that")


COMMANDS = (list_kinds, preview, list_troubled, retry, drop)

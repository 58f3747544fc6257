"""``portal accounts`` and ``portal staff``."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table

from portal.identity import actions
from portal.identity.account_file import AccountRecord, RowMistake, read_accounts
from portal.identity.accounts import import_accounts, list_accounts
from portal.identity.current import known_plans
from portal.identity.rules import InvalidAddress
from portal.web.current import current_clock, current_database


@click.group()
def accounts() -> None:
    """The customer directory: who has which plan, and who may use the chat."""


@accounts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_file(file: Path) -> None:
    """Import FILE, a CSV file with the heading account_id,name,plan,chat_enabled,emails,domains.

    Lists of addresses and domains are split by semicolons. Accounts with the same account_id are replaced, all others
    stay. When any row is wrong, every mistake is printed and nothing is imported.
    """
    try:
        found = read_accounts(file.read_text(encoding="utf-8"), known_plans.get()())
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not encoded in UTF-8") from None
    records = tuple(row for row in found if isinstance(row, AccountRecord))
    mistakes = tuple(row for row in found if isinstance(row, RowMistake))
    if not mistakes:
        with current_database.get().write() as session:
            mistakes = import_accounts(session, records)
    for mistake in mistakes:
        click.echo(f"{file}:{mistake.line}: account-row: {mistake.message}", err=True)
    if mistakes:
        raise SystemExit(1)
    click.echo(f"{len(records)} accounts imported")


@accounts.command("list")
@with_appcontext
def list_all() -> None:
    """Print every account with its plan, its addresses and its domains."""
    table = Table("account_id", "name", "plan", "chat", "emails", "domains")
    with current_database.get().read() as session:
        for account in list_accounts(session):
            chat = "yes" if account.chat_enabled else "no"
            emails, domains = "\n".join(account.emails), "\n".join(account.domains)
            table.add_row(account.account_id, account.name, account.plan, chat, emails, domains)
    Console().print(table)


@click.group()
def staff() -> None:
    """The support team: who may open the desk."""


@staff.command("add")
@click.argument("email")
@with_appcontext
def add(email: str) -> None:
    """Let the address EMAIL open the desk."""
    with current_database.get().write() as session:
        member = actions.add_staff(session, email, current_clock.get()())
    if isinstance(member, InvalidAddress):
        raise click.BadParameter(f"{email} is not an e-mail address", param_hint="EMAIL")
    click.echo(f"{member.email} may open the desk")


@staff.command("remove")
@click.argument("email")
@with_appcontext
def remove(email: str) -> None:
    """Take the desk away from the address EMAIL."""
    with current_database.get().write() as session:
        removed = actions.remove_staff(session, email)
    if not removed:
        raise click.ClickException(f"{email} is not on the list")
    click.echo(f"{email} may no longer open the desk")


@staff.command("list")
@with_appcontext
def list_members() -> None:
    """Print the addresses that may open the desk."""
    with current_database.get().read() as session:
        for member in actions.list_staff(session):
            click.echo(f"{member.email}\tsince {member.added_at:%Y-%m-%d}")

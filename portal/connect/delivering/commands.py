"""``portal webhooks``."""

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table

from portal.cases.deliveries import CaseDelivery, list_deliveries, replay, replay_given_up
from portal.web.current import current_clock, current_database

MOST = 1_000
GREATEST = 2**63 - 1
"""The greatest number that databases have for a row."""


@click.group()
def webhooks() -> None:
    """Events of cases on their way to other systems."""


@webhooks.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those that have arrived or were not tried yet.")
@with_appcontext
def list_all(*, everything: bool) -> None:
    """List events that were tried and have not arrived, the newest first; their numbers are what `replay` wants."""
    table = Table("number", "receiver", "request", "event", "since", "tries", "last answer", "state")
    with current_database.get().read() as session:
        for row in list_deliveries(session, MOST, troubled=not everything):
            moments = (row.kind, f"{row.created_at:%F %H:%M}", str(row.attempts))
            table.add_row(str(row.id), row.receiver, row.case.reference, *moments, row.last_answer, _state(row))
    Console().print(table)


@webhooks.command("replay")
@click.argument("number", type=click.IntRange(1, GREATEST), required=False)
@click.option("--given-up", is_flag=True, help="Send everything again that was given up.")
@with_appcontext
def send_again(number: int | None, *, given_up: bool) -> None:
    """Send the event NUMBER once more, under the same webhook-id, or with --given-up all that were given up."""
    if (number is None) is not given_up:
        raise click.UsageError("give a NUMBER that `portal webhooks list` shows, or --given-up")
    now = current_clock.get()()
    with current_database.get().write() as session:
        count = replay_given_up(session, now) if number is None else int(replay(session, number, now) is not None)
    if number is not None and not count:
        raise click.ClickException(f"there is no event {number}")
    click.echo(f"{count} on their way")


def _state(row: CaseDelivery) -> str:
    if row.delivered_at:
        return "arrived"
    return "given up" if row.set_aside_at else f"again at {row.due_at:%F %H:%M}"

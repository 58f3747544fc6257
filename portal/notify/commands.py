"""``portal mail``."""

import sys
from typing import IO, cast

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from portal.db.engine import DatabaseUnavailable
from portal.notify.mail_in.acting import Receipt
from portal.notify.mail_in.model import Outcome
from portal.notify.mail_in.receiving import receive_mail
from portal.notify.mail_in.rules import NO_SENDER, mail_limit
from portal.notify.tending_commands import COMMANDS
from portal.policy.current import current_policy
from portal.search.current import current_search
from portal.storage.store import UploadsUnavailable

TRY_LATER = 75
"""EX_TEMPFAIL of sysexits.h, which makes mail servers keep a message and hand it over again."""
_WORDS = {
    Outcome.ADDED: "added to {reference}",
    Outcome.OPENED: "opened {reference}",
    Outcome.NOTED: "noted in {reference} ({reason})",
    Outcome.IGNORED: "ignored ({reason})",
    Outcome.NOT_TAKEN: "not taken ({reason})",
    Outcome.SET_ASIDE: "set aside ({reason})",
    Outcome.DUPLICATE: "received before",
}


@click.group()
def mail() -> None:
    """Receive mail, and see what leaves."""


for command in COMMANDS:
    mail.add_command(command)


@mail.command("receive")
@click.argument("message", type=click.File("rb"), default="-")
@with_appcontext
def receive(message: IO[bytes]) -> None:
    """Receive one MESSAGE (RFC 5322) from a file or from standard input, and say in one line what became of it.

    Meant for a mail server's alias: `support: "|portal mail receive"`. Exits with 0 when the message was dealt with;
    1 when nothing could be made of it and its sender was not told; 75 when it should be handed over again later,
    because the database or the folder of uploads is away, or because too many came at once.
    """
    limit = mail_limit(current_policy.get()().attachments)
    raw = message.read(limit + 1)
    # A mail server that cannot write its message to the end takes it for lost, so the rest is read and dropped.
    while len(raw) > limit and message.read(1 << 20):
        pass
    current_search.get().refresh()
    try:
        receipt = receive_mail(cast("Flask", current_app._get_current_object()), raw)  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's way
    except (DatabaseUnavailable, UploadsUnavailable) as error:
        click.echo(f"portal: nothing was stored, try again later ({type(error).__name__})", err=True)
        sys.exit(TRY_LATER)
    click.echo(describe_receipt(receipt))
    sys.exit(_exit_code(receipt))


def _exit_code(receipt: Receipt) -> int:
    if receipt.outcome is Outcome.SET_ASIDE:
        return 1 if receipt.reason == NO_SENDER else TRY_LATER
    return int(receipt.outcome is Outcome.NOT_TAKEN and not receipt.answered)


def describe_receipt(receipt: Receipt) -> str:
    """What became of a message, in one line."""
    line = _WORDS[receipt.outcome].format(reference=receipt.reference, reason=receipt.reason)
    return f"{line}, answered" if receipt.answered else line

"""One look at the mailbox: each message that waits is received, then put away; never the other way round.

A kill after the first step repeats the message, which the portal then knows. A message that our own code fails on, or
that a worker dies of, goes to the folder for those a person has to look at, and the others go on.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser

from flask import Flask

from portal.db.engine import Database, DatabaseUnavailable
from portal.kernel.clock import Clock
from portal.notify.mail_in.headers import read_addresses
from portal.notify.mail_in.model import NEEDS_A_LOOK, Outcome
from portal.notify.mail_in.receiving import receive_mail
from portal.notify.mail_in.rules import mail_limit
from portal.notify.mailbox import turns
from portal.notify.mailbox.address import MailboxAddress
from portal.notify.mailbox.failed import Failure, drop_failed, list_wanted, note_failed, note_place
from portal.notify.mailbox.imap import ImapMailbox, Shelf, open_mailbox
from portal.notify.mailbox.model import DEADLY, MailboxUnavailable, Waiting
from portal.policy.current import current_policy
from portal.search.current import current_search
from portal.storage.store import UploadsUnavailable
from portal.web import logs

MOST = 50
"""Messages in one look."""
MOST_TRIES = 3
"""After a worker has died of a message so often, it is put aside unopened."""


@dataclass(frozen=True)
class Look:
    """What one look at the mailbox works with."""

    app: Flask
    database: Database
    address: MailboxAddress
    clock: Clock
    turn: str
    stop: threading.Event = field(default_factory=threading.Event)


def look_into(app: Flask, database: Database, address: MailboxAddress, clock: Clock, stop: threading.Event) -> int:
    """Receive what waits, when it is time to and nobody else does; gives how many messages that were.

    Raises:
        DatabaseUnavailable: when the database is away; what is not received yet stays in the mailbox.
    """
    with database.write() as session:
        turn = turns.take_turn(session, address.key, clock())
    if turn is None:
        return 0
    look = Look(app, database, address, clock, turn, stop)
    try:
        done = _receive_waiting(look)
    except (MailboxUnavailable, UploadsUnavailable) as error:
        problem = str(error) if isinstance(error, MailboxUnavailable) else f"storing: {type(error).__name__}"
        with database.write() as session:
            is_news = turns.fail_turn(session, address.key, turn, problem, clock())
        if is_news:
            logs.log.warning("mailbox_unavailable", reason=problem)
        return 0
    with database.write() as session:
        failures = turns.end_turn(session, address.key, turn, clock(), more=done == MOST)
    if failures:
        logs.log.info("mailbox_back", failures=failures)
    return done


def _receive_waiting(look: Look) -> int:
    with open_mailbox(look.address) as mailbox:
        _lay_back_wanted(look, mailbox)
        waiting = mailbox.list_waiting(MOST)
        if waiting:
            with look.app.app_context():
                # What a message is about is searched for in the articles.
                current_search.get().refresh()
        for number, message in enumerate(waiting):
            with look.database.write() as session:
                origin = mailbox.name(message.uid)
                tries = turns.begin_message(session, look.address.key, look.turn, origin, look.clock())
            if look.stop.is_set() or tries is None:
                return number
            _deal_with(look, mailbox, message, tries)
    return len(waiting)


def _deal_with(look: Look, mailbox: ImapMailbox, message: Waiting, tries: int) -> None:
    """Receive a message and put it away."""
    with look.app.app_context():
        is_large = message.size > mail_limit(current_policy.get()().attachments)
    raw = mailbox.fetch(message.uid, head_only=is_large or tries > MOST_TRIES)
    if raw is None:
        return
    failure = _receive(look, raw, is_large=is_large) if tries <= MOST_TRIES else (DEADLY, True)
    if failure is None:
        mailbox.put_away(message.uid, Shelf.PROCESSED)
        return
    reason, can_retry = failure
    origin = mailbox.name(message.uid)
    noted = Failure(look.address.key, origin, message.size, _read_sender(raw), reason, can_retry)
    with look.database.write() as session:
        number = note_failed(session, noted, look.clock())
    place = mailbox.put_away(message.uid, Shelf.FAILED)
    with look.database.write() as session:
        note_place(session, number, place)


def _receive(look: Look, raw: bytes, *, is_large: bool) -> tuple[str, bool] | None:
    """Receive a message; why a person has to look at it and whether another try may help, None when nobody has to."""
    try:
        receipt = receive_mail(look.app, raw, too_large=is_large)
    except (DatabaseUnavailable, UploadsUnavailable):
        raise
    except OSError as error:
        # Whatever is wrong with the machine would be wrong with the next message, too.
        raise MailboxUnavailable(f"storing: {type(error).__name__}") from error
    except Exception as error:  # noqa: BLE001 - one message's fault must not stop the others
        reason = logs.describe(error)
        logs.log.error("mail_unreceivable", exception=reason)
        return reason, True
    if receipt.outcome in NEEDS_A_LOOK:
        return receipt.reason, receipt.outcome is Outcome.SET_ASIDE
    return None


def _lay_back_wanted(look: Look, mailbox: ImapMailbox) -> None:
    """Let the messages wait again that somebody wants to be tried once more."""
    with look.database.read() as session:
        wanted = [(row.id, row.place) for row in list_wanted(session, look.address.key)]
    for number, place in wanted:
        if not mailbox.lay_back(place, Shelf.FAILED):
            logs.log.warning("mail_not_found_again", message=number)
        with look.database.write() as session:
            drop_failed(session, number)


def _read_sender(raw: bytes) -> str:
    """The sender's address as far as it can be read."""
    with suppress(Exception):
        found = read_addresses(BytesHeaderParser().parsebytes(raw), "From")
        return found[0][1] if found else ""
    return ""

"""Emptying the outbox: lease some messages, then send and mark them one at a time.

The lease is taken in one unit of work and the mark set in another, and no transaction is open while a mail server is
waited for. A crash between sending and marking repeats the message under the same Message-ID, which is better than
losing it.
"""

import smtplib
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import timedelta

from portal.db.engine import Database
from portal.db.outbox import (
    LATE_AFTER,
    LeasedMessage,
    count_set_aside,
    give_back,
    lease_some,
    mark_failed,
    mark_sent,
    measure_waiting,
)
from portal.kernel.clock import Clock
from portal.notify.messages import Mail
from portal.notify.transports import MailTransport
from portal.web import logs
from portal.web.operations import PartState
from portal.web.tracing import span

BEGIN_WITHIN = timedelta(seconds=30)
"""Of a lease of two minutes: sending one message takes less than the rest, whatever the server does."""
NAME = "mail_out"


@dataclass(frozen=True)
class Delivery:
    """What became of one message."""

    kind: str
    sent: bool
    reachable: bool = True
    """False when nobody was there to take it, so that the next message would fare no better now."""


def deliver_next(
    database: Database, transport: MailTransport, compose: Callable[[LeasedMessage], Mail], clock: Clock
) -> Delivery | None:
    """Send the oldest message that is due; None when there is none.

    A message that cannot be sent, or not even be put into words, is given back and tried later, so that it never
    holds up the others. The log tells of each message in one line, without anybody's address.

    Raises:
        DatabaseUnavailable: when the database is away; a message that has left by then is repeated later.
    """
    return next(deliver_some(database, transport, compose, clock, 1), None)


def deliver_some(
    database: Database, transport: MailTransport, compose: Callable[[LeasedMessage], Mail], clock: Clock, most: int
) -> Generator[Delivery, None, None]:
    """Send the oldest messages that are due, as `deliver_next` does with one; leased together, marked one by one.

    Writers wait for each other on SQLite, so a lease a message would cost four workers more time than sending. What is
    not begun when the caller stops asking, or when half a minute is over, is given back.

    Raises:
        DatabaseUnavailable: when the database is away; a message that has left by then is repeated later.
    """
    begun = clock()
    with database.write() as session:
        leased = lease_some(session, most, begun)
    done = 0
    try:
        while done < len(leased) and clock() - begun < BEGIN_WITHIN:
            message, done = leased[done], done + 1
            yield _deliver(database, transport, compose, clock, message)
    finally:
        if done < len(leased):
            with database.write() as session:
                give_back(session, leased[done:])


def _deliver(
    database: Database,
    transport: MailTransport,
    compose: Callable[[LeasedMessage], Mail],
    clock: Clock,
    leased: LeasedMessage,
) -> Delivery:
    waited = round((clock() - leased.created_at).total_seconds(), 1)
    facts = {"message": leased.id, "kind": leased.kind, "attempt": leased.attempts + 1, "waited_s": waited}
    try:
        with span("send mail", portal__mail_kind=leased.kind, portal__attempt=leased.attempts + 1):
            transport.send(compose(leased).as_message())
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one message must not stop the others
        reason = describe_failure(error)
        with database.write() as session:
            mark_failed(session, leased, reason, clock())
        logs.log.warning("mail_failed", reason=reason, **facts)
        return Delivery(leased.kind, sent=False, reachable=not isinstance(error, OSError) or concerns_message(error))
    with database.write() as session:
        mark_sent(session, leased.id, clock())
    logs.log.info("mail_sent", **facts)
    return Delivery(leased.kind, sent=True)


def outbox_state(database: Database, clock: Clock) -> PartState:
    """Whether every mail leaves, and in time; those that were given up wait for somebody at the desk.

    Raises:
        DatabaseUnavailable: when the database is away.
    """
    with database.read() as session:
        given_up, waiting = count_set_aside(session), measure_waiting(session)
    late = waiting.since is not None and clock() - waiting.since > LATE_AFTER
    detail = f"mails waiting: {waiting.count}" + (
        f", the oldest since {waiting.since:%Y-%m-%dT%H:%M:%SZ}" if late else ""
    )
    if given_up:
        detail = f"{given_up} mails were given up; see /desk/mails/ or `portal mail failed`; {detail}"
    return PartState(NAME, fine=not given_up and not late, vital=False, detail=detail)


def concerns_message(error: OSError) -> bool:
    """Whether a server refused this very message, as opposed to refusing us or not answering at all."""
    return isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused | smtplib.SMTPDataError)


def describe_failure(error: Exception) -> str:
    """What went wrong, without the server's own words: these quote addresses."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
        return f"SMTPRecipientsRefused {' '.join(map(str, codes))}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return logs.describe(error)

"""One message arrives: read, masked, decided on and stored, all of it or nothing, and never twice.

That a message was received is written in the transaction that stores what follows from it. Whoever comes second with
the same message, after a kill or beside us, finds the row and does nothing.
"""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.identity.rules import domain_of
from portal.notify.mail_in.acting import Letterbox, Receipt, act
from portal.notify.mail_in.finding import find_named, find_sender
from portal.notify.mail_in.masked import mask_mail
from portal.notify.mail_in.model import IncomingMail, Outcome, ReceivedMail
from portal.notify.mail_in.parsing import read_mail
from portal.notify.mail_in.rules import Decision, Sender, SetAside, decide, mail_limit, match, named_references
from portal.policy.current import current_policy
from portal.storage.current import current_uploads
from portal.web import logs
from portal.web.current import current_clock, current_database, current_secret


class _AlreadyReceived(Exception):
    """Somebody else received the same message meanwhile."""


def receive_mail(app: Flask, raw: bytes, *, too_large: bool = False) -> Receipt:
    """Receive a message; of one that is ``too_large``, ``raw`` may be its headers alone.

    Raises:
        DatabaseUnavailable: when the database is away; nothing was stored then.
        UploadsUnavailable: when its files cannot be written; nothing was stored then.
    """
    with app.app_context():
        policy, secret, now = current_policy.get()(), current_secret.get(), current_clock.get()()
        own = policy.support.email.lower()
        mail = read_mail(raw, own, too_large=too_large or len(raw) > mail_limit(policy.attachments))
        named = named_references(mail, domain_of(own), secret)
        with current_database.get().read() as session:
            if _find(session, mail):
                return _told(Receipt(Outcome.DUPLICATE))
            expected = _decide(session, mail, named, secret, now)[0]
        if isinstance(expected, SetAside):
            # Nothing of it is stored, and looking through the files of a flood for secrets is what it wants.
            return _told(Receipt(Outcome.SET_ASIDE, reason=expected.because))
        said = mask_mail(mail, named, policy.attachments)
        box = Letterbox(mail, said, named, current_uploads.get(), now)
        try:
            with current_database.get().write() as session:
                return _told(_take(session, box, secret))
        except _AlreadyReceived:
            return _told(Receipt(Outcome.DUPLICATE))


def _take(session: Session, box: Letterbox, secret: str) -> Receipt:
    row = _claim(session, box.mail, sender_key(box.mail.sender, secret), box.now)
    decision, sender = _decide(session, box.mail, box.named, secret, box.now)
    done = act(session, replace(box, sender=sender), decision)
    if done.outcome is Outcome.SET_ASIDE:
        # Whoever looks at it may hand it over again, and a mail server does so by itself.
        session.delete(row)
        return done
    row.stranger = not sender.is_customer
    row.outcome, row.reason, row.reference, row.answered = done.outcome, done.reason, done.reference, done.answered
    return done


def _decide(
    session: Session, mail: IncomingMail, named: tuple[str, ...], secret: str, now: datetime
) -> tuple[Decision, Sender]:
    """What follows from a message as things stand, and what is known of its sender; nothing is written."""
    sender = find_sender(session, mail, sender_key(mail.sender, secret), now)
    return decide(mail, match(find_named(session, mail, named, secret, now)), sender), sender


def _claim(session: Session, mail: IncomingMail, key: str, now: datetime) -> ReceivedMail:
    """Write down that the message was received, before anything follows from it.

    Raises:
        _AlreadyReceived: when it is written down already.
    """
    if _find(session, mail):
        raise _AlreadyReceived
    row = ReceivedMail(digest=mail.digest, sender_key=key, received_at=now, outcome=Outcome.IGNORED)
    row.stranger, row.reason, row.reference, row.answered = True, "", "", False
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        raise _AlreadyReceived from None
    return row


def _find(session: Session, mail: IncomingMail) -> bool:
    return session.scalar(select(ReceivedMail.id).where(ReceivedMail.digest == mail.digest)) is not None


def sender_key(sender: str, secret: str) -> str:
    """By what mails of one sender are counted, without keeping who it is."""
    return hmac.new(secret.encode(), b"mail-sender\n" + sender.encode(), hashlib.sha256).hexdigest()[:32]


def _told(receipt: Receipt) -> Receipt:
    """One line in the log for each message, without anybody's address."""
    logs.log.info(
        "mail_received",
        outcome=receipt.outcome.value,
        reason=receipt.reason,
        case=receipt.reference,
        answered=receipt.answered,
    )
    return receipt

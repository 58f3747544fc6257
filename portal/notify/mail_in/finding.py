"""What the database knows of a message's sender and of the cases it names."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.cases.access import Reader, Right, find_case_by_reference, get_reader, right_to
from portal.cases.model import Case
from portal.cases.rules import NextMove, next_move
from portal.identity.accounts import find_account
from portal.identity.rules import domain_of
from portal.notify.mail_in.model import IncomingMail, Nature, Outcome, ReceivedMail
from portal.notify.mail_in.rules import DAY, HOUR, NamedCase, Sender, Traffic, bounced_references, named_in_bounce
from portal.policy.current import current_policy
from portal.web.current import current_settings

_MERGES = 10
"""Cases that were merged one into the other are followed so far."""


def find_named(
    session: Session, mail: IncomingMail, references: tuple[str, ...], secret: str, now: datetime
) -> list[NamedCase]:
    """The cases a message names, as they stand for its sender; for a bounce, the cases of the mail that came back."""
    if mail.nature is Nature.BOUNCE:
        return _find_bounced(session, mail, secret)
    reader = _reader(session, mail.sender) if mail.sender else None
    named = []
    for reference in references:
        case = _follow(session, find_case_by_reference(session, reference))
        may_reply = case is not None and right_to(case, reader, link=False) is Right.REPLY
        if case is None or not may_reply:
            named.append(NamedCase(reference, may_reply=False))
        else:
            takes = next_move(case.state, now) is not NextMove.OPEN_NEW_CASE
            named.append(NamedCase(case.reference, may_reply=True, takes_replies=takes))
    return named


def find_sender(session: Session, mail: IncomingMail, key: str, now: datetime) -> Sender:
    """Whether the sender is known to be a customer, and what came from them beside this message."""
    account = find_account(session, mail.sender) if mail.sender else None
    # A case that was opened by mail proves nothing of its sender: anybody can write any name into a mail.
    by_mail = select(ReceivedMail.id).where(ReceivedMail.digest == Case.idempotency_key).exists()
    has_case = session.scalar(select(Case.id).where(Case.opened_by == mail.sender, ~by_mail).limit(1)) is not None
    lately = ReceivedMail.received_at > now - HOUR
    from_sender = ReceivedMail.sender_key == key
    opened = ReceivedMail.outcome == Outcome.OPENED

    def count(*conditions: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(ReceivedMail).where(*conditions)) or 0

    traffic = Traffic(
        mails=count(from_sender, lately, ReceivedMail.digest != mail.digest),
        cases=count(from_sender, ReceivedMail.received_at > now - DAY, opened),
        strangers_cases=count(lately, opened, ReceivedMail.stranger.is_(True)),
        answers=count(from_sender, lately, ReceivedMail.answered.is_(True)),
        all_answers=count(lately, ReceivedMail.answered.is_(True)),
    )
    return Sender(is_customer=has_case or account is not None, traffic=traffic)


def _find_bounced(session: Session, mail: IncomingMail, secret: str) -> list[NamedCase]:
    """The signed address proves the case; without one, the receiver must be somebody who may read it."""
    domain = domain_of(current_policy.get()().support.email.lower())
    proven = bounced_references(mail, secret)
    found = []
    for reference in (*proven, *named_in_bounce(mail, domain)):
        case = find_case_by_reference(session, reference)
        readers = [_reader(session, address) for address in mail.bounced.recipients] if mail.bounced else []
        if case and (reference in proven or any(right_to(case, each, link=False) for each in readers)):
            found.append(NamedCase(case.reference, may_reply=True))
    return found


def _reader(session: Session, address: str) -> Reader:
    return get_reader(session, address, shared=current_settings.get().shares_cases)


def _follow(session: Session, case: Case | None) -> Case | None:
    """The case in which a merged one goes on."""
    for _ in range(_MERGES):
        if case is None or not case.merged_into:
            break
        case = find_case_by_reference(session, case.merged_into)
    return case

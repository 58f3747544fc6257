"""Whose turn it is to look at the mailbox, and what is remembered from one look to the next.

A worker leases the mailbox as it would a message of the outbox. Two that look at once would do no harm, since every
message is received once; they would only do the same work.
"""

from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel.ids import new_token
from portal.notify.mailbox.model import Mailbox

EVERY = timedelta(seconds=30)
"""How often the mailbox is looked at; servers of large providers count sign-ins."""
LEASE = timedelta(minutes=3)
"""Renewed for each message: longer than the largest one takes to arrive and to be looked through."""
LONGEST_WAIT = timedelta(minutes=10)
"""Between two tries to reach a server that is away."""
STALE_AFTER = timedelta(minutes=30)
"""A mailbox that nobody has looked at for so long has no worker, or a server that is gone for good."""


def take_turn(session: Session, key: str, now: datetime) -> str | None:
    """Lease the mailbox when it is due and free; gives the name of this turn."""
    _find_or_add(session, key, now)
    turn = new_token()
    free = or_(Mailbox.leased_until.is_(None), Mailbox.leased_until <= now)
    mine = update(Mailbox).where(Mailbox.key == key, Mailbox.due_at <= now, free)
    taken = session.connection().execute(mine.values(leased_until=now + LEASE, leased_by=turn)).rowcount
    return turn if taken else None


def begin_message(session: Session, key: str, turn: str, message: str, now: datetime) -> int | None:
    """Renew the lease and note the next message; gives how often it was begun, None when the turn is over."""
    box = session.get(Mailbox, key, with_for_update=True)
    if box is None or box.leased_by != turn:
        return None
    box.tries = box.tries + 1 if box.begun == message else 1
    box.begun, box.leased_until = message, now + LEASE
    return box.tries


def end_turn(session: Session, key: str, turn: str, now: datetime, *, more: bool) -> int:
    """Note that nothing was in the way; gives how many looks had failed before."""
    box = session.get(Mailbox, key, with_for_update=True)
    if box is None or box.leased_by != turn:
        return 0
    failures, box.failures, box.problem, box.looked_at = box.failures, 0, "", now
    box.begun, box.tries = "", 0
    _release(box, now if more else now + EVERY)
    return failures


def fail_turn(session: Session, key: str, turn: str, problem: str, now: datetime) -> bool:
    """Note what was in the way, and wait longer each time; says whether that is news."""
    box = session.get(Mailbox, key, with_for_update=True)
    if box is None or box.leased_by != turn:
        return False
    is_news = box.problem != problem[:200]
    box.failures, box.problem = box.failures + 1, problem[:200]
    box.begun, box.tries = "", 0
    _release(box, now + wait_after(box.failures))
    return is_news


def wait_after(failures: int) -> timedelta:
    """How long to leave a server alone after so many failures in a row: 10 s, 20 s, 40 s … at most ten minutes."""
    return min(timedelta(seconds=10 * 2 ** min(failures - 1, 10)), LONGEST_WAIT)


def _release(box: Mailbox, due_at: datetime) -> None:
    box.leased_until, box.leased_by, box.due_at = None, "", due_at


def _find_or_add(session: Session, key: str, now: datetime) -> None:
    if session.get(Mailbox, key):
        return
    try:
        with session.begin_nested():
            session.add(Mailbox(key=key, due_at=now))
    except IntegrityError:
        # Another worker added it in this very moment.
        return

"""How the mailbox is doing, for operators."""

from portal.db.engine import Database, DatabaseUnavailable
from portal.kernel.clock import Clock
from portal.notify.mailbox.address import MailboxAddress
from portal.notify.mailbox.failed import count_failed
from portal.notify.mailbox.model import Mailbox
from portal.notify.mailbox.turns import STALE_AFTER
from portal.web.operations import PartState

NAME = "mail_in"


def mailbox_state(database: Database, address: MailboxAddress, clock: Clock) -> PartState:
    """Whether the mailbox was looked at lately and nothing was in the way; reading goes on without it."""
    try:
        with database.read() as session:
            box, failed = session.get(Mailbox, address.key), count_failed(session)
    except DatabaseUnavailable:
        return PartState(NAME, fine=False, vital=False, detail="unknown while the database is away")
    if box is None or (box.looked_at is None and not box.problem):
        return PartState(NAME, fine=False, vital=False, detail="not looked at yet; a worker does that")
    last = f"last looked at {box.looked_at:%Y-%m-%dT%H:%M:%SZ}" if box.looked_at else "never looked at"
    if box.problem:
        return PartState(NAME, fine=False, vital=False, detail=f"{box.problem} ({box.failures} times, {last})")
    is_fresh = box.looked_at is not None and clock() - box.looked_at < STALE_AFTER
    detail = f"{last}; {failed} messages need a look" if failed else last
    return PartState(NAME, fine=is_fresh, vital=False, detail=detail)

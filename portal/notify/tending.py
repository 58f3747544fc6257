"""What somebody does about a mail that needs a look: let it be tried again, or take it off the list.

Each leaves a line in the log that says who did what; nobody's address stands in it in full.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.db.outbox import OutboxRow, drop, try_again
from portal.notify.mail_in.addresses import shorten_address
from portal.notify.mailbox.failed import drop_failed, want_again
from portal.notify.mailbox.model import FailedMail
from portal.web import logs


class Act(StrEnum):
    """What can be done; the last two are about mails that arrived."""

    RETRY = "retry"
    DROP = "drop"
    RETRY_IN = "retry-in"
    DROP_IN = "drop-in"


def tend(session: Session, act: Act, number: int, member: str, now: datetime) -> bool:
    """Do one of the acts for a member of the team; says whether there was such a mail to do it with."""
    row: OutboxRow | FailedMail | None
    match act:
        case Act.RETRY:
            row = try_again(session, number, now)
        case Act.DROP:
            row = drop(session, number, member, now)
        case Act.RETRY_IN:
            row = want_again(session, number, now)
        case Act.DROP_IN:
            row = drop_failed(session, number)
    if row is None:
        return False
    logs.log.info("mail_tended", act=act.value, number=number, by=shorten_address(member) or member)
    return True

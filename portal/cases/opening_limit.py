"""How many cases may be opened in an hour: far more than people do, far fewer than a program that has gone wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases.model import Case
from portal.identity.model import Entitlement
from portal.kernel.refusal import Refusal, RefusalKind

WINDOW = timedelta(hours=1)
OF_ADDRESS = 20
"""One every three minutes: nobody fills in the questions faster for a whole hour."""
OF_ACCOUNT = 60
"""For all addresses of an account together, so that a company whose colleagues write at once is not held up."""


@dataclass(frozen=True)
class TooManyCases(Refusal):
    """So many cases were opened in the last hour that something other than a person may be at work."""

    kind: ClassVar[RefusalKind] = RefusalKind.TOO_MANY
    wait: timedelta
    """Until one more may be opened."""


def judge(own: Sequence[datetime], shared: Sequence[datetime], now: datetime) -> TooManyCases | None:
    """Whether one more case may be opened by an address that opened these, and for an account that has these.

    The moments come newest first and lie within the window.
    """
    pairs = ((own, OF_ADDRESS), (shared, OF_ACCOUNT))
    waits = [moments[most - 1] + WINDOW - now for moments, most in pairs if len(moments) >= most]
    return TooManyCases(max(waits)) if waits else None


def check_opening(session: Session, email: str, entitlement: Entitlement | None, now: datetime) -> TooManyCases | None:
    """Whether an address may open one more case now, for itself and for its account."""
    recent = select(Case.opened_at).where(Case.opened_at > now - WINDOW).order_by(Case.opened_at.desc())
    own = session.scalars(recent.where(Case.opened_by == email).limit(OF_ADDRESS)).all()
    if entitlement is None:
        return judge(own, (), now)
    of_account = recent.where(Case.account_id == entitlement.account_id).limit(OF_ACCOUNT)
    return judge(own, session.scalars(of_account).all(), now)

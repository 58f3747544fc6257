"""How much there is to delete, for the page that asks whether it shall be."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cases.model import Attachment, Case
from portal.cases.rules import ACTIVE
from portal.incidents.following.model import Follower
from portal.intake.model import Draft
from portal.privacy.collecting import Owner, names_address
from portal.privacy.model import DeletionRequest


@dataclass(frozen=True)
class Holdings:
    """What is stored about an address, in numbers."""

    ended: int
    """Cases."""
    going_on: int
    files: int
    """Of both."""
    drafts: int
    followed: int
    asked_at: datetime | None
    """Since when a deletion is under way."""


def count_holdings(session: Session, owner: Owner) -> Holdings:
    """Count what belongs to an address."""
    own = Case.opened_by == owner.email

    def count(table: type, *conditions: object) -> int:
        return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0  # type: ignore[arg-type]

    request = session.get(DeletionRequest, owner.email)
    return Holdings(
        ended=count(Case, own, Case.status.not_in(ACTIVE)),
        going_on=count(Case, own, Case.status.in_(ACTIVE)),
        files=count(Attachment, Attachment.case_id.in_(select(Case.id).where(own))),
        drafts=count(Draft, names_address(owner)),
        followed=count(Follower, Follower.email == owner.email),
        asked_at=request.asked_at if request else None,
    )

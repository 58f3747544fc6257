"""Who may see a case: the address that opened it, colleagues of its account, and whoever holds its signed link.

``PORTAL_ACCOUNT_CASES`` says whether there are colleagues at all: a `Reader` knows an account only where it is on, and
whatever asks for a right asks with a `Reader`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from itsdangerous import BadSignature
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.cases.model import Case
from portal.cases.rules import ACTIVE, REOPEN_WITHIN, Status
from portal.identity.accounts import find_account
from portal.kernel.ids import normalise_reference
from portal.web.signing import make_signer

_SALT = "case-link"
PAGE_SIZE = 30


@dataclass(frozen=True)
class Reader:
    """A proven address and the account whose cases it may see, if any."""

    email: str
    account_id: str | None


class Right(Enum):
    """What somebody may do with a case."""

    REPLY = "reply"
    READ = "read"
    """By a signed link: this one case, and nothing that leads to others."""


def get_reader(session: Session, email: str, *, shared: bool) -> Reader:
    """The reader behind a proven address; ``shared`` is the setting that lets colleagues see each other's cases."""
    entitlement = find_account(session, email) if shared else None
    return Reader(email, entitlement.account_id if entitlement else None)


def may_see(reader: Reader, opened_by: str, account_id: str | None) -> bool:
    """Whether a reader may see a case that this address opened for this account."""
    return reader.email == opened_by or (account_id is not None and reader.account_id == account_id)


def right_to(case: Case, reader: Reader | None, *, link: bool) -> Right | None:
    """What a reader may do with a case; ``link`` says whether they hold its signed link. None for strangers."""
    if reader is not None and may_see(reader, case.opened_by, case.account_id):
        return Right.REPLY
    return Right.READ if link else None


def list_cases(session: Session, reader: Reader, page: int = 1) -> tuple[Case, ...]:
    """A page of the cases a reader may see: those that wait for them, others that go on, and last those that ended.

    Of each, the latest change comes first.
    """
    ended, waiting = Case.status.not_in(ACTIVE), Case.status == Status.WAITING_ON_CUSTOMER
    ordered = (
        select(Case).where(_visible(reader)).order_by(ended, waiting.desc(), Case.changed_at.desc(), Case.id.desc())
    )
    return tuple(session.scalars(ordered.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)))


def count_pages(session: Session, reader: Reader) -> int:
    """On how many pages the cases of a reader stand; at least one."""
    count = session.scalar(select(func.count()).select_from(Case).where(_visible(reader))) or 0
    return max(1, -(-count // PAGE_SIZE))


def find_zone(session: Session, reader: Reader) -> ZoneInfo | None:
    """The time zone the reader named last, else a colleague did; None without any case they may see."""
    latest = select(Case).where(_visible(reader)).order_by(Case.opened_by != reader.email, Case.opened_at.desc())
    case = session.scalar(latest.limit(1))
    return case.zone_info if case else None


def list_answerable_cases(session: Session, reader: Reader, now: datetime, limit: int) -> tuple[Case, ...]:
    """The newest cases of a reader that a reply goes on with or reopens: what a new one could be a duplicate of."""
    answerable = or_(Case.status.in_(ACTIVE), Case.ended_at >= now - REOPEN_WITHIN)
    found = (
        select(Case)
        .where(_visible(reader), answerable, Case.merged_into.is_(None))
        .options(selectinload(Case.event_rows))
    )
    return tuple(session.scalars(found.order_by(Case.opened_at.desc(), Case.id.desc()).limit(limit)))


def find_case_by_reference(session: Session, reference: str) -> Case | None:
    """The case with a reference as a person may have typed it, or None. Asks nobody for a right to see it."""
    return session.scalar(select(Case).where(Case.reference == normalise_reference(reference)))


def make_link_key(secret: str, reference: str) -> str:
    """The key that lets whoever holds it read this one case and no other."""
    return str(make_signer(secret, _SALT).dumps(reference))


def opens(secret: str, key: str, reference: str) -> bool:
    """Whether a key of a signed link is the one for this case."""
    try:
        return bool(make_signer(secret, _SALT).loads(key) == reference)
    except BadSignature:
        return False


def _visible(reader: Reader) -> ColumnElement[bool]:
    """`may_see` as a condition."""
    if reader.account_id is None:
        return Case.opened_by == reader.email
    return or_(Case.opened_by == reader.email, Case.account_id == reader.account_id)

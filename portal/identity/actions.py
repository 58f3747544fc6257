"""Proving an address: a code is asked for, mailed through the outbox, and given back."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db.outbox import enqueue
from portal.identity import rules
from portal.identity.model import LoginCode, StaffMember
from portal.identity.rules import (
    Asker,
    CodeExpired,
    CodeFacts,
    InvalidAddress,
    SentCode,
    TooManyCodes,
    TooManyTries,
    WrongCode,
)
from portal.kernel.ids import new_code
from portal.kernel.language import Language

# Each further attempt means that another request for the same address came first; the limit an hour ends it.
_ATTEMPTS = rules.OF_ALL_STRANGERS.an_hour + rules.OF_ONE_ASKER.an_hour + 1
_COUNTED = rules.OF_ALL_STRANGERS.a_day + 10 * rules.OF_ONE_ASKER.a_day
"""Codes of a day that are looked at; the owner's known browsers may have asked for some beside the strangers'."""


@dataclass(frozen=True)
class CodeSent:
    """A code is on its way to this address."""

    email: str


@dataclass(frozen=True)
class ProvenAddress:
    """Whoever is asking reads the mail of this address."""

    email: str


def request_code(
    session: Session, email: str, language: Language, asker: Asker, now: datetime
) -> CodeSent | InvalidAddress | TooManyCodes:
    """Send a new code to an address; the one this browser asked for before is dead from now on.

    Codes of other browsers stay good: a stranger who types somebody's address spoils nothing for its owner.
    The same happens for every address, known or not: anybody may prove an address, so there is nothing to find out.
    """
    address = rules.normalise_address(email)
    if isinstance(address, InvalidAddress):
        return address
    for _ in range(_ATTEMPTS):
        newest = session.scalar(_codes_of(address).limit(1))
        refusal = rules.check_code_limit(_unanswered_codes(session, address, now), asker, now)
        if refusal:
            return refusal
        code = new_code()
        row = _new_row(address, code, asker, now, number=newest.number + 1 if newest else 1)
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            continue
        enqueue(session, "sign_in_code", {"to": address, "language": language.tag, "code": code}, now)
        return CodeSent(address)
    return TooManyCodes(wait=rules.HOUR)


def verify_code(
    session: Session, email: str, code: str, browser: str, now: datetime
) -> ProvenAddress | InvalidAddress | WrongCode | CodeExpired | TooManyTries:
    """Take a code back in the browser that asked for it. A right one works once; a wrong one counts."""
    address = rules.normalise_address(email)
    if isinstance(address, InvalidAddress):
        return address
    own = _codes_of(address).where(LoginCode.browser == browser)
    row = session.scalar(own.limit(1).with_for_update())
    matches = rules.same_code(
        rules.clean_code(code), row.salt if row else bytes(16), row.code_hash if row else bytes(32)
    )
    facts = CodeFacts(matches, row.expires_at, row.tries, row.used_at is not None) if row else None
    refusal = rules.judge_code(facts, now)
    if row is None or refusal:
        if row is not None and not matches:
            row.tries += 1
        return refusal or CodeExpired()
    row.used_at = now
    return ProvenAddress(address)


def forget_old_codes(session: Session, now: datetime) -> int:
    """Delete codes that neither work nor count towards the limit any more; gives their number."""
    statement = delete(LoginCode).where(LoginCode.created_at < now - rules.DAY - rules.CODE_LIFETIME)
    return session.connection().execute(statement).rowcount


def add_staff(session: Session, email: str, now: datetime) -> StaffMember | InvalidAddress:
    """Let an address open the desk; does nothing when it already may."""
    address = rules.normalise_address(email)
    if isinstance(address, InvalidAddress):
        return address
    member = session.get(StaffMember, address)
    if member is None:
        member = StaffMember(email=address, added_at=now)
        session.add(member)
    return member


def remove_staff(session: Session, email: str) -> bool:
    """Take the desk away from an address; says whether it had it."""
    address = rules.normalise_address(email)
    member = None if isinstance(address, InvalidAddress) else session.get(StaffMember, address)
    if member is None:
        return False
    session.delete(member)
    session.flush()
    return True


def is_staff(session: Session, email: str) -> bool:
    """Whether a proven address may open the desk."""
    return session.get(StaffMember, email) is not None


def list_staff(session: Session) -> tuple[StaffMember, ...]:
    """Everybody who may open the desk, by address."""
    return tuple(session.scalars(select(StaffMember).order_by(StaffMember.email)))


def _codes_of(address: str) -> Select[LoginCode]:
    return select(LoginCode).where(LoginCode.email == address).order_by(LoginCode.number.desc())


def _unanswered_codes(session: Session, address: str, now: datetime) -> list[SentCode]:
    """The newest codes of the last day that nobody has given back.

    A code that was used was wanted by the mailbox's owner; only the others can be a flood.
    """
    recent = (LoginCode.used_at.is_(None), LoginCode.created_at > now - rules.DAY)
    unanswered = _codes_of(address).where(*recent).limit(_COUNTED)
    return [SentCode(row.created_at, row.browser, row.network) for row in session.scalars(unanswered)]


def _new_row(address: str, code: str, asker: Asker, now: datetime, *, number: int) -> LoginCode:
    salt = secrets.token_bytes(16)
    return LoginCode(
        email=address,
        number=number,
        salt=salt,
        code_hash=rules.hash_code(code, salt),
        created_at=now,
        expires_at=now + rules.CODE_LIFETIME,
        tries=0,
        browser=asker.browser,
        network=asker.network,
    )

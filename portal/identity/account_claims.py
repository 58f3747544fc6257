"""The customer directory brought up to date by what the provider says of somebody who signs in.

The directory stays the operator's: a claim changes plan and chat, brings an address that no account lists to the
account that is named, and opens an account that was not there. It never takes an address from one account to another,
since that would show one company's requests to another.
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.identity.accounts import find_account
from portal.identity.claims import Person
from portal.identity.current import known_plans
from portal.identity.model import Account, AccountEmail
from portal.web.current import current_database
from portal.web.logs import log


def apply_claims(session: Session, person: Person, plans: Collection[str]) -> tuple[str, ...]:
    """Take over what was said; gives what was not, for the log, and none of it names anybody."""
    try:
        with session.begin_nested():
            return _apply(session, person, plans)
    except IntegrityError:
        # Somebody of the same account signed in at the same moment, and it is there now.
        with session.begin_nested():
            return _apply(session, person, plans)


def _apply(session: Session, person: Person, plans: Collection[str]) -> tuple[str, ...]:
    left = [f"{name} cannot be read" for name in person.unread]
    plan = person.plan if person.plan in plans else ""
    if person.plan and not plan:
        left.append("plan is unknown")
    account = _find(session, person)
    if account is None and person.account_id and plan:
        account = _open(session, person, plan)
    if account is None:
        left += ["there is no such account"] if person.account_id or person.plan else []
        return tuple(left)
    left += _bring_address(session, account, person)
    account.plan = plan or account.plan
    account.chat_enabled = account.chat_enabled if person.chat_enabled is None else person.chat_enabled
    session.flush()
    return tuple(left)


def take_over(person: Person, way: str) -> None:
    """Bring the customer directory up to date with what was said of somebody who signs in.

    The log tells whoever has set the provider up which claims did nothing, and why; never whose they were.
    """
    with current_database.get().write() as session:
        left = apply_claims(session, person, known_plans.get()())
    if left:
        log.warning("claims_not_taken", way=way, reasons=sorted(left))


def _find(session: Session, person: Person) -> Account | None:
    """The account that is named; without a name, the one that the address belongs to."""
    if person.account_id:
        return session.get(Account, person.account_id, with_for_update=True)
    known = find_account(session, person.email)
    return session.get(Account, known.account_id, with_for_update=True) if known else None


def _open(session: Session, person: Person, plan: str) -> Account:
    """A new account, called by its identifier until the directory says its name."""
    chat = bool(person.chat_enabled)
    account = Account(account_id=person.account_id, name=person.account_id, plan=plan, chat_enabled=chat)
    session.add(account)
    session.flush()
    return account


def _bring_address(session: Session, account: Account, person: Person) -> list[str]:
    owner = session.scalar(select(AccountEmail.account_id).where(AccountEmail.email == person.email))
    if owner is None:
        known = find_account(session, person.email)
        if known is None or known.account_id != account.account_id:
            account.emails.append(person.email)
        return []
    return [] if owner == account.account_id else ["the address belongs to another account"]

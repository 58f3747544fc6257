"""The customer directory: which account an address belongs to, and how the directory is brought up to date."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.identity.account_file import AccountRecord, RowMistake
from portal.identity.model import Account, AccountDomain, AccountEmail, Entitlement
from portal.identity.rules import InvalidAddress, company_domain, normalise_address


def find_account(session: Session, email: str) -> Entitlement | None:
    """What an address is entitled to: the account that lists it, else the one that owns its domain, else None."""
    address = normalise_address(email)
    if isinstance(address, InvalidAddress):
        return None
    domain = company_domain(address)
    account = session.scalar(select(Account).join(AccountEmail).where(AccountEmail.email == address))
    if account is None and domain is not None:
        account = session.scalar(select(Account).join(AccountDomain).where(AccountDomain.domain == domain))
    if account is None:
        return None
    return Entitlement(account.account_id, account.name, account.plan, account.chat_enabled)


def import_accounts(session: Session, records: Sequence[AccountRecord]) -> tuple[RowMistake, ...]:
    """Replace the accounts with these identifiers, add the new ones, leave all others alone.

    Gives the rows that claim an address or a domain of an account that is not in the file; then nothing is changed.
    """
    mistakes = _taken_elsewhere(session, records)
    if mistakes:
        return mistakes
    for record in records:
        old = session.get(Account, record.account_id)
        if old is not None:
            session.delete(old)
    # The old rows must be gone before the new ones claim the same addresses, maybe for another account.
    session.flush()
    session.add_all(
        Account(
            account_id=record.account_id,
            name=record.name,
            plan=record.plan,
            chat_enabled=record.chat_enabled,
            emails=list(record.emails),
            domains=list(record.domains),
        )
        for record in records
    )
    session.flush()
    return ()


def list_accounts(session: Session) -> tuple[Account, ...]:
    """The whole directory, by identifier."""
    return tuple(session.scalars(select(Account).order_by(Account.account_id)))


def _taken_elsewhere(session: Session, records: Sequence[AccountRecord]) -> tuple[RowMistake, ...]:
    replaced = {record.account_id for record in records}
    owners = {row.email: row.account_id for row in session.scalars(select(AccountEmail))}
    owners |= {row.domain: row.account_id for row in session.scalars(select(AccountDomain))}
    return tuple(
        RowMistake(record.line, f"{claim} belongs to account {owners[claim]}")
        for record in records
        for claim in (*record.emails, *record.domains)
        if owners.get(claim, record.account_id) not in replaced
    )

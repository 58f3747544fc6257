"""Accounts to try the portal with: one of each kind of entitlement."""

from sqlalchemy.orm import Session

from portal.identity.account_file import AccountRecord
from portal.identity.accounts import import_accounts

DEMO_ACCOUNTS = (
    AccountRecord(
        1, "demo-premium", "Premium Parcels", "premium", True, ("ana@premium.example",), ("premium.example",)
    ),
    AccountRecord(2, "demo-regular", "Regular Rides", "regular", True, ("rui@regular.example",), ("regular.example",)),
    AccountRecord(3, "demo-basic", "Basic Bikes", "basic", False, ("bea@basic.example",), ("basic.example",)),
)
"""``example`` is reserved (RFC 2606): no mail to these addresses can reach anybody."""


def load_demo_accounts(session: Session) -> None:
    """Put the demo accounts into the directory, as they were at first."""
    import_accounts(session, DEMO_ACCOUNTS)

"""What the customer directory holds, as tests ask for it."""

from portal.identity.accounts import find_account
from portal.web.current import current_database


def account_of(app, email):
    """The account of an address as (identifier, plan, chat); None when there is none."""
    with app.app_context(), current_database.get().read() as session:
        found = find_account(session, email)
    return (found.account_id, found.plan, found.chat_enabled) if found else None

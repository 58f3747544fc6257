"""Where a case goes on in a chat elsewhere, as the desk leads there."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.cases.chats import list_chats
from portal.cases.model import Case
from portal.settings import Settings


@dataclass(frozen=True)
class Chat:
    """A conversation."""

    number: str
    address: str
    """Its page; empty as long as nobody knows to which account it belongs."""


def find_chats(session: Session, case: Case, settings: Settings) -> tuple[Chat, ...]:
    """The conversations about a case, oldest first; they stay known where another chat was chosen since."""
    base = f"{settings.chatwoot_url}/app/accounts" if settings.chatwoot_url else ""
    return tuple(
        Chat(row.conversation, f"{base}/{row.account}/conversations/{row.conversation}" if base and row.account else "")
        for row in list_chats(session, case)
    )

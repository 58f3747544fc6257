"""Under which conversations a chat elsewhere knows a case, and how far one of our own has been handed over to it.

A case has at most one conversation that the portal opens, and any number that its customer begins in the chat's
window. A row holds no words: only what both sides call the same thing.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from portal.cases.model import Case
from portal.db.base import Base, UtcDateTime

MOST_OF_A_CASE = 10
"""Conversations that are remembered of one case: more are none of a customer who wants help."""


class CaseChat(Base):
    """One conversation about a case."""

    __tablename__ = "case_chats"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id, ondelete="CASCADE"))
    conversation: Mapped[str] = mapped_column(String(40), index=True)
    """Its number in the chat; empty as long as it is not known."""
    account: Mapped[str] = mapped_column(String(40), default="")
    """The number of the chat's account it belongs to, by which its page is found; the chat's events tell it."""
    contact: Mapped[str] = mapped_column(String(64), default="")
    """The name of the customer in it, where the portal opens it; empty for one that was begun in the window."""
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the chat was asked to open it; until its number is known, nobody can say whether it did."""
    sending: Mapped[int | None]
    """The number of the event that is being sent; until it is taken back, nobody can say whether it arrived."""
    last_message: Mapped[int | None] = mapped_column(BigInteger)
    """The number of the newest message that arrived, as the chat counts them."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("case_id", "conversation", name="uq_case_chats_conversation"),)

    @property
    def is_ours(self) -> bool:
        """Whether the portal opens it."""
        return bool(self.contact)


def list_chats(session: Session, case: Case) -> tuple[CaseChat, ...]:
    """The conversations about a case whose numbers are known, oldest first."""
    known = select(CaseChat).where(CaseChat.case_id == case.id, CaseChat.conversation != "")
    return tuple(session.scalars(known.order_by(CaseChat.id)))


def find_own_chat(session: Session, case: Case) -> CaseChat | None:
    """The conversation that the portal opens about a case, as far as it has come."""
    return session.scalar(select(CaseChat).where(CaseChat.case_id == case.id, CaseChat.contact != ""))


def find_reference(session: Session, conversation: str) -> str | None:
    """The reference of the case that a conversation is about, of several the one it was about last."""
    named = select(Case.reference).join(CaseChat, CaseChat.case_id == Case.id)
    found = named.where(CaseChat.conversation == conversation).order_by(CaseChat.id.desc()).limit(1)
    return session.scalar(found) if conversation else None


def list_known(session: Session, conversations: Iterable[str]) -> frozenset[str]:
    """Those of these conversations that are about some case already."""
    known = select(CaseChat.conversation).where(CaseChat.conversation.in_(list(conversations)))
    return frozenset(session.scalars(known))


def begin_chat(session: Session, case: Case, contact: str, now: datetime) -> CaseChat:
    """The portal's own conversation about a case, begun at most once."""
    row = find_own_chat(session, case)
    if row is None:
        row = CaseChat(case_id=case.id, conversation="", account="", contact=contact, created_at=now)
        session.add(row)
        session.flush()
    return row


def settle_chat(row: CaseChat, conversation: str) -> None:
    """Keep the number of a conversation that the portal opened; the chat's own events may have told it before.

    Raises:
        LookupError: when the row is not in the caller's unit of work.
    """
    session = object_session(row)
    if session is None:
        raise LookupError("the row is in no session")
    met = (CaseChat.case_id == row.case_id, CaseChat.conversation == conversation, CaseChat.id != row.id)
    told = session.scalar(select(CaseChat).where(*met))
    if told:
        row.account = told.account
        session.delete(told)
        session.flush()
    row.conversation, row.asked_at = conversation, None


def note_chat(session: Session, case: Case, conversation: str, account: str, now: datetime) -> None:
    """Remember that a conversation is about a case. The caller has locked the case."""
    rows = list_chats(session, case)
    known = next((row for row in rows if row.conversation == conversation), None)
    if known:
        known.account = account or known.account
    elif conversation and len(rows) < MOST_OF_A_CASE:
        session.add(CaseChat(case_id=case.id, conversation=conversation, account=account, created_at=now))

"""The customer directory, sign-in codes and staff, as they are stored."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base, UtcDateTime

ADDRESS_LENGTH = 254
"""The longest address that mail can be sent to (RFC 5321, section 4.5.3.1.3)."""


class Account(Base):
    """A customer company as the provider's billing knows it: its plan, and whether it may use the chat."""

    __tablename__ = "accounts"

    account_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    plan: Mapped[str] = mapped_column(String(40))
    chat_enabled: Mapped[bool]

    email_rows: Mapped[list["AccountEmail"]] = relationship(
        cascade="all, delete-orphan", order_by="AccountEmail.email", lazy="selectin"
    )
    domain_rows: Mapped[list["AccountDomain"]] = relationship(
        cascade="all, delete-orphan", order_by="AccountDomain.domain", lazy="selectin"
    )
    emails: AssociationProxy[list[str]] = association_proxy("email_rows", "email")
    domains: AssociationProxy[list[str]] = association_proxy("domain_rows", "domain")


class AccountEmail(Base):
    """An address that belongs to an account; to one only, so that a plan is never a matter of luck."""

    __tablename__ = "account_emails"

    email: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey(Account.account_id, ondelete="CASCADE"), index=True)

    def __init__(self, email: str) -> None:
        self.email = email


class AccountDomain(Base):
    """A mail domain all of whose addresses belong to an account."""

    __tablename__ = "account_domains"

    domain: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey(Account.account_id, ondelete="CASCADE"), index=True)

    def __init__(self, domain: str) -> None:
        self.domain = domain


@dataclass(frozen=True)
class Entitlement:
    """What an address is entitled to; comes from the account, never from a form."""

    account_id: str
    name: str
    plan: str
    chat_enabled: bool


class LoginCode(Base):
    """A six-digit code that was mailed to an address for one browser. Only that browser's newest one counts.

    ``number`` counts the codes of an address. It is unique, so of two requests at the same moment one has to
    look again, and the limit an hour holds on every database.
    """

    __tablename__ = "login_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    number: Mapped[int]
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(32), server_default="", default="")
    """The browser that asked; in any other one the code is worth nothing."""
    network: Mapped[str] = mapped_column(String(32), server_default="", default="")
    """A keyed digest of the network that asked: enough to count by, too little to find anybody."""

    __table_args__ = (UniqueConstraint("email", "number"),)


class StaffMember(Base):
    """Somebody of the support team; may open the desk."""

    __tablename__ = "staff"

    email: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EndedVisit(Base):
    """A visit that the provider has ended from afar; kept for as long as its cookie could still be shown."""

    __tablename__ = "ended_visits"

    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    """A keyed digest of the provider's name for the visit, or for the person."""
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class UsedLink(Base):
    """A signed link that somebody has signed in with; kept until it would be too old anyway."""

    __tablename__ = "used_links"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A digest of the link's own name."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

"""Tokens as they are stored: never themselves, only what recognises them."""

from datetime import datetime

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, UtcDateTime

NAME_LENGTH = 100


class ApiToken(Base):
    """What one program may do, and by what its token is recognised."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """What operators call it; no two that are in force have the same."""
    visible: Mapped[str] = mapped_column(String(20), unique=True)
    """The part of the token that may be seen; it finds the row."""
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """To the minute."""
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

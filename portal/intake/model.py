"""A draft: the answers given so far, and nothing that could be computed from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, UtcDateTime


class Draft(Base):
    """One walk through the wizard, reachable by its address from the browser that began it."""

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    language: Mapped[str] = mapped_column(String(10))
    answers: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON, default=dict)
    """By step, then by field name; every text in it has been masked."""
    context: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Where the customer came from: the article read, values to fill fields with."""
    case_reference: Mapped[str | None] = mapped_column(String(12))
    outcome: Mapped[str] = mapped_column(String(20), default="")

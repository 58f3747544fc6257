"""Tokens of programs, and events of cases that have to reach other systems.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

from portal.db.base import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("visible", sa.String(20), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("visible", name="uq_api_tokens_visible"),
    )
    _create_deliveries()


def downgrade() -> None:
    """Take the schema back to 0010."""
    op.drop_table("case_deliveries")
    op.drop_table("api_tokens")


def _create_deliveries() -> None:
    op.create_table(
        "case_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receiver", sa.String(40), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=True),
        sa.Column("last_answer", sa.String(200), nullable=False),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("set_aside_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_case_deliveries_case_id_cases", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_deliveries"),
        sa.UniqueConstraint("message_id", name="uq_case_deliveries_message_id"),
        sa.UniqueConstraint("receiver", "case_id", "seq", name="uq_case_deliveries_receiver"),
    )
    op.create_index("ix_case_deliveries_due", "case_deliveries", ["delivered_at", "set_aside_at", "due_at"])
    op.create_index("ix_case_deliveries_case_id", "case_deliveries", ["case_id"])

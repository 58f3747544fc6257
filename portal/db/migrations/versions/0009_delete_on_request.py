"""Deletions that customers ask for, that they were done, and what figures keep of deleted cases.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

from portal.db.base import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "deletion_requests",
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("rest_deleted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("email", name="pk_deletion_requests"),
    )
    op.create_table(
        "deletions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deletions"),
    )
    op.create_index("ix_deletions_done_at", "deletions", ["done_at"])
    _create_deleted_cases()


def downgrade() -> None:
    """Take the schema back to 0008."""
    for table in ("deleted_cases", "deletions", "deletion_requests"):
        op.drop_table(table)


def _create_deleted_cases() -> None:
    op.create_table(
        "deleted_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(40), nullable=True),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("component", sa.String(64), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("first_response_due", UtcDateTime(), nullable=False),
        sa.Column("resolution_due", UtcDateTime(), nullable=True),
        sa.Column("first_response_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("feedback", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deleted_cases"),
    )
    op.create_index("ix_deleted_cases_opened_at", "deleted_cases", ["opened_at"])

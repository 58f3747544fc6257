"""The mailbox that is polled, messages somebody has to look at, and mails that were given up and dropped.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

from portal.db.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns; an older version that still runs knows nothing of them."""
    op.create_table(
        "mailboxes",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("leased_by", sa.String(40), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("begun", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_mailboxes"),
    )
    op.create_table(
        "failed_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(64), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("failed_at", UtcDateTime(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(100), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("can_retry", sa.Boolean(), nullable=False),
        sa.Column("wanted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_failed_mails"),
    )
    op.create_index("ix_failed_mails_failed_at", "failed_mails", ["failed_at"])
    op.add_column("outbox", sa.Column("dropped_at", UtcDateTime(), nullable=True))
    op.add_column("outbox", sa.Column("dropped_by", sa.String(254), nullable=True))
    op.create_index("ix_outbox_set_aside_at", "outbox", ["set_aside_at"])


def downgrade() -> None:
    """Take the schema back to 0007."""
    op.drop_index("ix_outbox_set_aside_at", "outbox")
    op.drop_column("outbox", "dropped_by")
    op.drop_column("outbox", "dropped_at")
    op.drop_table("failed_mails")
    op.drop_table("mailboxes")

"""That a mail was received, so that none is taken twice; nothing of what it says.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

from portal.db.base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "received_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sender_key", sa.String(32), nullable=False),
        sa.Column("stranger", sa.Boolean(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_received_mails"),
        sa.UniqueConstraint("digest", name="uq_received_mails_digest"),
    )
    op.create_index("ix_received_mails_received_at", "received_mails", ["received_at"])
    op.create_index("ix_received_mails_sender", "received_mails", ["sender_key", "received_at"])


def downgrade() -> None:
    """Take the schema back to 0005."""
    op.drop_table("received_mails")

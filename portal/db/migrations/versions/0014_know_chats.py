"""The conversations under which a chat elsewhere knows a case.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

from portal.db.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; an older version that still runs knows nothing of it."""
    op.create_table(
        "case_chats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(40), nullable=False),
        sa.Column("account", sa.String(40), nullable=False),
        sa.Column("contact", sa.String(64), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("sending", sa.Integer(), nullable=True),
        sa.Column("last_message", sa.BigInteger(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_chats_case_id_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_case_chats"),
        sa.UniqueConstraint("case_id", "conversation", name="uq_case_chats_conversation"),
    )
    op.create_index("ix_case_chats_conversation", "case_chats", ["conversation"])


def downgrade() -> None:
    """Take the schema back to 0013."""
    op.drop_table("case_chats")

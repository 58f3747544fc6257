"""Walks through the wizard by day, language and step: how many came how far, how they ended, how long it took.

A draft notes the way it takes and what it has been counted as. Both may be missing, as they are in drafts that the
version before began.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "walk_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("measure", sa.String(20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "language", "step", "measure", name="pk_walk_counts"),
    )
    op.add_column("drafts", sa.Column("walk", sa.JSON(), nullable=True))
    op.add_column("drafts", sa.Column("counted", sa.JSON(), nullable=True))
    op.add_column("drafts", sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the schema back to 0003."""
    for name in ("counted_at", "counted", "walk"):
        op.drop_column("drafts", name)
    op.drop_table("walk_counts")

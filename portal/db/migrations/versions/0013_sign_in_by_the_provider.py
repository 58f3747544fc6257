"""Visits that the provider ended, and signed links that were used.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

from portal.db.base import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; an older version that still runs knows nothing of them."""
    op.create_table(
        "ended_visits",
        sa.Column("mark", sa.String(32), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_ended_visits"),
    )
    op.create_index("ix_ended_visits_ended_at", "ended_visits", ["ended_at"])
    op.create_table(
        "used_links",
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_used_links"),
    )
    op.create_index("ix_used_links_expires_at", "used_links", ["expires_at"])


def downgrade() -> None:
    """Take the schema back to 0012."""
    op.drop_table("used_links")
    op.drop_table("ended_visits")

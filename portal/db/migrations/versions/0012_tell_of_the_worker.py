"""When each of the worker's jobs was last done.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

from portal.db.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; an older version that still runs knows nothing of it."""
    op.create_table(
        "job_rounds",
        sa.Column("job", sa.String(40), nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("job", name="pk_job_rounds"),
    )


def downgrade() -> None:
    """Take the schema back to 0011."""
    op.drop_table("job_rounds")

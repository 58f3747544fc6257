"""What the support team and customers do with cases beside writing: merged cases, and how customers judged.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("cases", sa.Column("merged_into", sa.String(12), nullable=True))
    op.add_column("cases", sa.Column("feedback", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the schema back to 0002."""
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("feedback")
        cases.drop_column("merged_into")

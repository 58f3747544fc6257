"""Tickets that a helpdesk has for cases.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

from portal.db.base import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; an older version that still runs knows nothing of it."""
    op.create_table(
        "case_tickets",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("helpdesk", sa.String(20), nullable=False),
        sa.Column("ticket", sa.String(40), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=True),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.Column("look_at", UtcDateTime(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_tickets_case_id_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_tickets"),
    )
    op.create_index("ix_case_tickets_look", "case_tickets", ["helpdesk", "look_at"])
    op.create_index("ix_case_tickets_ticket", "case_tickets", ["ticket"])


def downgrade() -> None:
    """Take the schema back to 0013."""
    op.drop_table("case_tickets")

"""The desk: the order of the queue, what similar cases are found by, saved views, looks and possible incidents.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

from portal.db.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# As they were at this revision; portal.cases.urgency says what they mean.
URGENCY = """CASE
WHEN status <> 'open' AND status <> 'waiting_on_customer' THEN 9
WHEN escalated_at IS NOT NULL AND status = 'open' THEN 0
WHEN escalated_at IS NOT NULL THEN 1
WHEN status = 'waiting_on_customer' THEN 3
WHEN first_response_at IS NULL OR resolution_due IS NOT NULL THEN 2
ELSE 4 END"""
NEXT_DUE = """CASE
WHEN first_response_at IS NULL THEN first_response_due
WHEN resolution_due IS NOT NULL THEN resolution_due
ELSE opened_at END"""
INDEXES = {
    "ix_cases_queue": ["urgency", "next_due", "id"],
    "ix_cases_latest": ["changed_at", "id"],
    "ix_cases_like": ["component", "opened_at"],
    "ix_cases_opened_at": ["opened_at"],
    "ix_cases_error": ["error", "opened_at"],
}


def upgrade() -> None:
    """Bring the schema to this revision."""
    # PostgreSQL keeps generated values, SQLite can only add those that are computed when they are read.
    stored = op.get_bind().dialect.name == "postgresql"
    urgency, due = (sa.Computed(sql, persisted=stored) for sql in (URGENCY, NEXT_DUE))
    op.add_column("cases", sa.Column("urgency", sa.Integer(), urgency, nullable=False))
    op.add_column("cases", sa.Column("next_due", UtcDateTime(), due, nullable=False))
    for name, columns in INDEXES.items():
        op.create_index(name, "cases", columns)
    _create_views()
    _create_looks()
    _create_possible_incidents()


def downgrade() -> None:
    """Take the schema back to 0006."""
    for table in ("possible_incidents", "desk_looks", "desk_views"):
        op.drop_table(table)
    for name in INDEXES:
        op.drop_index(name, "cases")
    op.drop_column("cases", "next_due")
    op.drop_column("cases", "urgency")


def _create_views() -> None:
    op.create_table(
        "desk_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(254), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_views"),
        sa.ForeignKeyConstraint(["owner"], ["staff.email"], name="fk_desk_views_owner_staff", ondelete="CASCADE"),
        sa.UniqueConstraint("owner", "name", name="uq_desk_views_owner"),
    )
    op.create_index("ix_desk_views_owner", "desk_views", ["owner"])


def _create_looks() -> None:
    op.create_table(
        "desk_looks",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "email", name="pk_desk_looks"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_desk_looks_case_id_cases", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["email"], ["staff.email"], name="fk_desk_looks_email_staff", ondelete="CASCADE"),
    )
    op.create_index("ix_desk_looks_email", "desk_looks", ["email"])
    op.create_index("ix_desk_looks_seen_at", "desk_looks", ["seen_at"])


def _create_possible_incidents() -> None:
    op.create_table(
        "possible_incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(64), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("last_report_at", UtcDateTime(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("dismissed_at", UtcDateTime(), nullable=True),
        sa.Column("dismissed_by", sa.String(254), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("lasting", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_possible_incidents"),
        sa.UniqueConstraint("lasting", name="uq_possible_incidents_lasting"),
    )
    op.create_index("ix_possible_incidents_ended_at", "possible_incidents", ["ended_at"])

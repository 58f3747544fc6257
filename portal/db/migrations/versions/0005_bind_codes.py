"""Codes belong to the browser that asked for them; followers of incidents.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

from portal.db.base import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    for name in ("browser", "network"):
        op.add_column("login_codes", sa.Column(name, sa.String(32), nullable=False, server_default=""))
    op.create_table(
        "incident_followers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident", sa.String(200), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("confirm_digest", sa.String(64), nullable=False),
        sa.Column("stop_digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident_followers"),
        sa.UniqueConstraint("incident", "email", name="uq_incident_followers_incident"),
    )
    for column in ("confirm_digest", "stop_digest", "asked_at", "email"):
        op.create_index(f"ix_incident_followers_{column}", "incident_followers", [column])


def downgrade() -> None:
    """Take the schema back to 0004."""
    op.drop_table("incident_followers")
    with op.batch_alter_table("login_codes") as codes:
        codes.drop_column("network")
        codes.drop_column("browser")

"""History of assignments; clients there are already begin it with the people they have."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

_BEGIN = """
INSERT INTO assignments (id, partner_id, manager_id, representative_id, since)
SELECT id, id, manager_id, representative_id, created_at FROM partners
"""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("representative_id", sa.Uuid(), nullable=True),
        sa.Column("since", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("until", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["manager_id"], ["staff.id"], name=op.f("fk_assignments_manager_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_assignments_partner_id")),
        sa.ForeignKeyConstraint(["representative_id"], ["staff.id"], name=op.f("fk_assignments_representative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_partner_id"), "assignments", ["partner_id"], unique=False)
    op.create_index(
        "uq_assignments_now",
        "assignments",
        ["partner_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.execute(_BEGIN)

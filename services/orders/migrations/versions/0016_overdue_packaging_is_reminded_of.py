"""overdue packaging is reminded of."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "packaging_reminders",
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipments.id"], name=op.f("fk_packaging_reminders_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packaging_reminders")),
        sa.UniqueConstraint("shipment_id", name=op.f("uq_packaging_reminders_shipment_id")),
    )

"""an offer and the primary demand."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "demand_lines",
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(length=200), nullable=True),
        sa.Column("quantity", services.chassis.columns.Quantity(), nullable=False),
        sa.Column("price", services.chassis.columns.Price(), nullable=True),
        sa.Column("budget", services.chassis.columns.Money(), nullable=True),
        sa.Column("satisfied", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_demand_lines_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_lines")),
    )
    op.create_index(op.f("ix_demand_lines_deal_id"), "demand_lines", ["deal_id"], unique=False)
    op.add_column("deals", sa.Column("offer_id", sa.Uuid(), nullable=True))
    op.add_column("deals", sa.Column("potential_from", sa.String(length=20), server_default="typed", nullable=False))
    op.add_column("deals", sa.Column("demand_text", sa.String(length=4000), nullable=True))

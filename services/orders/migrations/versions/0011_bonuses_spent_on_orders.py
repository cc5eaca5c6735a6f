"""bonuses spent on orders."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "bonus_holds",
        sa.Column("command_id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("amount", services.chassis.columns.Money(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bonus_holds")),
    )
    op.create_index(op.f("ix_bonus_holds_command_id"), "bonus_holds", ["command_id"], unique=False)
    op.create_index(op.f("ix_bonus_holds_state"), "bonus_holds", ["state"], unique=False)
    op.add_column(
        "goods_return_lines", sa.Column("bonuses", services.chassis.columns.Money(), server_default="0", nullable=False)
    )
    op.add_column("goods_returns", sa.Column("card_id", sa.Uuid(), nullable=True))
    op.add_column(
        "goods_returns", sa.Column("bonuses", services.chassis.columns.Money(), server_default="0", nullable=False)
    )
    op.add_column(
        "order_lines", sa.Column("bonuses", services.chassis.columns.Money(), server_default="0", nullable=False)
    )
    op.add_column("orders", sa.Column("bonuses", services.chassis.columns.Money(), server_default="0", nullable=False))
    op.add_column("orders", sa.Column("bonus_limit", services.chassis.columns.Percent(), nullable=True))
    op.add_column(
        "orders", sa.Column("returns_counted", services.chassis.columns.Money(), server_default="0", nullable=False)
    )
    op.add_column("orders", sa.Column("withheld", services.chassis.columns.Money(), server_default="0", nullable=False))
    op.add_column(
        "shipment_lines", sa.Column("bonuses", services.chassis.columns.Money(), server_default="0", nullable=False)
    )
    op.add_column("shipments", sa.Column("card_id", sa.Uuid(), nullable=True))

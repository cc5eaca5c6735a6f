"""bonuses of loyalty cards."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "card_returns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("payable", services.chassis.columns.Money(), nullable=False),
        sa.Column("bonuses", services.chassis.columns.Money(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_returns")),
    )
    op.create_index(op.f("ix_card_returns_order_id"), "card_returns", ["order_id"], unique=False)
    op.create_table(
        "card_shipments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=False),
        sa.Column("payable", services.chassis.columns.Money(), nullable=False),
        sa.Column("rule", services.chassis.columns.JsonText(), nullable=True),
        sa.Column("accrued", services.chassis.columns.Money(), nullable=False),
        sa.Column("withheld", services.chassis.columns.Money(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_shipments")),
    )
    op.create_index(op.f("ix_card_shipments_order_id"), "card_shipments", ["order_id"], unique=False)
    op.create_table(
        "bonus_lots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("accrued_on", sa.Date(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("amount", services.chassis.columns.Money(), nullable=False),
        sa.Column("rest", services.chassis.columns.Money(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("rest >= 0", name=op.f("ck_bonus_lots_rest_not_negative")),
        sa.ForeignKeyConstraint(["card_id"], ["loyalty_cards.id"], name=op.f("fk_bonus_lots_card_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bonus_lots")),
    )
    op.create_index("ix_bonus_lots_card", "bonus_lots", ["card_id", "accrued_on"], unique=False)
    op.create_index(op.f("ix_bonus_lots_expires_on"), "bonus_lots", ["expires_on"], unique=False)
    op.create_index(op.f("ix_bonus_lots_shipment_id"), "bonus_lots", ["shipment_id"], unique=False)
    op.create_table(
        "card_orders",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("asked", services.chassis.columns.Money(), nullable=False),
        sa.Column("spent", services.chassis.columns.Money(), nullable=False),
        sa.Column("stands", services.chassis.columns.Money(), nullable=True),
        sa.Column("limit_percent", services.chassis.columns.Percent(), nullable=True),
        sa.Column("paid", services.chassis.columns.Money(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("withheld", services.chassis.columns.Money(), nullable=False),
        sa.Column("returned", services.chassis.columns.Money(), nullable=False),
        sa.Column("dropped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["card_id"], ["loyalty_cards.id"], name=op.f("fk_card_orders_card_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_orders")),
    )
    op.create_index(op.f("ix_card_orders_card_id"), "card_orders", ["card_id"], unique=False)
    op.create_table(
        "bonus_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", services.chassis.columns.Money(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("shipment_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["loyalty_cards.id"], name=op.f("fk_bonus_entries_card_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["bonus_lots.id"], name=op.f("fk_bonus_entries_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bonus_entries")),
    )
    op.create_index("ix_bonus_entries_card", "bonus_entries", ["card_id", "id"], unique=False)
    op.create_index(op.f("ix_bonus_entries_lot_id"), "bonus_entries", ["lot_id"], unique=False)
    op.create_index(op.f("ix_bonus_entries_on"), "bonus_entries", ["on"], unique=False)
    op.create_index(op.f("ix_bonus_entries_order_id"), "bonus_entries", ["order_id"], unique=False)
    op.add_column("card_kinds", sa.Column("bonus", services.chassis.columns.JsonText(), nullable=True))

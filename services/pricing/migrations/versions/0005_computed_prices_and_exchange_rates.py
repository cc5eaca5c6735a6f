"""computed prices and exchange rates."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "exchange_rates",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("rate", services.chassis.columns.Scaled(6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_rates")),
    )
    op.create_index("uq_exchange_rates_day", "exchange_rates", ["currency", "on"], unique=True)
    op.create_table(
        "purchase_prices",
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("value", services.chassis.columns.Price(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("receipt_id", "item_id", name=op.f("pk_purchase_prices")),
    )
    op.create_index("ix_purchase_prices_item", "purchase_prices", ["item_id", "received_on"], unique=False)
    op.add_column("item_prices", sa.Column("origin", sa.String(length=20), server_default="manual", nullable=False))
    op.add_column("item_prices", sa.Column("basis", services.chassis.columns.JsonText(), nullable=True))
    op.add_column("item_prices", sa.Column("held", services.chassis.columns.JsonText(), nullable=True))
    op.add_column("price_settings", sa.Column("computed", sa.Integer(), server_default="0", nullable=False))
    op.add_column("price_settings", sa.Column("held", sa.Integer(), server_default="0", nullable=False))
    op.add_column("price_settings", sa.Column("receipt_id", sa.Uuid(), nullable=True))
    op.add_column("price_types", sa.Column("way", sa.String(length=20), server_default="manual", nullable=False))
    op.add_column("price_types", sa.Column("base_id", sa.Uuid(), nullable=True))
    op.add_column("price_types", sa.Column("markup", services.chassis.columns.Percent(), nullable=True))
    op.add_column(
        "price_types", sa.Column("precision", services.chassis.columns.Price(), server_default="100", nullable=False)
    )
    op.add_column(
        "price_types", sa.Column("rounding", services.chassis.columns.JsonText(), server_default="[]", nullable=False)
    )
    op.add_column("price_types", sa.Column("threshold", services.chassis.columns.Percent(), nullable=True))
    op.add_column("price_types", sa.Column("set_on_receipt", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column(
        "price_types", sa.Column("groups", services.chassis.columns.JsonText(), server_default="[]", nullable=False)
    )

"""returnable packaging, deposits for it."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "packaging_returns",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("deposit", services.chassis.columns.Money(), nullable=False),
        sa.Column("cancelled_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_packaging_returns_order_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipments.id"], name=op.f("fk_packaging_returns_shipment_id")),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouses.id"], name=op.f("fk_packaging_returns_warehouse_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packaging_returns")),
        sa.UniqueConstraint("organization_id", "number", name=op.f("uq_packaging_returns_organization_id_number")),
    )
    op.create_index(op.f("ix_packaging_returns_order_id"), "packaging_returns", ["order_id"], unique=False)
    op.create_index(op.f("ix_packaging_returns_partner_id"), "packaging_returns", ["partner_id"], unique=False)
    op.create_index(op.f("ix_packaging_returns_shipment_id"), "packaging_returns", ["shipment_id"], unique=False)
    op.create_table(
        "shipped_packaging",
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("quantity", services.chassis.columns.Quantity(), nullable=False),
        sa.Column("returned", services.chassis.columns.Quantity(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("deposit", services.chassis.columns.Money(), nullable=False),
        sa.Column("given_back", services.chassis.columns.Money(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "returned >= 0 AND returned <= quantity", name=op.f("ck_shipped_packaging_returned_within_quantity")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_shipped_packaging_order_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipments.id"], name=op.f("fk_shipped_packaging_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipped_packaging")),
    )
    op.create_index(op.f("ix_shipped_packaging_due_on"), "shipped_packaging", ["due_on"], unique=False)
    op.create_index(op.f("ix_shipped_packaging_order_id"), "shipped_packaging", ["order_id"], unique=False)
    op.create_index(op.f("ix_shipped_packaging_partner_id"), "shipped_packaging", ["partner_id"], unique=False)
    op.create_index(op.f("ix_shipped_packaging_shipment_id"), "shipped_packaging", ["shipment_id"], unique=False)
    op.create_index(op.f("ix_shipped_packaging_shipped_on"), "shipped_packaging", ["shipped_on"], unique=False)
    op.create_table(
        "packaging_return_lines",
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("packaging_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", services.chassis.columns.Quantity(), nullable=False),
        sa.Column("deposit", services.chassis.columns.Money(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["packaging_id"], ["shipped_packaging.id"], name=op.f("fk_packaging_return_lines_packaging_id")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["packaging_returns.id"], name=op.f("fk_packaging_return_lines_return_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packaging_return_lines")),
    )
    op.create_index(
        op.f("ix_packaging_return_lines_packaging_id"), "packaging_return_lines", ["packaging_id"], unique=False
    )
    op.create_index(op.f("ix_packaging_return_lines_return_id"), "packaging_return_lines", ["return_id"], unique=False)
    op.add_column("orders", sa.Column("deposits", services.chassis.columns.Money(), server_default="0", nullable=False))
    op.add_column("orders", sa.Column("has_packaging", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("shipment_dues", sa.Column("deposit", sa.Boolean(), server_default=sa.false(), nullable=False))

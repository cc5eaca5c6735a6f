"""settlements refunds and returns."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "known_offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_offers")),
        info={"fed_by_events": True},
    )
    op.create_table(
        "settlement_accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("legal_entity_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_accounts")),
    )
    op.create_table(
        "offsets",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("from_order_id", sa.Uuid(), nullable=True),
        sa.Column("to_order_id", sa.Uuid(), nullable=True),
        sa.Column("offset_on", sa.Date(), nullable=False),
        sa.Column("amount", services.chassis.columns.Money(), nullable=False),
        sa.Column("comment", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("legal_entity_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(["from_order_id"], ["orders.id"], name=op.f("fk_offsets_from_order_id")),
        sa.ForeignKeyConstraint(["to_order_id"], ["orders.id"], name=op.f("fk_offsets_to_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offsets")),
        sa.UniqueConstraint("organization_id", "number", name=op.f("uq_offsets_organization_id_number")),
    )
    op.create_index(op.f("ix_offsets_partner_id"), "offsets", ["partner_id"], unique=False)
    op.create_table(
        "refunds",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("refunded_on", sa.Date(), nullable=False),
        sa.Column("amount", services.chassis.columns.Money(), nullable=False),
        sa.Column("purpose", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("legal_entity_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refunds_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("organization_id", "number", name=op.f("uq_refunds_organization_id_number")),
    )
    op.create_index(op.f("ix_refunds_order_id"), "refunds", ["order_id"], unique=False)
    op.create_index(op.f("ix_refunds_partner_id"), "refunds", ["partner_id"], unique=False)
    op.create_table(
        "settlements",
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("amount", services.chassis.columns.Money(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("object_kind", sa.String(length=10), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("legal_entity_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_settlements_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlements")),
    )
    op.create_index(op.f("ix_settlements_document_id"), "settlements", ["document_id"], unique=False)
    op.create_index(op.f("ix_settlements_object_id"), "settlements", ["object_id"], unique=False)
    op.create_index(op.f("ix_settlements_order_id"), "settlements", ["order_id"], unique=False)
    op.create_index(op.f("ix_settlements_partner_id_moved_on"), "settlements", ["partner_id", "moved_on"], unique=False)
    op.create_table(
        "goods_returns",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("legal_entity_id", sa.Uuid(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total", services.chassis.columns.Money(), nullable=False),
        sa.Column("revenue", services.chassis.columns.Money(), nullable=False),
        sa.Column("cost", services.chassis.columns.Money(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_goods_returns_order_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipments.id"], name=op.f("fk_goods_returns_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_returns")),
        sa.UniqueConstraint("organization_id", "number", name=op.f("uq_goods_returns_organization_id_number")),
    )
    op.create_index(op.f("ix_goods_returns_order_id"), "goods_returns", ["order_id"], unique=False)
    op.create_index(op.f("ix_goods_returns_partner_id"), "goods_returns", ["partner_id"], unique=False)
    op.create_index(op.f("ix_goods_returns_returned_on"), "goods_returns", ["returned_on"], unique=False)
    op.create_index(op.f("ix_goods_returns_shipment_id"), "goods_returns", ["shipment_id"], unique=False)
    op.create_table(
        "shipment_dues",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("prepaid", sa.Boolean(), nullable=False),
        sa.Column("amount", services.chassis.columns.Money(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("object_kind", sa.String(length=10), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("legal_entity_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_shipment_dues_order_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipments.id"], name=op.f("fk_shipment_dues_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_dues")),
    )
    op.create_index(op.f("ix_shipment_dues_object_id"), "shipment_dues", ["object_id"], unique=False)
    op.create_index(op.f("ix_shipment_dues_order_id"), "shipment_dues", ["order_id"], unique=False)
    op.create_index(op.f("ix_shipment_dues_partner_id"), "shipment_dues", ["partner_id"], unique=False)
    op.create_index(op.f("ix_shipment_dues_shipment_id"), "shipment_dues", ["shipment_id"], unique=False)
    op.create_table(
        "goods_return_lines",
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("shipment_line_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", services.chassis.columns.Quantity(), nullable=False),
        sa.Column("total", services.chassis.columns.Money(), nullable=False),
        sa.Column("vat", services.chassis.columns.Money(), nullable=False),
        sa.Column("revenue", services.chassis.columns.Money(), nullable=False),
        sa.Column("cost", services.chassis.columns.Money(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["order_lines.id"], name=op.f("fk_goods_return_lines_line_id")),
        sa.ForeignKeyConstraint(["return_id"], ["goods_returns.id"], name=op.f("fk_goods_return_lines_return_id")),
        sa.ForeignKeyConstraint(
            ["shipment_line_id"], ["shipment_lines.id"], name=op.f("fk_goods_return_lines_shipment_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_return_lines")),
    )
    op.create_index(op.f("ix_goods_return_lines_item_id"), "goods_return_lines", ["item_id"], unique=False)
    op.create_index(op.f("ix_goods_return_lines_return_id"), "goods_return_lines", ["return_id"], unique=False)
    op.create_index(
        op.f("ix_goods_return_lines_shipment_line_id"), "goods_return_lines", ["shipment_line_id"], unique=False
    )
    op.add_column("payments", sa.Column("cancelled_at", services.chassis.columns.UtcDateTime(), nullable=True))
    op.add_column("payments", sa.Column("cancelled_on", sa.Date(), nullable=True))
    op.add_column("payments", sa.Column("cancel_reason", sa.String(length=200), nullable=True))

"""orders: terms, supply and approval."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "approval_rules",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("pass_without_deviations", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_rules")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_approval_rules_organization_id")),
    )
    op.create_table(
        "shipment_batches",
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_batches")),
    )
    op.create_table(
        "allocations",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("given", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouses.id"], name=op.f("fk_allocations_warehouse_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
    )
    op.add_column("order_lines", sa.Column("manual_price", services.chassis.columns.Price(), nullable=True))
    op.add_column("order_lines", sa.Column("manual_discount", services.chassis.columns.Percent(), nullable=True))
    op.add_column(
        "order_lines", sa.Column("cancelled", services.chassis.columns.Quantity(), server_default="0", nullable=False)
    )
    op.add_column("order_lines", sa.Column("cancel_reason", sa.String(length=200), nullable=True))
    op.add_column("order_lines", sa.Column("supply", sa.String(length=20), server_default="to_supply", nullable=False))
    op.add_column("order_lines", sa.Column("supply_on", sa.Date(), nullable=True))
    op.add_column("orders", sa.Column("terms", services.chassis.columns.JsonText(), nullable=True))
    op.add_column("orders", sa.Column("breach_days", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("breach_amount", services.chassis.columns.Money(), nullable=True))
    op.add_column("orders", sa.Column("price_type_id", sa.Uuid(), nullable=True))
    op.add_column("orders", sa.Column("vat_free", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("orders", sa.Column("contract_id", sa.Uuid(), nullable=True))
    op.add_column("orders", sa.Column("contact_person_id", sa.Uuid(), nullable=True))
    op.add_column("orders", sa.Column("line_of_business", sa.String(length=200), nullable=True))
    op.add_column("orders", sa.Column("priority", sa.Integer(), server_default="5", nullable=False))
    op.add_column("orders", sa.Column("delivery", sa.String(length=30), nullable=True))
    op.add_column("orders", sa.Column("carrier", sa.String(length=200), nullable=True))
    op.add_column("orders", sa.Column("address", sa.String(length=4000), nullable=True))
    op.add_column("orders", sa.Column("zone", sa.String(length=200), nullable=True))
    op.add_column("orders", sa.Column("wished_from", sa.Date(), nullable=True))
    op.add_column("orders", sa.Column("wished_to", sa.Date(), nullable=True))
    op.add_column(
        "orders", sa.Column("step_amounts", services.chassis.columns.JsonText(), server_default="[]", nullable=False)
    )
    op.add_column("orders", sa.Column("advance", services.chassis.columns.Money(), server_default="0", nullable=False))
    op.add_column(
        "orders", sa.Column("prepayment", services.chassis.columns.Money(), server_default="0", nullable=False)
    )
    op.add_column(
        "orders", sa.Column("deviations", services.chassis.columns.JsonText(), server_default="[]", nullable=False)
    )
    op.add_column(
        "orders", sa.Column("awaits", services.chassis.columns.JsonText(), server_default="[]", nullable=False)
    )
    op.add_column("shipments", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.add_column("shipments", sa.Column("power_number", sa.String(length=200), nullable=True))
    op.add_column("shipments", sa.Column("power_on", sa.Date(), nullable=True))
    op.add_column("shipments", sa.Column("power_person", sa.String(length=200), nullable=True))
    op.create_index(op.f("ix_shipments_batch_id"), "shipments", ["batch_id"], unique=False)
    # until now each order on approval waited for the commercial approver, and nothing was said of supply
    orders = sa.table("orders", sa.column("status"), sa.column("awaits"))
    waiting = sa.update(orders).where(orders.c.status == "on_approval")
    op.execute(waiting.values(awaits='["commercial_approver"]'))
    lines = sa.table("order_lines", sa.column("needs_stock", sa.Boolean()), sa.column("supply"))
    op.execute(sa.update(lines).where(lines.c.needs_stock.is_(sa.false())).values(supply="none"))

"""What items sell: sales and receipts told by orders, indicators, their bounds, a rating said by hand; sales plans."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "indicator_rules",
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("abc_a", services.chassis.columns.Percent(), nullable=False),
        sa.Column("abc_b", services.chassis.columns.Percent(), nullable=False),
        sa.Column("xyz_x", services.chassis.columns.Percent(), nullable=False),
        sa.Column("xyz_y", services.chassis.columns.Percent(), nullable=False),
        sa.Column("hit_percent", services.chassis.columns.Percent(), nullable=False),
        sa.Column("slow_after_months", sa.Integer(), nullable=False),
        sa.Column("dead_after_months", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_rules")),
    )
    op.create_table(
        "known_receipts",
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", services.chassis.columns.Quantity(), nullable=False),
        sa.PrimaryKeyConstraint("receipt_id", "item_id", name=op.f("pk_known_receipts")),
        info={"fed_by_events": True},
    )
    op.create_index(op.f("ix_known_receipts_item_id"), "known_receipts", ["item_id"], unique=False)
    op.create_table(
        "known_sales",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("sold_on", sa.Date(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("quantity", services.chassis.columns.Quantity(), nullable=False),
        sa.Column("revenue", services.chassis.columns.Money(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "item_id", name=op.f("pk_known_sales")),
        info={"fed_by_events": True},
    )
    op.create_index("ix_known_sales_item", "known_sales", ["item_id", "sold_on"], unique=False)
    op.create_index(op.f("ix_known_sales_partner_id"), "known_sales", ["partner_id"], unique=False)
    op.create_index("ix_known_sales_sold_on", "known_sales", ["sold_on", "item_id"], unique=False)
    op.create_table(
        "item_indicators",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("turnover", services.chassis.columns.Money(), nullable=False),
        sa.Column("quantity_sold", services.chassis.columns.Quantity(), nullable=False),
        sa.Column("last_sale", sa.Date(), nullable=True),
        sa.Column("abc", sa.String(length=1), nullable=True),
        sa.Column("xyz", sa.String(length=1), nullable=True),
        sa.Column("stock", services.chassis.columns.Quantity(), nullable=True),
        sa.Column("rating", sa.String(length=10), nullable=True),
        sa.Column("rating_by_sales", sa.String(length=10), nullable=True),
        sa.Column("computed_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_indicators_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_indicators")),
    )
    op.create_index(op.f("ix_item_indicators_last_sale"), "item_indicators", ["last_sale"], unique=False)
    op.create_index(op.f("ix_item_indicators_rating"), "item_indicators", ["rating"], unique=False)
    op.create_index(op.f("ix_item_indicators_turnover"), "item_indicators", ["turnover"], unique=False)
    op.add_column("items", sa.Column("fixed_rating", sa.String(length=10), nullable=True))
    op.create_table(
        "known_staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_staff")),
        info={"fed_by_events": True},
    )
    op.create_table(
        "sales_plans",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("rows", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("total", services.chassis.columns.Money(), nullable=False),
        sa.Column("agreed_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_plans")),
        sa.UniqueConstraint("month", "by", name=op.f("uq_sales_plans_month_by")),
    )

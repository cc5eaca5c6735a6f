"""how offers are fulfilled, periods of regular offers, calendars."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "offered_orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("payable", services.chassis.columns.Money(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("deviated_lines", sa.Integer(), nullable=False),
        sa.Column("deviated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offered_orders")),
    )
    op.create_index(op.f("ix_offered_orders_offer_id_ordered_on"), "offered_orders", ["offer_id", "ordered_on"])
    op.create_index(op.f("ix_offered_orders_ordered_on"), "offered_orders", ["ordered_on"])
    op.create_index(op.f("ix_offered_orders_partner_id"), "offered_orders", ["partner_id"])
    op.create_table(
        "offered_days",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("sold", services.chassis.columns.Money(), nullable=False),
        sa.Column("paid", services.chassis.columns.Money(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "on", name=op.f("pk_offered_days")),
    )
    op.create_index(op.f("ix_offered_days_on"), "offered_days", ["on"])
    op.create_table(
        "offered_dues",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", services.chassis.columns.Money(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "since", "due_on", name=op.f("pk_offered_dues")),
    )
    op.create_index(op.f("ix_offered_dues_due_on"), "offered_dues", ["due_on"])
    for table in ("offers", "offer_versions"):
        op.add_column(
            table, sa.Column("open_to_representatives", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
    op.add_column("offers", sa.Column("responsible_id", sa.Uuid(), nullable=True))
    op.create_table(
        "offer_periods",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", services.chassis.columns.Money(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("result", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_periods_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_periods")),
        sa.UniqueConstraint("offer_id", "starts_on", name=op.f("uq_offer_periods_offer_id_starts_on")),
    )
    op.create_index(op.f("ix_offer_periods_partner_id"), "offer_periods", ["partner_id"])
    op.create_index(op.f("ix_offer_periods_due_on"), "offer_periods", ["due_on"])
    op.create_index(op.f("ix_offer_periods_status_due_on"), "offer_periods", ["status", "due_on"])
    op.create_table(
        "calendars",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("holidays", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
        sa.UniqueConstraint("name", name=op.f("uq_calendars_name")),
    )
    op.create_index(op.f("ix_calendars_sort_key"), "calendars", ["sort_key"])

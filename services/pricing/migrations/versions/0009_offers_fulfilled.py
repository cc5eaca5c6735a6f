"""what orders tell of orders under offers."""

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

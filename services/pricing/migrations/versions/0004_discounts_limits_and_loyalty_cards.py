"""discounts limits and loyalty cards."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "card_kinds",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("medium", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_kinds")),
        sa.UniqueConstraint("name", name=op.f("uq_card_kinds_name")),
    )
    op.create_table(
        "discount_groups",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("combine", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("stamp", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["discount_groups.id"], name=op.f("fk_discount_groups_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_groups")),
    )
    op.create_table(
        "manual_limits",
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("percent", services.chassis.columns.Percent(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_limits")),
        sa.UniqueConstraint("role", name=op.f("uq_manual_limits_role")),
    )
    op.create_table(
        "discounts",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column("percent", services.chassis.columns.Percent(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("bound", sa.String(length=20), nullable=False),
        sa.Column("quantity_from", services.chassis.columns.Quantity(), nullable=True),
        sa.Column("amount_from", services.chassis.columns.Money(), nullable=True),
        sa.Column("card_kind_id", sa.Uuid(), nullable=True),
        sa.Column("weekdays", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["card_kind_id"], ["card_kinds.id"], name=op.f("fk_discounts_card_kind_id")),
        sa.ForeignKeyConstraint(["group_id"], ["discount_groups.id"], name=op.f("fk_discounts_group_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_discounts_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discounts")),
    )
    op.create_index(op.f("ix_discounts_group_id"), "discounts", ["group_id"], unique=False)
    op.create_index(op.f("ix_discounts_offer_id"), "discounts", ["offer_id"], unique=False)
    op.create_table(
        "loyalty_cards",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["kind_id"], ["card_kinds.id"], name=op.f("fk_loyalty_cards_kind_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loyalty_cards")),
        sa.UniqueConstraint("code", name=op.f("uq_loyalty_cards_code")),
    )
    op.create_index(op.f("ix_loyalty_cards_kind_id"), "loyalty_cards", ["kind_id"], unique=False)
    op.create_index(op.f("ix_loyalty_cards_partner_id"), "loyalty_cards", ["partner_id"], unique=False)

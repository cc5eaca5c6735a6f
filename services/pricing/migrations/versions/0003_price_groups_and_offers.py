"""price groups and offers."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("standard_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("open_to_clients", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["standard_id"], ["offers.id"], name=op.f("fk_offers_standard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("organization_id", "number", name=op.f("uq_offers_organization_id_number")),
    )
    op.create_index(op.f("ix_offers_partner_id"), "offers", ["partner_id"], unique=False)
    op.create_index(op.f("ix_offers_standard_id"), "offers", ["standard_id"], unique=False)
    op.create_index(op.f("ix_offers_status"), "offers", ["status"], unique=False)
    op.create_table(
        "price_groups",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_price_groups_name")),
    )
    op.create_index(op.f("ix_price_groups_sort_key"), "price_groups", ["sort_key"], unique=False)
    op.create_table(
        "offer_versions",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("open_to_clients", sa.Boolean(), nullable=False),
        sa.Column("said", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("return_reason", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_versions_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_versions")),
        sa.UniqueConstraint("offer_id", "number", name=op.f("uq_offer_versions_offer_id_number")),
    )
    op.create_table(
        "offer_group_rows",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("price_group_id", sa.Uuid(), nullable=False),
        sa.Column("price_type_id", sa.Uuid(), nullable=True),
        sa.Column("percent", services.chassis.columns.Percent(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_group_rows_offer_id")),
        sa.ForeignKeyConstraint(
            ["price_group_id"], ["price_groups.id"], name=op.f("fk_offer_group_rows_price_group_id")
        ),
        sa.ForeignKeyConstraint(["price_type_id"], ["price_types.id"], name=op.f("fk_offer_group_rows_price_type_id")),
        sa.ForeignKeyConstraint(["version_id"], ["offer_versions.id"], name=op.f("fk_offer_group_rows_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_group_rows")),
        sa.UniqueConstraint("version_id", "price_group_id", name=op.f("uq_offer_group_rows_version_id_price_group_id")),
    )
    op.create_table(
        "offer_item_rows",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("price", services.chassis.columns.Price(), nullable=True),
        sa.Column("price_type_id", sa.Uuid(), nullable=True),
        sa.Column("discounts_allowed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_offer_item_rows_item_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_item_rows_offer_id")),
        sa.ForeignKeyConstraint(["price_type_id"], ["price_types.id"], name=op.f("fk_offer_item_rows_price_type_id")),
        sa.ForeignKeyConstraint(["version_id"], ["offer_versions.id"], name=op.f("fk_offer_item_rows_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_item_rows")),
        sa.UniqueConstraint("version_id", "item_id", name=op.f("uq_offer_item_rows_version_id_item_id")),
    )
    op.add_column("items", sa.Column("price_group_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_items_price_group_id"), "items", ["price_group_id"], unique=False)

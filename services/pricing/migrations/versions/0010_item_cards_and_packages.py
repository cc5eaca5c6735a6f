"""item cards and packages."""

from typing import Any

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0010"
down_revision = "0009"


def _groups(table: str, *more: sa.Column[Any] | sa.Constraint) -> None:
    """A record with a name in two languages."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        *more,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_sort_key"), table, ["sort_key"], unique=False)


def upgrade() -> None:
    for table in ("seasons", "seasonal_groups"):
        _groups(table, sa.UniqueConstraint("name", name=op.f(f"uq_{table}_name")))
    parent = sa.ForeignKeyConstraint(
        ["parent_id"], ["product_categories.id"], name=op.f("fk_product_categories_parent_id")
    )
    _groups(
        "product_categories",
        sa.Column("search_key", services.chassis.columns.SearchKey(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        parent,
    )
    op.create_index(op.f("ix_product_categories_parent_id"), "product_categories", ["parent_id"], unique=False)
    _packages()
    _cards()
    _prices_of_packages()


def _packages() -> None:
    op.create_table(
        "item_packages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_key", services.chassis.columns.SearchKey(), nullable=False),
        sa.Column("factor", services.chassis.columns.Quantity(), nullable=False),
        sa.Column("weight", services.chassis.columns.Scaled(6), nullable=True),
        sa.Column("volume", services.chassis.columns.Scaled(6), nullable=True),
        sa.Column("is_default", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_packages_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_packages")),
        sa.UniqueConstraint("item_id", "search_key", name=op.f("uq_item_packages_item_id_search_key")),
    )
    op.create_table(
        "item_barcodes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("scanned", sa.String(length=48), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_barcodes_item_id")),
        sa.ForeignKeyConstraint(["package_id"], ["item_packages.id"], name=op.f("fk_item_barcodes_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_barcodes")),
        sa.UniqueConstraint("scanned", name=op.f("uq_item_barcodes_scanned")),
    )
    op.create_index(op.f("ix_item_barcodes_item_id"), "item_barcodes", ["item_id"], unique=False)


def _cards() -> None:
    op.add_column("items", sa.Column("uktzed_code", sa.String(length=10), nullable=True))
    op.add_column("items", sa.Column("dkpp_code", sa.String(length=20), nullable=True))
    for name in ("product_category_id", "season_id", "seasonal_group_id"):
        op.add_column("items", sa.Column(name, sa.Uuid(), nullable=True))
        op.create_index(op.f(f"ix_items_{name}"), "items", [name], unique=False)
    for name in ("weight", "volume"):
        op.add_column("items", sa.Column(name, services.chassis.columns.Scaled(6), nullable=True))
    op.add_column(
        "items", sa.Column("attributes", services.chassis.columns.JsonText(), server_default="[]", nullable=False)
    )
    op.create_index(op.f("ix_items_brand"), "items", ["brand"], unique=False)
    # SKUs are Latin letters, digits and signs: to fold their case is all that a search key needs
    op.execute("UPDATE items SET search_key = search_key || ' ' || lower(sku)")


def _prices_of_packages() -> None:
    # SQLite adds no stored column to a table that is there: it makes the value when it is read, and keeps it in indices
    stored = op.get_bind().dialect.name == "postgresql"
    for table in ("item_prices", "past_prices"):
        made = sa.Computed("coalesce(package_id, item_id)", persisted=stored)
        op.add_column(table, sa.Column("package_id", sa.Uuid(), nullable=True))
        op.add_column(table, sa.Column("priced_id", sa.Uuid(), made, nullable=True))
    op.create_index(op.f("ix_item_prices_item_id"), "item_prices", ["item_id"], unique=False)
    op.drop_index("uq_item_prices_period", "item_prices")
    op.create_index("uq_item_prices_period", "item_prices", ["priced_id", "price_type_id", "valid_from"], unique=True)
    op.create_index("ix_past_prices_priced", "past_prices", ["priced_id", "price_type_id"], unique=False)
    op.drop_index("ix_past_prices_item", "past_prices")

"""price settings are agreed and cancelled."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "price_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kinds", services.chassis.columns.JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_rules")),
    )
    op.create_table(
        "past_prices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("known_to", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("known_from", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("price_type_id", sa.Uuid(), nullable=False),
        sa.Column("value", services.chassis.columns.Price(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("setting_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("basis", services.chassis.columns.JsonText(), nullable=True),
        sa.Column("held", services.chassis.columns.JsonText(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_past_prices_item_id")),
        sa.PrimaryKeyConstraint("id", "known_to", name=op.f("pk_past_prices")),
    )
    op.create_index("ix_past_prices_item", "past_prices", ["item_id", "price_type_id"], unique=False)
    op.create_table(
        "price_setting_entries",
        sa.Column("setting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("price_type_id", sa.Uuid(), nullable=False),
        sa.Column("value", services.chassis.columns.Price(), nullable=True),
        sa.Column("percent", services.chassis.columns.Percent(), nullable=True),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["price_settings.id"], name=op.f("fk_price_setting_entries_setting_id")
        ),
        sa.PrimaryKeyConstraint("setting_id", "item_id", "price_type_id", name=op.f("pk_price_setting_entries")),
    )
    op.create_index("ix_price_setting_entries_item", "price_setting_entries", ["item_id", "setting_id"], unique=False)
    op.add_column("item_prices", sa.Column("known_from", services.chassis.columns.UtcDateTime(), nullable=True))
    op.add_column("purchase_prices", sa.Column("known_from", services.chassis.columns.UtcDateTime(), nullable=True))
    op.add_column("price_settings", sa.Column("status", sa.String(length=20), server_default="agreed", nullable=False))
    op.add_column(
        "price_settings", sa.Column("said", services.chassis.columns.JsonText(), server_default="[]", nullable=False)
    )
    op.add_column("price_settings", sa.Column("agreed_at", services.chassis.columns.UtcDateTime(), nullable=True))
    op.add_column("price_settings", sa.Column("cancelled_at", services.chassis.columns.UtcDateTime(), nullable=True))
    op.add_column("price_settings", sa.Column("rules_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_price_settings_agreed_at"), "price_settings", ["agreed_at"], unique=False)
    op.create_index(op.f("ix_price_settings_cancelled_at"), "price_settings", ["cancelled_at"], unique=False)

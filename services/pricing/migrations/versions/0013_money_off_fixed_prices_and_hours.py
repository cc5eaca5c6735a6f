"""discounts of money, fixed prices, price groups and hours."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("discounts") as discounts:
        discounts.alter_column("percent", existing_type=services.chassis.columns.Percent(), nullable=True)
        discounts.add_column(sa.Column("money_off", services.chassis.columns.Price(), nullable=True))
        discounts.add_column(sa.Column("fixed_price", services.chassis.columns.Price(), nullable=True))
        discounts.add_column(sa.Column("currency", sa.String(length=3), server_default="UAH", nullable=False))
        discounts.add_column(sa.Column("price_group_id", sa.Uuid(), nullable=True))
        discounts.add_column(sa.Column("payment_form", sa.String(length=20), nullable=True))
        discounts.add_column(sa.Column("time_from", sa.String(length=5), nullable=True))
        discounts.add_column(sa.Column("time_to", sa.String(length=5), nullable=True))
        discounts.create_foreign_key("fk_discounts_price_group_id", "price_groups", ["price_group_id"], ["id"])

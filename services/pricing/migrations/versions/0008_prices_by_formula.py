"""prices by formula, conditions, average cost."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("items", sa.Column("brand", sa.String(length=200), nullable=True))
    op.add_column("price_settings", sa.Column("ended", sa.Integer(), server_default="0", nullable=False))
    op.add_column("price_types", sa.Column("formula", sa.Text(), nullable=True))
    op.add_column("price_types", sa.Column("condition", sa.Text(), nullable=True))
    op.add_column("purchase_prices", sa.Column("cost", services.chassis.columns.Price(), nullable=True))

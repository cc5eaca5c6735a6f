"""orders in a currency that are paid in hryvnias."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("orders", sa.Column("contract_rate", services.chassis.columns.Scaled(6), nullable=True))
    for table in ("payments", "refunds"):
        op.add_column(table, sa.Column("hryvnia_amount", services.chassis.columns.Money(), nullable=True))
        op.add_column(table, sa.Column("rate", services.chassis.columns.Scaled(6), nullable=True))

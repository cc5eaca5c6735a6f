"""what may be owed under an order's contract."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("orders", sa.Column("contract_limit", services.chassis.columns.Money(), nullable=True))

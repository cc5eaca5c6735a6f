"""the average cost at a receipt."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("receipt_lines", sa.Column("cost", services.chassis.columns.Price(), nullable=True))

"""when orders were closed."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("orders", sa.Column("closed_at", services.chassis.columns.UtcDateTime(), nullable=True))

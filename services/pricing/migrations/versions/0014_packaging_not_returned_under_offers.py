"""packaging not returned under offers."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "offered_packaging",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("quantity", services.chassis.columns.Quantity(), nullable=False),
        sa.Column("deposit", services.chassis.columns.Money(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "since", "due_on", name=op.f("pk_offered_packaging")),
    )

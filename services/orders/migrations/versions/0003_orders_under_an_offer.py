"""orders under an offer."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("orders", sa.Column("offer_id", sa.Uuid(), nullable=True))
    op.add_column("orders", sa.Column("offer_version", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("card_id", sa.Uuid(), nullable=True))
    op.add_column("orders", sa.Column("settled_by", sa.String(length=20), server_default="order", nullable=False))
    op.add_column(
        "orders", sa.Column("payment_stages", services.chassis.columns.JsonText(), server_default="[]", nullable=False)
    )
    op.add_column(
        "orders", sa.Column("holidays", services.chassis.columns.JsonText(), server_default="[]", nullable=False)
    )
    op.create_index(op.f("ix_orders_offer_id"), "orders", ["offer_id"], unique=False)

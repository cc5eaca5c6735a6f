"""external numbers of orders."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("orders", sa.Column("external_number", sa.String(length=60), nullable=True))
    op.create_index(
        "uq_orders_external_number", "orders", ["partner_id", "organization_id", "external_number"], unique=True
    )

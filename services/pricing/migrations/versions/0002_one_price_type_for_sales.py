"""one price type for sales."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index(
        "uq_price_types_for_sales",
        "price_types",
        ["for_sales"],
        unique=True,
        sqlite_where=sa.text("for_sales"),
        postgresql_where=sa.text("for_sales"),
    )

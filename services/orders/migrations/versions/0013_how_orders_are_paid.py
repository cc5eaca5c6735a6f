"""how orders are paid."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("orders", sa.Column("payment_form", sa.String(length=20), nullable=True))

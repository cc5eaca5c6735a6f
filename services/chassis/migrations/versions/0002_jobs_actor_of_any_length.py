"""A job's actor of any length: it names the whole team."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column("actor", type_=sa.Text())

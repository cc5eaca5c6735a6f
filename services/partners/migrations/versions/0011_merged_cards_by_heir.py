"""merged cards by heir."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_index(op.f("ix_partners_merged_into"), "partners", ["merged_into"], unique=False)

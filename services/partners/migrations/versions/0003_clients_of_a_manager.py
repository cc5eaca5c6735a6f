"""clients of a manager."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.drop_index(op.f("ix_partners_manager_id"), table_name="partners")
    op.create_index(op.f("ix_partners_manager_id_id"), "partners", ["manager_id", "id"], unique=False)

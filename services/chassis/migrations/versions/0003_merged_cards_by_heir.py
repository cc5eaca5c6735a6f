"""Cards that were merged are looked for by their heir."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # partners, who own them, have a view of that name, or will have one in a moment
    if "partner_access" not in sa.inspect(op.get_bind()).get_view_names():
        op.create_index(op.f("ix_partner_access_merged_into"), "partner_access", ["merged_into"], unique=False)

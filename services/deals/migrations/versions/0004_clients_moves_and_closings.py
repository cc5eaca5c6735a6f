"""clients moves and closings."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index(op.f("ix_deal_stages_entered_at"), "deal_stages", ["entered_at"], unique=False)
    op.create_index(op.f("ix_deals_closed_at"), "deals", ["closed_at"], unique=False)
    op.drop_column("known_clients", "version")
    op.drop_column("known_clients", "epoch")

"""Partners keep no copies of their own cards and tasks: rights and the timeline read these where they are."""

from alembic import op

revision = "0004"
down_revision = "0003"

_VIEW = """
CREATE VIEW partner_access AS
SELECT id AS partner_id, 0 AS epoch, version, name, sort_key, manager_id, representative_id, merged_into,
       archived_at IS NOT NULL AS archived
FROM partners
"""


def upgrade() -> None:
    op.execute("DELETE FROM timeline WHERE kind IN ('partner', 'task')")
    op.execute("DELETE FROM inbox WHERE type LIKE 'partners.%'")
    op.drop_table("partner_access")
    op.execute(_VIEW)

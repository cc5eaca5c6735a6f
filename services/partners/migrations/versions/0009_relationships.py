"""relationships."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "relationships",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("other_partner_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("comment", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_relationships_organization_id")
        ),
        sa.ForeignKeyConstraint(["other_partner_id"], ["partners.id"], name=op.f("fk_relationships_other_partner_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_relationships_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationships")),
    )
    op.create_index(op.f("ix_relationships_other_partner_id"), "relationships", ["other_partner_id"], unique=False)
    op.create_index(op.f("ix_relationships_partner_id"), "relationships", ["partner_id"], unique=False)

"""Business regions, and what brought a client."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "business_regions",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("search_key", services.chassis.columns.SearchKey(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["business_regions.id"], name=op.f("fk_business_regions_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_regions")),
    )
    op.create_index(op.f("ix_business_regions_parent_id"), "business_regions", ["parent_id"], unique=False)
    op.create_index(op.f("ix_business_regions_sort_key"), "business_regions", ["sort_key"], unique=False)
    # inline: SQLite takes a foreign key only with its column
    region = sa.Column("region_id", sa.Uuid(), sa.ForeignKey("business_regions.id"), nullable=True)
    op.add_column("partners", region, inline_references=True)
    op.add_column("partners", sa.Column("interest_kind", sa.String(length=20), nullable=True))
    op.add_column("partners", sa.Column("interest_id", sa.Uuid(), nullable=True))
    op.add_column("partners", sa.Column("interest_note", sa.String(length=200), nullable=True))
    op.create_index(op.f("ix_partners_region_id"), "partners", ["region_id"], unique=False)

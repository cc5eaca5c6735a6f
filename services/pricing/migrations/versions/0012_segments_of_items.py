"""segments of items."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("discounts", sa.Column("item_segment_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_discounts_item_segment_id"), "discounts", ["item_segment_id"], unique=False)
    op.create_table(
        "item_segments",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=True),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("rule", services.chassis.columns.JsonText(), nullable=True),
        sa.Column("formula", sa.String(length=1000), nullable=True),
        sa.Column("refreshed_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("refresh_job_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_segments")),
        sa.UniqueConstraint("name", name=op.f("uq_item_segments_name")),
    )
    op.create_index(op.f("ix_item_segments_sort_key"), "item_segments", ["sort_key"], unique=False)
    op.create_table(
        "item_segment_changes",
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("move", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_segment_changes_item_id")),
        sa.ForeignKeyConstraint(["segment_id"], ["item_segments.id"], name=op.f("fk_item_segment_changes_segment_id")),
        sa.PrimaryKeyConstraint("segment_id", "turn", "item_id", name=op.f("pk_item_segment_changes")),
    )
    op.create_index(
        op.f("ix_item_segment_changes_segment_id_at_item_id"),
        "item_segment_changes",
        ["segment_id", "at", "item_id"],
        unique=False,
    )
    op.create_table(
        "item_segment_members",
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        sa.Column("pinned", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_segment_members_item_id")),
        sa.ForeignKeyConstraint(["segment_id"], ["item_segments.id"], name=op.f("fk_item_segment_members_segment_id")),
        sa.PrimaryKeyConstraint("segment_id", "item_id", name=op.f("pk_item_segment_members")),
    )
    op.create_index(op.f("ix_item_segment_members_item_id"), "item_segment_members", ["item_id"], unique=False)

"""segments of partners."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "partner_segments",
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_segments")),
        sa.UniqueConstraint("name", name=op.f("uq_partner_segments_name")),
    )
    op.create_index(op.f("ix_partner_segments_sort_key"), "partner_segments", ["sort_key"], unique=False)
    op.create_table(
        "partner_segment_changes",
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("move", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_partner_segment_changes_partner_id")),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["partner_segments.id"], name=op.f("fk_partner_segment_changes_segment_id")
        ),
        sa.PrimaryKeyConstraint("segment_id", "turn", "partner_id", name=op.f("pk_partner_segment_changes")),
    )
    op.create_index(
        op.f("ix_partner_segment_changes_segment_id_at_partner_id"),
        "partner_segment_changes",
        ["segment_id", "at", "partner_id"],
        unique=False,
    )
    op.create_table(
        "partner_segment_members",
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        sa.Column("pinned", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_partner_segment_members_partner_id")),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["partner_segments.id"], name=op.f("fk_partner_segment_members_segment_id")
        ),
        sa.PrimaryKeyConstraint("segment_id", "partner_id", name=op.f("pk_partner_segment_members")),
    )
    op.create_index(
        op.f("ix_partner_segment_members_partner_id"), "partner_segment_members", ["partner_id"], unique=False
    )

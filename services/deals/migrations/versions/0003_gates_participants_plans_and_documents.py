"""gates participants plans and documents."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "deal_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("deal_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("amount", services.chassis.columns.Money(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("changed_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "document_id", name=op.f("pk_deal_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_deal_documents_id")),
        info={"fed_by_events": True},
    )
    op.create_index(op.f("ix_deal_documents_deal_id"), "deal_documents", ["deal_id"], unique=False)
    op.create_table(
        "known_clients",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("interest_kind", sa.String(length=20), nullable=True),
        sa.Column("interest_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_known_clients")),
        info={"fed_by_events": True},
    )
    op.create_table(
        "known_staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_staff")),
        info={"fed_by_events": True},
    )
    op.create_table(
        "participant_roles",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_roles")),
        sa.UniqueConstraint("name", name=op.f("uq_participant_roles_name")),
    )
    op.create_table(
        "deal_reopenings",
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("lost_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("loss_reason_id", sa.Uuid(), nullable=False),
        sa.Column("competitor_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_deal_reopenings_deal_id")),
        sa.ForeignKeyConstraint(
            ["loss_reason_id"], ["loss_reasons.id"], name=op.f("fk_deal_reopenings_loss_reason_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_reopenings")),
    )
    op.create_index(op.f("ix_deal_reopenings_deal_id"), "deal_reopenings", ["deal_id"], unique=False)
    op.create_table(
        "participants",
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=True),
        sa.Column("role_id", sa.Uuid(), nullable=True),
        sa.Column("attitude", sa.String(length=20), nullable=True),
        sa.Column("comment", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_participants_deal_id")),
        sa.ForeignKeyConstraint(["role_id"], ["participant_roles.id"], name=op.f("fk_participants_role_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
        sa.UniqueConstraint("deal_id", "subject_id", name=op.f("uq_participants_deal_id_subject_id")),
    )
    op.create_index(op.f("ix_participants_subject_id"), "participants", ["subject_id"], unique=False)
    op.create_table(
        "plan_tasks",
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=4000), nullable=True),
        sa.Column("ended_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_plan_tasks_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_tasks")),
    )
    op.create_index(op.f("ix_plan_tasks_assignee_id"), "plan_tasks", ["assignee_id"], unique=False)
    op.create_index(op.f("ix_plan_tasks_deal_id"), "plan_tasks", ["deal_id"], unique=False)
    op.create_index(op.f("ix_plan_tasks_partner_id"), "plan_tasks", ["partner_id"], unique=False)
    op.create_index(op.f("ix_plan_tasks_status"), "plan_tasks", ["status"], unique=False)
    op.add_column("deal_stages", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column("deals", sa.Column("competitor_id", sa.Uuid(), nullable=True))
    op.add_column("deals", sa.Column("interest_kind", sa.String(length=20), nullable=True))
    op.add_column("deals", sa.Column("interest_id", sa.Uuid(), nullable=True))
    op.add_column("deals", sa.Column("interest_note", sa.String(length=200), nullable=True))

"""Interactions, notes, reminders; tasks say what they follow, who accepted them, and whether their author has seen."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("remind_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("dismissed_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_owner_id"), "reminders", ["owner_id"], unique=False)
    op.create_index(op.f("ix_reminders_partner_id"), "reminders", ["partner_id"], unique=False)
    op.create_index(op.f("ix_reminders_subject_id"), "reminders", ["subject_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("subject_type", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_notes_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_author_id"), "notes", ["author_id"], unique=False)
    op.create_index(op.f("ix_notes_owner_id"), "notes", ["owner_id"], unique=False)
    op.create_index(op.f("ix_notes_partner_id"), "notes", ["partner_id"], unique=False)
    op.create_index(op.f("ix_notes_subject_id"), "notes", ["subject_id"], unique=False)
    op.create_table(
        "interactions",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("contact_person_ids", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("planned_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("done_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("happens_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("result", sa.String(length=4000), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("responsible_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_interactions_author_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_interactions_partner_id")),
        sa.ForeignKeyConstraint(["responsible_id"], ["staff.id"], name=op.f("fk_interactions_responsible_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
    )
    op.create_index(op.f("ix_interactions_happens_at"), "interactions", ["happens_at"], unique=False)
    op.create_index(op.f("ix_interactions_partner_id"), "interactions", ["partner_id"], unique=False)
    op.create_index(op.f("ix_interactions_responsible_id"), "interactions", ["responsible_id"], unique=False)
    op.create_index(op.f("ix_interactions_status"), "interactions", ["status"], unique=False)
    op.create_index(op.f("ix_interactions_subject_id"), "interactions", ["subject_id"], unique=False)
    op.add_column("tasks", sa.Column("completed_at", services.chassis.columns.UtcDateTime(), nullable=True))
    op.add_column("tasks", sa.Column("accepted_by", sa.Uuid(), nullable=True))
    op.add_column("tasks", sa.Column("accepted_at", services.chassis.columns.UtcDateTime(), nullable=True))
    op.add_column("tasks", sa.Column("seen_at", services.chassis.columns.UtcDateTime(), nullable=True))
    op.add_column("tasks", sa.Column("follows_document", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(op.f("ix_tasks_author_id"), "tasks", ["author_id"], unique=False)
    # until now whatever was about an object had been opened by it, and nobody was told of what had been done
    op.execute("UPDATE tasks SET follows_document = true WHERE subject_type IS NOT NULL")
    op.execute("UPDATE tasks SET completed_at = updated_at, seen_at = updated_at WHERE status IN ('done', 'cancelled')")

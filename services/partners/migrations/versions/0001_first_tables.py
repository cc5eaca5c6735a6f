"""first tables."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "organizations",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("search_key", services.chassis.columns.SearchKey(), nullable=False),
        sa.Column("edrpou", sa.String(length=8), nullable=False),
        sa.Column("vat_number", sa.String(length=12), nullable=True),
        sa.Column("ibans", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("requisite_policies", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("edrpou", name=op.f("uq_organizations_edrpou")),
    )
    op.create_index(op.f("ix_organizations_sort_key"), "organizations", ["sort_key"], unique=False)
    op.create_table(
        "timeline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("amount", services.chassis.columns.Money(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("happened_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "document_id", name=op.f("pk_timeline")),
        sa.UniqueConstraint("id", name=op.f("uq_timeline_id")),
    )
    op.create_index(op.f("ix_timeline_happened_at"), "timeline", ["happened_at"], unique=False)
    op.create_index(op.f("ix_timeline_partner_id"), "timeline", ["partner_id"], unique=False)
    op.create_table(
        "departments",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_departments_organization_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["departments.id"], name=op.f("fk_departments_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
    )
    op.create_index(op.f("ix_departments_organization_id"), "departments", ["organization_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("search_key", services.chassis.columns.SearchKey(), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("superior_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_staff_department_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_staff_organization_id")),
        sa.ForeignKeyConstraint(["superior_id"], ["staff.id"], name=op.f("fk_staff_superior_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index(op.f("ix_staff_organization_id"), "staff", ["organization_id"], unique=False)
    op.create_index(op.f("ix_staff_sort_key"), "staff", ["sort_key"], unique=False)
    op.create_index(op.f("ix_staff_superior_id"), "staff", ["superior_id"], unique=False)
    op.create_table(
        "partners",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("search_key", services.chassis.columns.SearchKey(), nullable=False),
        sa.Column("roles", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("representative_id", sa.Uuid(), nullable=True),
        sa.Column("notes", sa.String(length=4000), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager_id"], ["staff.id"], name=op.f("fk_partners_manager_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["partners.id"], name=op.f("fk_partners_merged_into")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_partners_organization_id")),
        sa.ForeignKeyConstraint(["representative_id"], ["staff.id"], name=op.f("fk_partners_representative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
    )
    op.create_index(op.f("ix_partners_manager_id"), "partners", ["manager_id"], unique=False)
    op.create_index(op.f("ix_partners_organization_id"), "partners", ["organization_id"], unique=False)
    op.create_index(op.f("ix_partners_representative_id"), "partners", ["representative_id"], unique=False)
    op.create_index(op.f("ix_partners_sort_key"), "partners", ["sort_key"], unique=False)
    op.create_table(
        "reassignments",
        sa.Column("manager_id", sa.Uuid(), nullable=False),
        sa.Column("partners", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager_id"], ["staff.id"], name=op.f("fk_reassignments_manager_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reassignments")),
    )
    op.create_table(
        "tasks",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("for_role", sa.String(length=40), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("subject_type", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("result", sa.String(length=4000), nullable=True),
        sa.Column("completed_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["staff.id"], name=op.f("fk_tasks_assignee_id")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_tasks_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index(op.f("ix_tasks_assignee_id"), "tasks", ["assignee_id"], unique=False)
    op.create_index(op.f("ix_tasks_for_role"), "tasks", ["for_role"], unique=False)
    op.create_index(op.f("ix_tasks_partner_id"), "tasks", ["partner_id"], unique=False)
    op.create_index(op.f("ix_tasks_status"), "tasks", ["status"], unique=False)
    op.create_index(op.f("ix_tasks_subject_id"), "tasks", ["subject_id"], unique=False)
    op.create_table(
        "contact_details",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=4000), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_contact_details_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_details")),
    )
    op.create_index(op.f("ix_contact_details_partner_id"), "contact_details", ["partner_id"], unique=False)
    op.create_table(
        "contact_persons",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("birthday", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_contact_persons_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_persons")),
    )
    op.create_index(op.f("ix_contact_persons_partner_id"), "contact_persons", ["partner_id"], unique=False)
    op.create_table(
        "legal_entities",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("edrpou", sa.String(length=8), nullable=True),
        sa.Column("tax_number", sa.String(length=10), nullable=True),
        sa.Column("vat_number", sa.String(length=12), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("foreign_number", sa.String(length=40), nullable=True),
        sa.Column("ibans", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_legal_entities_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_entities")),
    )
    op.create_index(op.f("ix_legal_entities_edrpou"), "legal_entities", ["edrpou"], unique=False)
    op.create_index(op.f("ix_legal_entities_partner_id"), "legal_entities", ["partner_id"], unique=False)
    op.create_index(op.f("ix_legal_entities_tax_number"), "legal_entities", ["tax_number"], unique=False)

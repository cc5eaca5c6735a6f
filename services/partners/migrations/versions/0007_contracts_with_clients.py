"""contracts with clients."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "contracts",
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("search_key", services.chassis.columns.SearchKey(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("legal_entity_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("credit_limit", services.chassis.columns.Money(), nullable=True),
        sa.Column("subject", sa.String(length=4000), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["legal_entity_id"], ["legal_entities.id"], name=op.f("fk_contracts_legal_entity_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_contracts_organization_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_contracts_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
    )
    op.create_index(op.f("ix_contracts_organization_id"), "contracts", ["organization_id"], unique=False)
    op.create_index(op.f("ix_contracts_partner_id"), "contracts", ["partner_id"], unique=False)
    op.create_index(op.f("ix_contracts_signed_on"), "contracts", ["signed_on"], unique=False)
    op.create_index(op.f("ix_contracts_sort_key"), "contracts", ["sort_key"], unique=False)
    op.create_index(op.f("ix_contracts_status"), "contracts", ["status"], unique=False)

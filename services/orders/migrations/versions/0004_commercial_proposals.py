"""commercial proposals."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("legal_entity_id", sa.Uuid(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("deal_id", sa.Uuid(), nullable=True),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("sent_number", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_proposals_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("organization_id", "number", name=op.f("uq_proposals_organization_id_number")),
    )
    op.create_index(op.f("ix_proposals_deal_id"), "proposals", ["deal_id"], unique=False)
    op.create_index(op.f("ix_proposals_manager_id"), "proposals", ["manager_id"], unique=False)
    op.create_index(op.f("ix_proposals_partner_id"), "proposals", ["partner_id"], unique=False)
    op.create_table(
        "proposal_versions",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column("price_type_id", sa.Uuid(), nullable=True),
        sa.Column("contact_person_id", sa.Uuid(), nullable=True),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("prices_with_vat", sa.Boolean(), nullable=False),
        sa.Column("choose_several", sa.Boolean(), nullable=False),
        sa.Column("print_terms", sa.String(length=4000), nullable=True),
        sa.Column("quoted_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("priced_by", sa.Uuid(), nullable=False),
        sa.Column("terms", services.chassis.columns.JsonText(), nullable=True),
        sa.Column("total", services.chassis.columns.Money(), nullable=False),
        sa.Column("vat", services.chassis.columns.Money(), nullable=False),
        sa.Column("payable", services.chassis.columns.Money(), nullable=False),
        sa.Column("firm_total", services.chassis.columns.Money(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("return_reason", sa.String(length=4000), nullable=True),
        sa.Column("decline_reason", sa.String(length=200), nullable=True),
        sa.Column("agreed_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("decided_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_versions_proposal_id")),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouses.id"], name=op.f("fk_proposal_versions_warehouse_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_versions")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_proposal_versions_proposal_id_number")),
    )
    op.create_index(op.f("ix_proposal_versions_offer_id"), "proposal_versions", ["offer_id"], unique=False)
    op.create_index(op.f("ix_proposal_versions_status"), "proposal_versions", ["status"], unique=False)
    op.create_index(op.f("ix_proposal_versions_valid_to"), "proposal_versions", ["valid_to"], unique=False)
    op.create_table(
        "proposal_lines",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alternative", sa.Integer(), nullable=True),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("quantity", services.chassis.columns.Quantity(), nullable=False),
        sa.Column("manual_price", services.chassis.columns.Price(), nullable=True),
        sa.Column("manual_discount", services.chassis.columns.Percent(), nullable=True),
        sa.Column("price", services.chassis.columns.Price(), nullable=False),
        sa.Column("listed_price", services.chassis.columns.Price(), nullable=True),
        sa.Column("rule_price", services.chassis.columns.Price(), nullable=True),
        sa.Column("discount", services.chassis.columns.Percent(), nullable=False),
        sa.Column("total", services.chassis.columns.Money(), nullable=False),
        sa.Column("vat_rate", sa.String(length=10), nullable=False),
        sa.Column("vat", services.chassis.columns.Money(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("reasons", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_lines_proposal_id")),
        sa.ForeignKeyConstraint(["version_id"], ["proposal_versions.id"], name=op.f("fk_proposal_lines_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_lines")),
    )
    op.create_index(op.f("ix_proposal_lines_version_id"), "proposal_lines", ["version_id"], unique=False)
    op.add_column("order_lines", sa.Column("rule_price", services.chassis.columns.Price(), nullable=True))
    op.add_column("order_lines", sa.Column("needs_approval", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("orders", sa.Column("proposal_id", sa.Uuid(), nullable=True))
    op.create_index("uq_orders_proposal_id", "orders", ["proposal_id"], unique=True)

"""events guests claims and what others told."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "claim_causes",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_causes")),
        sa.UniqueConstraint("name", name=op.f("uq_claim_causes_name")),
    )
    op.create_table(
        "known_clients",
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("interest_kind", sa.String(length=20), nullable=True),
        sa.Column("interest_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("is_client", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_clients")),
        info={"fed_by_events": True},
    )
    op.create_index(op.f("ix_known_clients_registered_on"), "known_clients", ["registered_on"], unique=False)
    op.create_table(
        "known_deals",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_deals")),
        info={"fed_by_events": True},
    )
    op.create_index(op.f("ix_known_deals_closed_on"), "known_deals", ["closed_on"], unique=False)
    op.create_index(op.f("ix_known_deals_opened_on"), "known_deals", ["opened_on"], unique=False)
    op.create_index(op.f("ix_known_deals_partner_id"), "known_deals", ["partner_id"], unique=False)
    op.create_table(
        "known_items",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_items")),
        info={"fed_by_events": True},
    )
    op.create_table(
        "known_orders",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("payable", services.chassis.columns.Money(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_orders")),
        info={"fed_by_events": True},
    )
    op.create_index(op.f("ix_known_orders_ordered_on"), "known_orders", ["ordered_on"], unique=False)
    op.create_index(op.f("ix_known_orders_partner_id"), "known_orders", ["partner_id"], unique=False)
    op.create_table(
        "known_sales",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("revenue", services.chassis.columns.Money(), nullable=False),
        sa.Column("cost", services.chassis.columns.Money(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_sales")),
        info={"fed_by_events": True},
    )
    op.create_index(op.f("ix_known_sales_partner_id"), "known_sales", ["partner_id"], unique=False)
    op.create_index(op.f("ix_known_sales_shipped_on"), "known_sales", ["shipped_on"], unique=False)
    op.create_table(
        "marketing_events",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("search_key", services.chassis.columns.SearchKey(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("planned_from", sa.Date(), nullable=False),
        sa.Column("planned_to", sa.Date(), nullable=False),
        sa.Column("actual_from", sa.Date(), nullable=True),
        sa.Column("actual_to", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("budget", services.chassis.columns.Money(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("responsible_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.String(length=4000), nullable=True),
        sa.Column("cancel_reason", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_marketing_events_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marketing_events")),
    )
    op.create_index(op.f("ix_marketing_events_channel_id"), "marketing_events", ["channel_id"], unique=False)
    op.create_index(op.f("ix_marketing_events_planned_from"), "marketing_events", ["planned_from"], unique=False)
    op.create_index(op.f("ix_marketing_events_responsible_id"), "marketing_events", ["responsible_id"], unique=False)
    op.create_index(op.f("ix_marketing_events_status"), "marketing_events", ["status"], unique=False)
    op.create_table(
        "claim_participants",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=True),
        sa.Column("comment", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_participants_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_participants")),
    )
    op.create_index(op.f("ix_claim_participants_claim_id"), "claim_participants", ["claim_id"], unique=False)
    op.create_table(
        "event_guests",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("guest_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("contact_person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["marketing_events.id"], name=op.f("fk_event_guests_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_guests")),
        sa.UniqueConstraint("event_id", "guest_id", name=op.f("uq_event_guests_event_id_guest_id")),
    )
    op.create_index(op.f("ix_event_guests_partner_id"), "event_guests", ["partner_id"], unique=False)
    op.create_table(
        "event_providers",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("contact_person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=True),
        sa.Column("provides", sa.String(length=200), nullable=False),
        sa.Column("agreed_amount", services.chassis.columns.Money(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["marketing_events.id"], name=op.f("fk_event_providers_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_providers")),
    )
    op.create_index(op.f("ix_event_providers_event_id"), "event_providers", ["event_id"], unique=False)
    op.create_index(op.f("ix_event_providers_partner_id"), "event_providers", ["partner_id"], unique=False)
    op.create_table(
        "event_tasks",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("result", sa.String(length=4000), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["marketing_events.id"], name=op.f("fk_event_tasks_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_tasks")),
    )
    op.create_index(op.f("ix_event_tasks_assignee_id"), "event_tasks", ["assignee_id"], unique=False)
    op.create_index(op.f("ix_event_tasks_due_on"), "event_tasks", ["due_on"], unique=False)
    op.create_index(op.f("ix_event_tasks_event_id"), "event_tasks", ["event_id"], unique=False)
    op.create_table(
        "event_costs",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("planned", services.chassis.columns.Money(), nullable=True),
        sa.Column("actual", services.chassis.columns.Money(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=True),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["marketing_events.id"], name=op.f("fk_event_costs_event_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["event_providers.id"], name=op.f("fk_event_costs_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_costs")),
    )
    op.create_index(op.f("ix_event_costs_event_id"), "event_costs", ["event_id"], unique=False)
    op.create_index(op.f("ix_event_costs_spent_on"), "event_costs", ["spent_on"], unique=False)
    op.add_column("claims", sa.Column("shipment_id", sa.Uuid(), nullable=True))
    op.add_column("claims", sa.Column("deal_id", sa.Uuid(), nullable=True))
    op.add_column("claims", sa.Column("item_id", sa.Uuid(), nullable=True))
    # inline: SQLite takes a foreign key only with its column
    cause = sa.Column("cause_id", sa.Uuid(), sa.ForeignKey("claim_causes.id"), nullable=True)
    op.add_column("claims", cause, inline_references=True)
    op.create_index(op.f("ix_claims_deal_id"), "claims", ["deal_id"], unique=False)
    op.create_index(op.f("ix_claims_item_id"), "claims", ["item_id"], unique=False)
    op.create_index(op.f("ix_claims_shipment_id"), "claims", ["shipment_id"], unique=False)

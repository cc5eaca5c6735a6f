"""What lists are filtered, searched and ordered by, and how their rows are read."""

from typing import Any

from sqlalchemy import Select, Uuid, null, select, type_coerce

from services.chassis.actor import Actor
from services.chassis.tables import partner_access
from services.chassis.tx import Reader
from services.marketing.contracts import OURS_OF_A_CLAIM
from services.marketing.models import (
    AdvertisingChannel,
    ChannelCost,
    Claim,
    ClaimCause,
    EventCost,
    EventGuest,
    EventProvider,
    EventTask,
    MarketingEvent,
)

CHANNEL = {
    "id": AdvertisingChannel.id,
    "name": AdvertisingChannel.sort_key,
    "q": AdvertisingChannel.search_key,
    "parent_id": AdvertisingChannel.parent_id,
    "archived": AdvertisingChannel.archived_at.is_not(None),
}
CHANNEL_COST = {"id": ChannelCost.id, "date_from": ChannelCost.date_from, "channel_id": ChannelCost.channel_id}
CLAIM_CAUSE = {"id": ClaimCause.id, "name": ClaimCause.sort_key}
CLAIM = {
    "id": Claim.id,
    "created_at": Claim.created_at,
    "status": Claim.status,
    "kind": Claim.kind,
    "partner_id": Claim.partner_id,
    "order_id": Claim.order_id,
    "shipment_id": Claim.shipment_id,
    "deal_id": Claim.deal_id,
    "item_id": Claim.item_id,
    "organization_id": Claim.organization_id,
}
EVENT = {
    "id": MarketingEvent.id,
    "planned_from": MarketingEvent.planned_from,
    "name": MarketingEvent.sort_key,
    "q": MarketingEvent.search_key,
    "status": MarketingEvent.status,
    "kind": MarketingEvent.kind,
    "organization_id": MarketingEvent.organization_id,
    "channel_id": MarketingEvent.channel_id,
    "responsible_id": MarketingEvent.responsible_id,
}
GUEST = {
    "id": EventGuest.id,
    "created_at": EventGuest.created_at,
    "event_id": EventGuest.event_id,
    "partner_id": EventGuest.partner_id,
    "status": EventGuest.status,
}
PROVIDER = {
    "id": EventProvider.id,
    "created_at": EventProvider.created_at,
    "event_id": EventProvider.event_id,
    "partner_id": EventProvider.partner_id,
}
COST = {
    "id": EventCost.id,
    "created_at": EventCost.created_at,
    "event_id": EventCost.event_id,
    "spent_on": EventCost.spent_on,
}
TASK = {
    "id": EventTask.id,
    "due_on": EventTask.due_on,
    "event_id": EventTask.event_id,
    "assignee_id": EventTask.assignee_id,
    "status": EventTask.status,
}
GUEST_ROWS = select(*EventGuest.__table__.c, partner_access.c.name.label("partner_name")).outerjoin(
    partner_access, partner_access.c.partner_id == EventGuest.partner_id
)
PROVIDER_ROWS = select(*EventProvider.__table__.c, partner_access.c.name.label("partner_name")).outerjoin(
    partner_access, partner_access.c.partner_id == EventProvider.partner_id
)


def claim_rows(reader: Reader) -> Select[Any]:
    hidden = OURS_OF_A_CLAIM if reader.actor.is_client else ()
    shown = [null().label(column.name) if column.name in hidden else column for column in Claim.__table__.c]
    named = select(*shown, partner_access.c.name.label("partner_name"))
    return named.outerjoin(partner_access, partner_access.c.partner_id == Claim.partner_id)


def claim_columns(actor: Actor) -> dict[str, Any]:
    """A client finds nothing by what it is not shown."""
    return {**CLAIM, "cause_id": type_coerce(null(), Uuid()) if actor.is_client else Claim.cause_id}

"""What is kept of others' news for reports (A6, A9): each the latest of its subject, whatever comes twice or late."""

from services.chassis.access import upsert_latest
from services.chassis.contracts import Envelope
from services.chassis.statements import upsert
from services.chassis.tx import Tx, business_day
from services.deals.contracts import DealView
from services.marketing.models import KnownClient, KnownDeal, KnownItem, KnownOrder, KnownSale
from services.orders.contracts import GoodsReturned, GoodsShipped, OrderRow
from services.partners.contracts import PartnerRole, PartnerRow
from services.pricing.contracts import ItemView


def know_client(tx: Tx, partner: PartnerRow) -> None:
    interest = partner.primary_interest
    row = {
        "id": partner.id,
        "registered_on": business_day(partner.created_at),
        "interest_kind": interest.kind if interest else None,
        "interest_id": interest.id if interest else None,
        "merged_into": partner.merged_into,
        "is_client": PartnerRole.CLIENT in partner.roles,
    }
    upsert(tx.session, KnownClient.__table__, row, ("id",))


def know_deal(tx: Tx, deal: DealView, envelope: Envelope) -> None:
    row = {
        "id": deal.id,
        "epoch": envelope.epoch,
        "version": envelope.version,
        "partner_id": deal.partner_id,
        "status": deal.status,
        "opened_on": business_day(deal.created_at),
        "closed_on": business_day(deal.closed_at) if deal.closed_at else None,
    }
    upsert_latest(tx.session, KnownDeal.__table__, [row], key=("id",))


def know_order(tx: Tx, order: OrderRow, envelope: Envelope) -> None:
    row = {
        "id": order.id,
        "epoch": envelope.epoch,
        "version": envelope.version,
        "partner_id": order.partner_id,
        "status": order.status,
        "ordered_on": order.ordered_on,
        "currency": order.currency,
        "payable": order.payable,
    }
    upsert_latest(tx.session, KnownOrder.__table__, [row], key=("id",))


def know_sale(tx: Tx, shipment: GoodsShipped) -> None:
    """Told again by a replay it may carry the cost it lacked at first."""
    row = {
        "id": shipment.id,
        "partner_id": shipment.partner_id,
        "shipped_on": shipment.shipped_on,
        "currency": shipment.currency,
        "revenue": shipment.revenue,
        "cost": shipment.cost,
    }
    upsert(tx.session, KnownSale.__table__, row, ("id",))


def know_return(tx: Tx, returned: GoodsReturned) -> None:
    """A sale with minus signs on the day the goods came back."""
    row = {
        "id": returned.id,
        "partner_id": returned.partner_id,
        "shipped_on": returned.returned_on,
        "currency": returned.currency,
        "revenue": -returned.revenue,
        "cost": None if returned.cost is None else -returned.cost,
    }
    upsert(tx.session, KnownSale.__table__, row, ("id",))


def know_item(tx: Tx, item: ItemView, envelope: Envelope) -> None:
    row = {"id": item.id, "epoch": envelope.epoch, "version": envelope.version, "name": item.name}
    upsert_latest(tx.session, KnownItem.__table__, [row], key=("id",))

"""What the lists of orders are selected from, and by which columns they are ordered and filtered."""

from sqlalchemy import Boolean, Date, Integer, String, Uuid, column, select

from services.chassis.tables import partner_access
from services.orders import contracts
from services.orders.models import ApprovalRule, GoodsReturn, Order, Payment, Refund, Shipment, Stock, Warehouse

ORDER = {
    "id": Order.id,
    "created_at": Order.created_at,
    "number": Order.number,
    "status": Order.status,
    "state": Order.state,
    "partner_id": Order.partner_id,
    "manager_id": Order.manager_id,
    "deal_id": Order.deal_id,
    "offer_id": Order.offer_id,
    "proposal_id": Order.proposal_id,
    "contract_id": Order.contract_id,
    "warehouse_id": Order.warehouse_id,
    "organization_id": Order.organization_id,
    "external_number": Order.external_number,
    "ordered_on": Order.ordered_on,
}
ORDER_ROW = select(
    *[Order.__table__.c[name] for name in contracts.OrderRow.model_fields],
    partner_access.c.name.label("partner_name"),
).outerjoin(partner_access, partner_access.c.partner_id == Order.partner_id)
APPROVAL_RULE = {"id": ApprovalRule.id, "organization_id": ApprovalRule.organization_id}
WAREHOUSE = {"id": Warehouse.id, "name": Warehouse.sort_key, "organization_id": Warehouse.organization_id}
STOCK = {"id": Stock.id, "item_id": Stock.item_id, "warehouse_id": Stock.warehouse_id}
STOCK_ROW = select(*Stock.__table__.c, (Stock.on_hand - Stock.reserved).label("free")).join(
    Warehouse, Warehouse.id == Stock.warehouse_id
)
SHIPMENT = {
    "id": Shipment.id,
    "created_at": Shipment.created_at,
    "order_id": Shipment.order_id,
    "partner_id": Shipment.partner_id,
    "manager_id": Shipment.manager_id,
    "organization_id": Shipment.organization_id,
    "shipped_on": Shipment.shipped_on,
}
PAYMENT = {
    "id": Payment.id,
    "created_at": Payment.created_at,
    "order_id": Payment.order_id,
    "partner_id": Payment.partner_id,
    "organization_id": Payment.organization_id,
    "paid_on": Payment.paid_on,
}
REFUND = {
    "id": Refund.id,
    "created_at": Refund.created_at,
    "order_id": Refund.order_id,
    "partner_id": Refund.partner_id,
    "organization_id": Refund.organization_id,
    "refunded_on": Refund.refunded_on,
}
RETURN = {
    "id": GoodsReturn.id,
    "created_at": GoodsReturn.created_at,
    "order_id": GoodsReturn.order_id,
    "shipment_id": GoodsReturn.shipment_id,
    "partner_id": GoodsReturn.partner_id,
    "manager_id": GoodsReturn.manager_id,
    "organization_id": GoodsReturn.organization_id,
    "returned_on": GoodsReturn.returned_on,
}
SETTLEMENT = {
    **{name: column(name, Uuid()) for name in ("id", "partner_id", "organization_id", "order_id", "object_id")},
    **{name: column(name, String()) for name in ("currency", "kind")},
    "moved_on": column("moved_on", Date()),
}
DEMAND = {
    "id": column("item_id", Uuid()),
    "item_id": column("item_id", Uuid()),
    "warehouse_id": column("warehouse_id", Uuid()),
    "short": column("short", Boolean()),
}
DESK = {
    **{name: column(name, Uuid()) for name in ("id", "warehouse_id", "organization_id", "partner_id")},
    "priority": column("priority", Integer()),
    "number": column("number", String()),
    "delivery": column("delivery", String()),
    "whole": column("whole", Boolean()),
}

"""What the lists of orders are selected from. By what they are ordered and filtered is selected under its name, but for
what is named here."""

from sqlalchemy import Uuid, column, select

from services.chassis.tables import partner_access
from services.orders import contracts
from services.orders.models import Order, Stock, Warehouse

ORDER_ROW = select(
    *[Order.__table__.c[name] for name in contracts.OrderRow.model_fields],
    partner_access.c.name.label("partner_name"),
).outerjoin(partner_access, partner_access.c.partner_id == Order.partner_id)
STOCK_ROW = select(*Stock.__table__.c, (Stock.on_hand - Stock.reserved).label("free")).join(
    Warehouse, Warehouse.id == Stock.warehouse_id
)
WAREHOUSE = {"name": Warehouse.sort_key}
DEMAND = {"id": column("item_id", Uuid())}

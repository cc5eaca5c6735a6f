"""What can be shipped now: read-only SQL over orders and stock (R9)."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from services.chassis.columns import Quantity
from services.chassis.tables import partner_access
from services.chassis.tx import Reader
from services.orders.breaches import banned_orders
from services.orders.contracts import DeskRow, OrderStatus, SupplyAction
from services.orders.models import Order, OrderLine, Stock

_OPEN = OrderLine.quantity - OrderLine.shipped - OrderLine.cancelled
_FREE = func.coalesce(
    select(Stock.on_hand - Stock.reserved)
    .where(Stock.item_id == OrderLine.item_id, Stock.warehouse_id == Order.warehouse_id)
    .correlate(OrderLine, Order)
    .scalar_subquery(),
    literal(Decimal(0), Quantity()),
    type_=Quantity(),
)
_TO_SHIP = and_(_OPEN > 0, or_(~OrderLine.needs_stock, OrderLine.supply != SupplyAction.NONE))


def desk_query(reader: Reader) -> Select[Any]:
    """Lines set aside from supply do not count. A client in breach has no row."""
    kept = [Order.__table__.c[name] for name in DeskRow.model_fields if name in Order.__table__.c]
    ready = (
        select(
            *kept,
            partner_access.c.name.label("partner_name"),
            (~_some_item_short()).label("whole"),
        )
        .outerjoin(partner_access, partner_access.c.partner_id == Order.partner_id)
        .where(
            Order.status == OrderStatus.TO_FULFIL,
            Order.paid >= Order.advance + Order.prepayment,
            _some_line(or_(~OrderLine.needs_stock, OrderLine.reserved > 0, _FREE > 0)),
            Order.id.not_in(banned_orders(reader)),
            reader.visible(Order),
        )
    )
    return select(ready.subquery("desk"))


def _some_line(*conditions: Any) -> ColumnElement[bool]:
    return select(OrderLine.id).where(OrderLine.order_id == Order.id, _TO_SHIP, *conditions).correlate(Order).exists()


def _some_item_short() -> ColumnElement[bool]:
    """By item, not by line: lines of one item share what is free of it."""
    short = (
        select(OrderLine.item_id)
        .where(OrderLine.order_id == Order.id, _TO_SHIP, OrderLine.needs_stock)
        .group_by(OrderLine.item_id)
        .having(func.sum(_OPEN - OrderLine.reserved) > _FREE)
    )
    return short.correlate(Order).exists()

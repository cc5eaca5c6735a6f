"""The use case of scarce stock: it goes to the most urgent of the orders that wait (R8), and what is missing."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select

from services.chassis.columns import Quantity
from services.chassis.references import require
from services.chassis.tx import Reader, Tx
from services.orders.contracts import AllocateStock, OrderStatus, SupplyAction
from services.orders.models import Allocation, KnownItem, Order, OrderLine, Stock, Warehouse
from services.orders.progress import changed
from services.orders.stock import free_of, locked_stock, reserve

_CHUNK = 500
_ZERO = literal(Decimal(0), Quantity())
_OPEN = OrderLine.quantity - OrderLine.shipped - OrderLine.cancelled - OrderLine.reserved
_FREE = Stock.on_hand - Stock.reserved
_BECOME_RESERVED = (SupplyAction.TO_SUPPLY, SupplyAction.RESERVE_BY)
_AT_ONCE = (SupplyAction.TO_SUPPLY, SupplyAction.RESERVE, SupplyAction.DEDICATED, SupplyAction.SHIP)


def allocate_stock(tx: Tx, command: AllocateStock) -> Allocation:
    """Orders are locked by id, then stock by item, as everywhere; the number of statements grows with chunks of
    orders, not with orders."""
    require(tx, (Warehouse, command.warehouse_id, "/warehouse_id"))
    warehouse = tx.session.get_one(Warehouse, command.warehouse_id)
    orders = [order for order in _locked_orders(tx, command) if order.paid >= order.advance]
    queue = [(order, line) for order in sorted(orders, key=_place) for line in _waiting_lines(order, command, tx.today)]
    stock = locked_stock(tx, warehouse.id, [line.item_id for _, line in queue])
    given = []
    for order, line in queue:
        row = stock.get(line.item_id)
        part = min(line.open - line.reserved, free_of(row))
        if part > 0:
            _give(line, part, row)
            given.append(_told(order, line, part))
    served = {one["order_id"] for one in given}
    for order in orders:
        if str(order.id) in served:
            changed(tx, order)
    return tx.add(Allocation(organization_id=warehouse.organization_id, warehouse_id=warehouse.id, given=given))


def demand_query(reader: Reader) -> Select[Any]:
    """By item and warehouse, of the orders this person may see."""
    waiting = (
        select(OrderLine.item_id, Order.warehouse_id, func.sum(_OPEN).label("needed"))
        .join(Order, Order.id == OrderLine.order_id)
        .where(*_waits(None), reader.visible(Order))
        .group_by(OrderLine.item_id, Order.warehouse_id)
        .subquery()
    )
    free = func.coalesce(_FREE, _ZERO, type_=Quantity())
    at = (Stock.item_id == waiting.c.item_id) & (Stock.warehouse_id == waiting.c.warehouse_id)
    found = (
        select(
            waiting,
            KnownItem.sku,
            KnownItem.name,
            free.label("free"),
            case((waiting.c.needed > free, waiting.c.needed - free), else_=_ZERO).label("missing"),
            (waiting.c.needed > free).label("short"),
        )
        .outerjoin(Stock, at)
        .outerjoin(KnownItem, KnownItem.id == waiting.c.item_id)
        .subquery()
    )
    return select(found)


def _locked_orders(tx: Tx, command: AllocateStock) -> list[Order]:
    """Those with a line that waits for an item of which something is free."""
    at = (Stock.item_id == OrderLine.item_id) & (Stock.warehouse_id == Order.warehouse_id)
    query = (
        select(Order.id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Stock, at)
        .where(*_waits(tx.today), Order.warehouse_id == command.warehouse_id, _FREE > 0)
        .distinct()
        .order_by(Order.id)
    )
    if command.item_ids:
        query = query.where(OrderLine.item_id.in_(command.item_ids))
    ids = list(tx.session.scalars(query))
    chunks = [ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)]
    # one that was approved, shipped or cancelled meanwhile is looked at again under its lock
    return [order for chunk in chunks for order in tx.locked(Order, Order.id.in_(chunk))]


def _waits(today: date | None) -> list[Any]:
    """Lines that wait for stock; `today`: those to be reserved by a date only from that day on."""
    by_date: Any = OrderLine.supply == SupplyAction.RESERVE_BY
    if today is not None:
        by_date = by_date & (OrderLine.supply_on <= today)
    return [
        Order.status == OrderStatus.TO_FULFIL,
        OrderLine.needs_stock,
        or_(OrderLine.supply.in_(_AT_ONCE), by_date),
        _OPEN > 0,
    ]


def _waiting_lines(order: Order, command: AllocateStock, today: date) -> Iterator[OrderLine]:
    if order.status != OrderStatus.TO_FULFIL:
        return
    for line in order.lines:
        comes = line.supply in _AT_ONCE or (line.supply_on is not None and line.supply_on <= today)
        if line.needs_stock and comes and (not command.item_ids or line.item_id in command.item_ids):
            yield line


def _place(order: Order) -> tuple[int, datetime, int, str]:
    """In the queue: priority, time of approval, number (a longer one is later)."""
    assert order.approved_at is not None, "an approved order says when"
    return order.priority, order.approved_at, len(order.number), order.number


def _give(line: OrderLine, part: Decimal, row: Stock | None) -> None:
    reserve(line, part, row)
    if line.supply in _BECOME_RESERVED:
        line.supply, line.supply_on = SupplyAction.RESERVE, None


def _told(order: Order, line: OrderLine, part: Decimal) -> dict[str, str]:
    return {
        "order_id": str(order.id),
        "order_number": order.number,
        "line_id": str(line.id),
        "item_id": str(line.item_id),
        "quantity": str(part),
    }

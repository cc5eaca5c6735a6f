"""The use case of scarce stock: it goes to the most urgent of the orders that wait (R8), and what is missing."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

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
_AT = (Stock.item_id == OrderLine.item_id) & (Stock.warehouse_id == Order.warehouse_id)
AT_ONCE = (SupplyAction.TO_SUPPLY, SupplyAction.RESERVE, SupplyAction.DEDICATED, SupplyAction.SHIP)


def allocate_stock(tx: Tx, command: AllocateStock) -> Allocation:
    require(tx, (Warehouse, command.warehouse_id, "/warehouse_id"))
    warehouse = tx.session.get_one(Warehouse, command.warehouse_id)
    given = hand_out(tx, warehouse.id, command.item_ids, AT_ONCE)
    return tx.add(Allocation(organization_id=warehouse.organization_id, warehouse_id=warehouse.id, given=given))


def hand_out(
    tx: Tx, warehouse_id: UUID, item_ids: Collection[UUID], at_once: Collection[SupplyAction]
) -> list[dict[str, str]]:
    """What is free of these items (none named: of all) goes by priority to lines whose supply is one of `at_once`
    and to those whose day to be reserved has come. Tells who got what.

    Orders are locked by id, then stock by item, as everywhere; the number of statements grows with chunks of
    orders, not with orders.
    """
    orders = [order for order in _locked_orders(tx, warehouse_id, item_ids, at_once) if order.paid >= order.advance]
    comes = partial(_comes, item_ids=item_ids, at_once=at_once, today=tx.today)
    queue = [(order, line) for order in sorted(orders, key=_place) for line in filter(comes, _supplied(order))]
    stock = locked_stock(tx, warehouse_id, [line.item_id for _, line in queue])
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
    return given


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


def due_goods(today: date, *conditions: Any) -> Select[UUID, UUID]:
    """(warehouse, item) of which something is free, and a line whose day has come waits for it; in one order."""
    return (
        select(Order.warehouse_id, OrderLine.item_id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Stock, _AT)
        .where(*_waits(today, ()), Order.paid >= Order.advance, _FREE > 0, *conditions)
        .distinct()
        .order_by(Order.warehouse_id, OrderLine.item_id)
    )


def _locked_orders(
    tx: Tx, warehouse_id: UUID, item_ids: Collection[UUID], at_once: Collection[SupplyAction]
) -> list[Order]:
    """Those with a line that waits for an item of which something is free."""
    query = (
        select(Order.id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Stock, _AT)
        .where(*_waits(tx.today, at_once), Order.warehouse_id == warehouse_id, _FREE > 0)
        .distinct()
        .order_by(Order.id)
    )
    if item_ids:
        query = query.where(OrderLine.item_id.in_(item_ids))
    ids = list(tx.session.scalars(query))
    chunks = [ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)]
    # one that was approved, shipped or cancelled meanwhile is looked at again under its lock
    return [order for chunk in chunks for order in tx.locked(Order, Order.id.in_(chunk))]


def _waits(today: date | None, at_once: Collection[SupplyAction] = AT_ONCE) -> list[Any]:
    """Lines that wait for stock; `today`: those to be reserved by a date only from that day on."""
    by_date: Any = OrderLine.supply == SupplyAction.RESERVE_BY
    if today is not None:
        by_date = by_date & (OrderLine.supply_on <= today)
    return [
        Order.status == OrderStatus.TO_FULFIL,
        OrderLine.needs_stock,
        or_(OrderLine.supply.in_(at_once), by_date),
        _OPEN > 0,
    ]


def _supplied(order: Order) -> list[OrderLine]:
    return [line for line in order.lines if line.needs_stock] if order.status == OrderStatus.TO_FULFIL else []


def _comes(line: OrderLine, item_ids: Collection[UUID], at_once: Collection[SupplyAction], today: date) -> bool:
    if item_ids and line.item_id not in item_ids:
        return False
    return line.supply in at_once or (line.supply_on is not None and line.supply_on <= today)


def _place(order: Order) -> tuple[int, datetime, int, str]:
    """In the queue: priority, time of approval, number (a longer one is later)."""
    assert order.approved_at is not None, "an approved order says when"
    return order.priority, order.approved_at, len(order.number), order.number


def _give(line: OrderLine, part: Decimal, row: Stock | None) -> None:
    reserve(line, part, row)
    waits_for_the_rest = line.supply == SupplyAction.RESERVE_BY and line.reserved < line.open
    if line.supply in _BECOME_RESERVED and not waits_for_the_rest:
        line.supply, line.supply_on = SupplyAction.RESERVE, None


def _told(order: Order, line: OrderLine, part: Decimal) -> dict[str, str]:
    return {
        "order_id": str(order.id),
        "order_number": order.number,
        "line_id": str(line.id),
        "item_id": str(line.item_id),
        "quantity": str(part),
    }

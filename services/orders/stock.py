"""Stock and reservations: rows locked in the order of item ids, so that rivals take turns and never in a ring."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from services.chassis.references import unknown_references
from services.chassis.tx import Tx
from services.orders.contracts import (
    MORE_THAN_OPEN,
    NOT_ENOUGH_STOCK,
    LineQuantity,
    OrderStatus,
    ReserveOrder,
)
from services.orders.models import Order, OrderLine, Stock
from services.orders.progress import changed, demand_status

_ZERO = Decimal(0)


def reserve_order(tx: Tx, command: ReserveOrder) -> Order:
    order = tx.get(Order, command.id)
    demand_status(order, OrderStatus.TO_FULFIL)
    wanted = _wanted_to_reserve(tx, order, command.lines)
    stock = locked_stock(tx, order.warehouse_id, [line.item_id for line, _ in wanted])
    for line, quantity in wanted:
        row = stock.get(line.item_id)
        demand_free(line, quantity, row.on_hand - row.reserved if row else _ZERO)
        assert row is not None
        row.reserved += quantity
        line.reserved += quantity
    changed(tx, order)
    return order


def release(tx: Tx, order: Order) -> None:
    """Give back whatever the order's lines have reserved."""
    held = [line for line in order.lines if line.reserved]
    stock = locked_stock(tx, order.warehouse_id, [line.item_id for line in held])
    for line in held:
        stock[line.item_id].reserved -= line.reserved
        line.reserved = _ZERO


def locked_stock(tx: Tx, warehouse_id: UUID, item_ids: Sequence[UUID]) -> Mapping[UUID, Stock]:
    """Stock rows of these items, locked for change in one statement."""
    if not item_ids:
        return {}
    query = (
        select(Stock)
        .where(Stock.warehouse_id == warehouse_id, Stock.item_id.in_(set(item_ids)))
        .order_by(Stock.item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.item_id: row for row in tx.session.scalars(query)}


def chosen_lines(tx: Tx, order: Order, named: Sequence[LineQuantity]) -> list[tuple[OrderLine, Decimal]]:
    """The lines named with their quantities, or every open line in full. Refuses more than is open."""
    if not named:
        return [(line, line.open) for line in order.lines if line.open > 0]
    lines = {line.id: line for line in order.lines}
    unknown = [f"/lines/{place}/line_id" for place, asked in enumerate(named) if asked.line_id not in lines]
    if unknown:
        raise unknown_references(unknown, tx.actor.language)
    chosen: dict[UUID, Decimal] = {}
    for asked in named:
        chosen[asked.line_id] = chosen.get(asked.line_id, _ZERO) + asked.quantity
    for line_id, quantity in chosen.items():
        line = lines[line_id]
        if quantity > line.open:
            raise MORE_THAN_OPEN(position=line.position, open=line.open, wanted=quantity)
    return [(lines[line_id], quantity) for line_id, quantity in chosen.items()]


def demand_free(line: OrderLine, wanted: Decimal, available: Decimal) -> None:
    if wanted > available:
        raise NOT_ENOUGH_STOCK(item=line.sku, wanted=f"{wanted.normalize():f}", available=f"{available.normalize():f}")


def _wanted_to_reserve(tx: Tx, order: Order, named: Sequence[LineQuantity]) -> list[tuple[OrderLine, Decimal]]:
    """What is not reserved yet of the lines chosen; services need no stock."""
    wanted = []
    for line, quantity in chosen_lines(tx, order, named):
        if not line.needs_stock:
            continue
        if named and quantity > line.open - line.reserved:
            raise MORE_THAN_OPEN(position=line.position, open=line.open - line.reserved, wanted=quantity)
        quantity = min(quantity, line.open - line.reserved)
        if quantity > 0:
            wanted.append((line, quantity))
    return wanted

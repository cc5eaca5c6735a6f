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
    SupplyAction,
)
from services.orders.models import Order, OrderLine, Stock
from services.orders.progress import changed, demand_status
from services.orders.steps import demand_advance

_ZERO = Decimal(0)


def reserve_order(tx: Tx, command: ReserveOrder) -> Order:
    order = tx.get(Order, command.id)
    demand_status(order, OrderStatus.TO_FULFIL)
    demand_advance(order)
    wanted = _wanted_to_reserve(tx, order, command.lines)
    stock = locked_stock(tx, order.warehouse_id, [line.item_id for line, _ in wanted])
    for line, quantity in wanted:
        reserve(line, quantity, stock.get(line.item_id))
        line.supply, line.supply_on = SupplyAction.RESERVE, None
    changed(tx, order)
    return order


def release_all(tx: Tx, order: Order, lines: Sequence[OrderLine]) -> None:
    """Give back whatever these lines of the order have reserved."""
    held = [line for line in lines if line.reserved]
    stock = locked_stock(tx, order.warehouse_id, [line.item_id for line in held])
    for line in held:
        release(line, stock[line.item_id])


def reserve(line: OrderLine, quantity: Decimal, row: Stock | None) -> None:
    """Bind so much of a stock row, locked before, to a line. Refuses more than is free."""
    demand_free(line, quantity, free_of(row))
    assert row is not None
    row.reserved += quantity
    line.reserved += quantity


def release(line: OrderLine, row: Stock) -> None:
    row.reserved -= line.reserved
    line.reserved = _ZERO


def free_of(row: Stock | None) -> Decimal:
    return row.on_hand - row.reserved if row else _ZERO


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
    """The lines named with their quantities, or every open line in full but those not to be supplied. Refuses more
    than is open."""
    if not named:
        return [(line, line.open) for line in order.lines if line.open > 0 and not _set_aside(line)]
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


def _set_aside(line: OrderLine) -> bool:
    return line.needs_stock and line.supply == SupplyAction.NONE


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

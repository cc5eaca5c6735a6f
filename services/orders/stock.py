"""Stock and reservations: rows locked in the order of item ids, so that rivals take turns and never in a ring."""

from collections.abc import Callable, Mapping, Sequence
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
from services.orders.faults import Faults
from services.orders.models import Order, OrderLine, Stock, Warehouse
from services.orders.progress import changed, demand_status
from services.orders.steps import demand_advance

_ZERO = Decimal(0)


def reserve_order(tx: Tx, command: ReserveOrder) -> Order:
    order = tx.get(Order, command.id)
    demand_status(order, OrderStatus.TO_FULFIL)
    demand_advance(order)
    wanted = _wanted_to_reserve(tx, order, command.lines)
    stock = locked_stock(tx, order.warehouse_id, [line.item_id for line, _ in wanted])
    places, faults = quantity_places(order, command.lines), Faults(tx.actor.language)
    for line, quantity in wanted:
        with faults.at(places[line.id]):
            reserve(line, quantity, stock.get(line.item_id))
        if line.supply != SupplyAction.DEDICATED:  # bound to this order, and the rest of it will be too
            line.supply, line.supply_on = SupplyAction.RESERVE, None
    faults.demand_none_as_found()
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
    demand_free(line.sku, quantity, free_of(row))
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


def put_back(tx: Tx, warehouse_id: UUID, goods: Sequence[tuple[UUID, Decimal]]) -> None:
    """So much of these items lies in the warehouse again, free."""
    items = [item_id for item_id, _ in goods]
    held = select(Stock.item_id).where(Stock.warehouse_id == warehouse_id, Stock.item_id.in_(set(items)))
    if not set(tx.session.scalars(held)) >= set(items):
        # shipped from elsewhere: the warehouse's row is the lock for items it never held, and comes before theirs
        tx.locked(Warehouse, Warehouse.id == warehouse_id)
    stock = dict(locked_stock(tx, warehouse_id, items))
    for item_id, quantity in goods:
        if item_id not in stock:
            row = Stock(item_id=item_id, warehouse_id=warehouse_id, on_hand=_ZERO, reserved=_ZERO)
            tx.session.add(row)
            stock[item_id] = row
        stock[item_id].on_hand += quantity


def quantity_places(order: Order, named: Sequence[LineQuantity]) -> dict[UUID, str]:
    """JSON pointers to the lines' quantities: in the request, or in the order when the request names none."""
    ids = [asked.line_id for asked in named] or [line.id for line in order.lines]
    return {line_id: f"/lines/{place}/quantity" for place, line_id in enumerate(ids)}


def open_of(line: OrderLine) -> Decimal:
    return line.open


def chosen_lines(
    tx: Tx, order: Order, named: Sequence[LineQuantity], left: Callable[[OrderLine], Decimal] = open_of
) -> list[tuple[OrderLine, Decimal]]:
    """The lines named with their quantities, or all that is left of every line but those not to be supplied. Refuses
    more than is left, all such lines at once."""
    if not named:
        return [(line, left(line)) for line in order.lines if left(line) > 0 and not _set_aside(line)]
    lines = {line.id: line for line in order.lines}
    unknown = [f"/lines/{place}/line_id" for place, asked in enumerate(named) if asked.line_id not in lines]
    if unknown:
        raise unknown_references(unknown, tx.actor.language)
    chosen: dict[UUID, Decimal] = {}
    for asked in named:
        chosen[asked.line_id] = chosen.get(asked.line_id, _ZERO) + asked.quantity
    places, faults = quantity_places(order, named), Faults(tx.actor.language)
    for line_id, quantity in chosen.items():
        line = lines[line_id]
        if quantity > left(line):
            faults.note(MORE_THAN_OPEN, places[line_id], position=line.position, open=left(line), wanted=quantity)
    faults.demand_none_as_found()
    return [(lines[line_id], quantity) for line_id, quantity in chosen.items()]


def note_lacking(
    faults: Faults,
    chosen: Sequence[tuple[OrderLine, Decimal]],
    stock: Mapping[UUID, Stock],
    free: dict[UUID, Decimal],
    places: Mapping[UUID, str],
) -> None:
    """Every line that cannot be shipped from its own reservation and what is free, served one after another. `free`:
    what is left of each item when those before were served; `places`: the pointer of each line."""
    for line, quantity in chosen:
        if not line.needs_stock:
            continue
        left = free.setdefault(line.item_id, free_of(stock.get(line.item_id)))
        own = min(quantity, line.reserved)
        with faults.at(places[line.id]):
            demand_free(line.sku, quantity, own + left)
            free[line.item_id] = left - (quantity - own)


def demand_free(item: str, wanted: Decimal, available: Decimal) -> None:
    if wanted > available:
        raise NOT_ENOUGH_STOCK(item=item, wanted=f"{wanted.normalize():f}", available=f"{available.normalize():f}")


def _set_aside(line: OrderLine) -> bool:
    return line.needs_stock and line.supply == SupplyAction.NONE


def _wanted_to_reserve(tx: Tx, order: Order, named: Sequence[LineQuantity]) -> list[tuple[OrderLine, Decimal]]:
    """What is not reserved yet of the lines chosen; services need no stock."""
    chosen = chosen_lines(tx, order, named, left=lambda line: line.open - line.reserved)
    return [(line, quantity) for line, quantity in chosen if line.needs_stock]

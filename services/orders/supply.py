"""The use case of supply: how each line gets its goods (R4)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.chassis.tx import Tx
from services.orders.contracts import (
    LINE_DONE,
    SERVICE_NOT_SUPPLIED,
    SUPPLY_DATE,
    OrderStatus,
    SupplyAction,
    SupplyLine,
    SupplyOrder,
)
from services.orders.faults import Faults
from services.orders.models import Order, OrderLine, Stock
from services.orders.progress import changed, demand_alive, demand_status
from services.orders.steps import demand_advance
from services.orders.stock import free_of, locked_stock, release, reserve

_TAKES_ALL = (SupplyAction.RESERVE, SupplyAction.SHIP)
_GIVES_BACK = (SupplyAction.NONE, SupplyAction.TO_SUPPLY)


def supply_order(tx: Tx, command: SupplyOrder) -> Order:
    """To take a line out of supply is allowed while the order lives; any other action needs an approved order whose
    advance is paid."""
    order = tx.get(Order, command.id)
    demand_alive(order)
    if any(asked.action is not SupplyAction.NONE for asked in command.lines):
        demand_status(order, OrderStatus.TO_FULFIL)
        demand_advance(order)
    chosen = _chosen(tx, order, command.lines)
    stock = locked_stock(tx, order.warehouse_id, [line.item_id for line, _ in chosen])
    places = {asked.line_id: f"/lines/{place}/line_id" for place, asked in enumerate(command.lines)}
    faults = Faults(tx.actor.language)
    for line, asked in sorted(chosen, key=lambda one: one[1].action not in _GIVES_BACK):
        with faults.at(places[line.id]):
            _act(line, asked, stock)
    faults.demand_none_as_found()
    changed(tx, order)
    return order


def _act(line: OrderLine, asked: SupplyLine, stock: Mapping[UUID, Stock]) -> None:
    row = stock.get(line.item_id)
    lacking = line.open - line.reserved
    if asked.action in _GIVES_BACK and row is not None:
        release(line, row)
    elif asked.action in _TAKES_ALL and lacking > 0:
        reserve(line, lacking, row)
    elif asked.action is SupplyAction.DEDICATED and row is not None:
        reserve(line, min(lacking, free_of(row)), row)
    line.supply, line.supply_on = asked.action, asked.on


def _chosen(tx: Tx, order: Order, named: Sequence[SupplyLine]) -> list[tuple[OrderLine, SupplyLine]]:
    lines = {line.id: line for line in order.lines}
    faults = Faults(tx.actor.language)
    chosen: dict[UUID, tuple[OrderLine, SupplyLine]] = {}
    for place, asked in enumerate(named):
        line = lines.get(asked.line_id)
        if (asked.on is None) == (asked.action is SupplyAction.RESERVE_BY):
            faults.note(SUPPLY_DATE, f"/lines/{place}/on")
        if line is None:
            faults.unknown(f"/lines/{place}/line_id")
        elif not line.needs_stock:
            faults.note(SERVICE_NOT_SUPPLIED, f"/lines/{place}/line_id", position=line.position)
        elif line.open <= 0:
            faults.note(LINE_DONE, f"/lines/{place}/line_id", position=line.position)
        else:
            chosen[line.id] = (line, asked)
    faults.demand_none()
    return list(chosen.values())

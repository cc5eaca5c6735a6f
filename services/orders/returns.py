"""Use cases of goods that clients return: stock, cost, revenue and debt go back together, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.errors import ErrorCode
from services.chassis.tx import Tx
from services.orders.contracts import (
    GOODS_RETURNED,
    MORE_THAN_SHIPPED,
    NOTHING_TO_RETURN,
    RETURNED_TOO_EARLY,
    LineQuantity,
    ReturnGoods,
    SettlementKind,
)
from services.orders.faults import Faults
from services.orders.models import (
    GoodsReturn,
    GoodsReturnLine,
    ItemCost,
    Order,
    OrderLine,
    Shipment,
    ShipmentLine,
)
from services.orders.progress import changed
from services.orders.receipts import locked_costs
from services.orders.rules.returns import NOTHING, Worth, returned_part
from services.orders.settlements import settle_return
from services.orders.steps import shrink_steps
from services.orders.stock import put_back

_ZERO = Decimal(0)


def return_goods(tx: Tx, command: ReturnGoods) -> GoodsReturn:
    """Returned lines stay shipped: they are not open again, and no step asks for their money. An order that is closed
    stays closed."""
    shipment = tx.get(Shipment, command.shipment_id)
    order = tx.get(Order, shipment.order_id)
    on = command.returned_on or max(tx.today, shipment.shipped_on)
    lines = {line.id: line for line in order.lines}
    faults = Faults(tx.actor.language)
    note_too_early(faults, on, shipment)
    chosen = _chosen(tx, shipment, lines, command.lines, faults)
    returned = GoodsReturn(
        shipment_id=shipment.id,
        order_id=order.id,
        organization_id=order.organization_id,
        partner_id=order.partner_id,
        legal_entity_id=order.legal_entity_id,
        manager_id=shipment.manager_id,
        returned_on=on,
        period=on.isoformat()[:7],
        currency=order.currency,
        card_id=order.card_id,
        reason=command.reason,
    )
    returned.lines = [_line(returned, line, worth) for line, worth in chosen]
    for name in ("total", "revenue", "cost", "bonuses"):
        setattr(returned, name, sum((getattr(line, name) for line in returned.lines), _ZERO))
    _put_back(tx, order, [line for line in returned.lines if lines[line.line_id].needs_stock])
    shrink_steps(order, returned.total)
    order.shipped_amount -= returned.total
    changed(tx, order)
    returned.number = tx.number("RET", order.organization_id)
    tx.add(returned)
    settle_return(tx, order, returned, SettlementKind.RETURN, on, returned.total)
    tx.announce(GOODS_RETURNED, returned)
    return returned


def _chosen(
    tx: Tx, shipment: Shipment, lines: dict[UUID, OrderLine], named: Sequence[LineQuantity], faults: Faults
) -> list[tuple[ShipmentLine, Worth]]:
    """The lines that come back with what they are worth: those named, or all that is left of each."""
    shipped = {line.line_id: line for line in shipment.lines}
    before = _returned_before(tx, shipment)
    left = {
        line.line_id: Left(lines[line.line_id].sku, line.quantity - before.get(line.id, NOTHING).quantity)
        for line in shipment.lines
    }
    asked = [(one.line_id, one.quantity) for one in named]
    wanted = coming_back(asked, left, "line_id", MORE_THAN_SHIPPED, faults)
    return [
        (shipped[line_id], returned_part(quantity, _worth(shipped[line_id]), before.get(shipped[line_id].id, NOTHING)))
        for line_id, quantity in wanted.items()
    ]


def note_too_early(faults: Faults, returned_on: date, shipment: Shipment) -> None:
    if returned_on < shipment.shipped_on:
        faults.note(RETURNED_TOO_EARLY, "/returned_on")


class Left(NamedTuple):
    """What of something shipped has not come back."""

    sku: str
    quantity: Decimal


def coming_back(
    named: Sequence[tuple[UUID, Decimal]],
    left: Mapping[UUID, Left],
    field: str,
    too_much: ErrorCode,
    faults: Faults,
) -> dict[UUID, Decimal]:
    """How much comes back of each: what lines name by this field, or all that is left. Raises what is wrong with the
    return at once: the faults found before, what was not shipped, `too_much` where more is named than is left."""
    wanted = {} if named else {one: of.quantity for one, of in left.items() if of.quantity > 0}
    for place, (one, quantity) in enumerate(named):
        if one in left:
            wanted[one] = wanted.get(one, _ZERO) + quantity
        else:
            faults.unknown(f"/lines/{place}/{field}")
    places = {one: f"/lines/{place}/quantity" for place, (one, _) in enumerate(named)}
    for one, quantity in wanted.items():
        if quantity > left[one].quantity:
            said = {"left": f"{left[one].quantity.normalize():f}", "wanted": f"{quantity.normalize():f}"}
            faults.note(too_much, places[one], item=left[one].sku, **said)
    faults.demand_none_as_found()
    if not wanted:
        raise NOTHING_TO_RETURN()
    return wanted


def _returned_before(tx: Tx, shipment: Shipment) -> dict[UUID, Worth]:
    sums = [func.sum(getattr(GoodsReturnLine, name)) for name in ("quantity", "total", "vat", "cost", "bonuses")]
    query = (
        select(GoodsReturnLine.shipment_line_id, *sums)
        .join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.return_id)
        .where(GoodsReturn.shipment_id == shipment.id)
        .group_by(GoodsReturnLine.shipment_line_id)
    )
    return {line_id: Worth(*worth) for line_id, *worth in tx.rows(query)}


def _worth(line: ShipmentLine) -> Worth:
    return Worth(line.quantity, line.total, line.vat, line.cost, line.bonuses)


def _line(returned: GoodsReturn, line: ShipmentLine, worth: Worth) -> GoodsReturnLine:
    return GoodsReturnLine(
        return_id=returned.id,
        shipment_line_id=line.id,
        line_id=line.line_id,
        item_id=line.item_id,
        quantity=worth.quantity,
        total=worth.total,
        vat=worth.vat,
        revenue=worth.revenue,
        cost=worth.cost,
        bonuses=worth.bonuses,
    )


def _put_back(tx: Tx, order: Order, lines: Sequence[GoodsReturnLine]) -> None:
    """Into the order's warehouse, free; the average cost takes back what it gave."""
    put_back(tx, order.warehouse_id, [(line.item_id, line.quantity) for line in lines])
    costs = locked_costs(tx, order.organization_id, [line.item_id for line in lines])
    for line in lines:
        cost: ItemCost | None = costs.get(line.item_id)
        if cost is not None:
            cost.quantity += line.quantity
            cost.value += line.cost

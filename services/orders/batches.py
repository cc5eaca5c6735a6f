"""The use case of shipping several orders at once: each whole, all of them or none (R9)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from services.chassis.errors import NOT_FOUND, Refusal
from services.chassis.references import at_fields
from services.chassis.tx import Reader, Tx
from services.orders.breaches import breaches_of
from services.orders.contracts import BATCH_REFUSED, PackagingQuantity, ShipOrders
from services.orders.faults import Faults
from services.orders.models import ItemCost, Order, ShipmentBatch, Stock
from services.orders.packaging import (
    NOTHING_TOLD,
    Named,
    Packaging,
    Told,
    note_lacking_packaging,
    priced,
    take_along,
)
from services.orders.receipts import locked_costs
from services.orders.shipping import Chosen, demand_chosen, demand_shippable, record, ship
from services.orders.stock import locked_stock, note_lacking


def going_along(reader: Reader, command: ShipOrders) -> dict[Order, Named]:
    """What of the batch's packaging goes with each order, of those that the reader may see."""
    named = _named(command)
    query = select(Order).where(Order.id.in_(named), reader.visible(Order)).order_by(Order.id)
    return {order: named[order.id] for order in reader.session.scalars(query)}


def ship_orders(tx: Tx, command: ShipOrders, told: Told = NOTHING_TOLD) -> ShipmentBatch:
    """Locks as one shipment does: orders by id, then stock, then costs; the numbers at the end. `told`: what pricing
    says of the packaging that goes along."""
    places = {order_id: f"/order_ids/{place}" for place, order_id in reversed(list(enumerate(command.order_ids)))}
    orders = _locked(tx, places)
    faults = Faults(tx.actor.language)
    chosen = _chosen(tx, orders, places, faults)
    packaging = _packaging(command, orders, told, faults)
    stock = _locked_stock(tx, orders, chosen, packaging)
    costs = _locked_costs(tx, orders, chosen)
    _note_lacking(orders, chosen, packaging, stock, places, faults)
    faults.demand_none(BATCH_REFUSED)
    made = []
    for order in orders:
        parts = chosen[order.id]
        shipment = ship(tx, order, parts, stock[order.warehouse_id], costs[order.organization_id], command)
        take_along(order, shipment, packaging[order.id], stock[order.warehouse_id])
        made.append((order, shipment))
    # counters of organizations are locked in one order too
    for order, shipment in sorted(made, key=lambda one: one[0].organization_id):
        record(tx, order, shipment)
    return tx.add(ShipmentBatch(made_by=tx.actor.user_id, shipments=[shipment for _, shipment in made]))


def _locked(tx: Tx, places: Mapping[UUID, str]) -> list[Order]:
    orders = tx.locked(Order, Order.id.in_(places), tx.visible(Order))
    unknown = places.keys() - {order.id for order in orders}
    if unknown:
        raise at_fields(NOT_FOUND, sorted(places[order_id] for order_id in unknown), tx.actor.language)
    return orders


def _chosen(tx: Tx, orders: list[Order], places: Mapping[UUID, str], faults: Faults) -> dict[UUID, Chosen]:
    """All that is open of each; nothing of an order that may not be shipped."""
    breaches = breaches_of(tx, orders)
    chosen: dict[UUID, Chosen] = {}
    for order in orders:
        try:
            demand_shippable(order, breaches)
            chosen[order.id] = demand_chosen(tx, order, ())
        except Refusal as refusal:
            faults.take(refusal, places[order.id])
    return chosen


def _named(command: ShipOrders) -> dict[UUID, Named]:
    named: dict[UUID, dict[int, PackagingQuantity]] = {}
    for place, one in enumerate(command.packaging):
        named.setdefault(one.order_id, {})[place] = one
    return dict(named)


def _packaging(command: ShipOrders, orders: list[Order], told: Told, faults: Faults) -> dict[UUID, list[Packaging]]:
    """What goes with each order; with one that is not in the batch nothing can."""
    named = _named(command)
    for place, one in enumerate(command.packaging):
        if one.order_id not in command.order_ids:
            faults.unknown(f"/packaging/{place}/order_id")
    return {order.id: priced(order, named.get(order.id, {}), told, faults) for order in orders}


def _goods(orders: list[Order], chosen: Mapping[UUID, Chosen], owner: str) -> dict[UUID, list[UUID]]:
    """Items to be taken, by the owner of their rows, the owners in one order."""
    goods: dict[UUID, list[UUID]] = {}
    for order in sorted(orders, key=lambda one: getattr(one, owner).bytes):
        items = [line.item_id for line, _ in chosen.get(order.id, ()) if line.needs_stock]
        goods.setdefault(getattr(order, owner), []).extend(items)
    return goods


def _locked_stock(
    tx: Tx, orders: list[Order], chosen: Mapping[UUID, Chosen], packaging: Mapping[UUID, Sequence[Packaging]]
) -> dict[UUID, Mapping[UUID, Stock]]:
    wanted = _goods(orders, chosen, "warehouse_id")
    for order in orders:
        wanted[order.warehouse_id].extend(one.item_id for one in packaging[order.id])
    return {warehouse: locked_stock(tx, warehouse, items) for warehouse, items in wanted.items()}


def _locked_costs(tx: Tx, orders: list[Order], chosen: Mapping[UUID, Chosen]) -> dict[UUID, Mapping[UUID, ItemCost]]:
    goods = _goods(orders, chosen, "organization_id")
    return {organization: locked_costs(tx, organization, items) for organization, items in goods.items()}


def _note_lacking(
    orders: list[Order],
    chosen: Mapping[UUID, Chosen],
    packaging: Mapping[UUID, Sequence[Packaging]],
    stock: Mapping[UUID, Mapping[UUID, Stock]],
    places: Mapping[UUID, str],
    faults: Faults,
) -> None:
    """Every line and packaging for which too little is free, when the orders are served in the order in which they are
    named. Of an order that may not be shipped neither goods nor packaging are served."""
    free: dict[UUID, dict[UUID, Decimal]] = {}
    for order in sorted(orders, key=lambda one: int(places[one.id].rpartition("/")[2])):
        left = free.setdefault(order.warehouse_id, {})
        at_order = dict.fromkeys((line.id for line in order.lines), places[order.id])
        note_lacking(faults, chosen.get(order.id, ()), stock[order.warehouse_id], left, at_order)
        if order.id in chosen:
            note_lacking_packaging(faults, packaging[order.id], stock[order.warehouse_id], left)

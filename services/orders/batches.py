"""The use case of shipping several orders at once: each whole, all of them or none (R9)."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from services.chassis.errors import NOT_FOUND, Refusal
from services.chassis.references import at_fields
from services.chassis.tx import Tx
from services.orders.breaches import breaches_of
from services.orders.contracts import BATCH_REFUSED, ShipOrders
from services.orders.faults import Faults
from services.orders.models import ItemCost, Order, ShipmentBatch, Stock
from services.orders.receipts import locked_costs
from services.orders.shipping import Chosen, demand_chosen, demand_shippable, record, ship
from services.orders.stock import locked_stock, note_lacking


def ship_orders(tx: Tx, command: ShipOrders) -> ShipmentBatch:
    """Locks as one shipment does: orders by id, then stock, then costs; the numbers at the end."""
    places = {order_id: f"/order_ids/{place}" for place, order_id in reversed(list(enumerate(command.order_ids)))}
    orders = _locked(tx, places)
    faults = Faults(tx.actor.language)
    chosen = _chosen(tx, orders, places, faults)
    stock = _locked_stock(tx, orders, chosen)
    costs = _locked_costs(tx, orders, chosen)
    _note_lacking(orders, chosen, stock, places, faults)
    faults.demand_none(BATCH_REFUSED)
    made = []
    for order in orders:
        parts = chosen[order.id]
        shipment = ship(tx, order, parts, stock[order.warehouse_id], costs[order.organization_id], command)
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


def _goods(orders: list[Order], chosen: Mapping[UUID, Chosen], owner: str) -> dict[UUID, list[UUID]]:
    """Items to be taken, by the owner of their rows, the owners in one order."""
    goods: dict[UUID, list[UUID]] = {}
    for order in sorted(orders, key=lambda one: getattr(one, owner).bytes):
        items = [line.item_id for line, _ in chosen.get(order.id, ()) if line.needs_stock]
        goods.setdefault(getattr(order, owner), []).extend(items)
    return goods


def _locked_stock(tx: Tx, orders: list[Order], chosen: Mapping[UUID, Chosen]) -> dict[UUID, Mapping[UUID, Stock]]:
    goods = _goods(orders, chosen, "warehouse_id")
    return {warehouse: locked_stock(tx, warehouse, items) for warehouse, items in goods.items()}


def _locked_costs(tx: Tx, orders: list[Order], chosen: Mapping[UUID, Chosen]) -> dict[UUID, Mapping[UUID, ItemCost]]:
    goods = _goods(orders, chosen, "organization_id")
    return {organization: locked_costs(tx, organization, items) for organization, items in goods.items()}


def _note_lacking(
    orders: list[Order],
    chosen: Mapping[UUID, Chosen],
    stock: Mapping[UUID, Mapping[UUID, Stock]],
    places: Mapping[UUID, str],
    faults: Faults,
) -> None:
    """Every line for which too little is free, when the orders are served in the order in which they are named."""
    free: dict[UUID, dict[UUID, Decimal]] = {}
    for order in sorted(orders, key=lambda one: int(places[one.id].rpartition("/")[2])):
        left = free.setdefault(order.warehouse_id, {})
        at_order = dict.fromkeys((line.id for line in order.lines), places[order.id])
        note_lacking(faults, chosen.get(order.id, ()), stock[order.warehouse_id], left, at_order)

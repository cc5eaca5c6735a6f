"""The use case of a shipment: goods, revenue, debt and reservations move together, in one transaction."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from services.chassis.money import half_up
from services.chassis.tx import Reader, Tx
from services.orders.breaches import breaches_of
from services.orders.contracts import (
    CLIENT_IN_BREACH,
    GOODS_SHIPPED,
    NOTHING_TO_SHIP,
    LineQuantity,
    OrderStatus,
    ShipGoods,
    ShipOrders,
)
from services.orders.faults import Faults
from services.orders.models import ItemCost, Order, OrderLine, Shipment, ShipmentLine, Stock
from services.orders.packaging import NOTHING_TOLD, Named, Told, note_lacking_packaging, priced, take_along
from services.orders.progress import changed, demand_status
from services.orders.receipts import locked_costs
from services.orders.rules import amounts
from services.orders.rules.bonuses import part_of
from services.orders.rules.deviations import Found
from services.orders.settlements import settle_shipment
from services.orders.steps import demand_prepayment
from services.orders.stock import chosen_lines, locked_stock, note_lacking, quantity_places

_ZERO = Decimal(0)


Chosen = Sequence[tuple[OrderLine, Decimal]]


def going_along(reader: Reader, command: ShipGoods) -> dict[Order, Named]:
    """What of our packaging goes with the order."""
    return {reader.get(Order, command.order_id): dict(enumerate(command.packaging))}


def ship_goods(tx: Tx, command: ShipGoods, told: Told = NOTHING_TOLD) -> Shipment:
    """`told`: what pricing says of the packaging that goes along."""
    order = tx.get(Order, command.order_id)
    demand_shippable(order, breaches_of(tx, [order]))
    chosen = demand_chosen(tx, order, command.lines)
    faults, free = Faults(tx.actor.language), dict[UUID, Decimal]()
    packaging = priced(order, dict(enumerate(command.packaging)), told, faults)
    goods = [line.item_id for line, _ in chosen if line.needs_stock]
    stock = locked_stock(tx, order.warehouse_id, [*goods, *(one.item_id for one in packaging)])
    costs = locked_costs(tx, order.organization_id, goods)
    note_lacking(faults, chosen, stock, free, quantity_places(order, command.lines))
    note_lacking_packaging(faults, packaging, stock, free)
    faults.demand_none_as_found()
    shipment = ship(tx, order, chosen, stock, costs, command)
    take_along(order, shipment, packaging, stock)
    return record(tx, order, shipment)


def demand_shippable(order: Order, breaches: Mapping[UUID, Found]) -> None:
    """Approved, its prepayment paid, its client's debt not overdue beyond the terms."""
    demand_status(order, OrderStatus.TO_FULFIL)
    demand_prepayment(order)
    if order.id in breaches:
        raise CLIENT_IN_BREACH(overdue=breaches[order.id].actual, currency=order.currency)


def demand_chosen(tx: Tx, order: Order, named: Sequence[LineQuantity]) -> Chosen:
    chosen = chosen_lines(tx, order, named)
    if not chosen:
        raise NOTHING_TO_SHIP()
    return chosen


def ship(
    tx: Tx,
    order: Order,
    chosen: Chosen,
    stock: Mapping[UUID, Stock],
    costs: Mapping[UUID, ItemCost],
    command: ShipGoods | ShipOrders,
) -> Shipment:
    """Take the goods out of rows locked before, in which there is enough. The shipment has no number yet."""
    on, power = command.shipped_on or tx.today, command.power_of_attorney
    shipment = Shipment(
        order_id=order.id,
        organization_id=order.organization_id,
        partner_id=order.partner_id,
        legal_entity_id=order.legal_entity_id,
        manager_id=order.manager_id,
        shipped_on=on,
        period=on.isoformat()[:7],
        currency=order.currency,
        card_id=order.card_id,
        power_number=power and power.number,
        power_on=power and power.on,
        power_person=power and power.person,
        packaging=[],
    )
    shipment.lines = [_ship_line(shipment, order, line, part, stock, costs) for line, part in chosen]
    shipment.total = sum((line.total for line in shipment.lines), _ZERO)
    shipment.revenue = sum((line.revenue for line in shipment.lines), _ZERO)
    order.shipped_amount += shipment.total
    return shipment


def record(tx: Tx, order: Order, shipment: Shipment) -> Shipment:
    changed(tx, order)
    # the number late: it locks its counter until the commit
    shipment.number = tx.number("SHP", order.organization_id)
    tx.add(shipment)
    settle_shipment(tx, order, shipment)
    tx.announce(GOODS_SHIPPED, shipment)
    return shipment


def _ship_line(
    shipment: Shipment,
    order: Order,
    line: OrderLine,
    quantity: Decimal,
    stock: Mapping[UUID, Stock],
    costs: Mapping[UUID, ItemCost],
) -> ShipmentLine:
    cost = _take_from_stock(line, quantity, stock.get(line.item_id), costs.get(line.item_id))
    charged = amounts.charged_part(
        quantity=quantity,
        of=line.quantity,
        before=line.shipped,
        total=line.total,
        vat=line.vat,
        charged_before=line.shipped_total,
        vat_before=line.shipped_vat,
        prices_with_vat=order.prices_with_vat,
    )
    bonuses = part_of(line.bonuses, quantity, of=line.quantity, before=line.shipped)
    line.shipped += quantity
    line.shipped_total += charged.total if order.prices_with_vat else charged.revenue
    line.shipped_vat += charged.vat
    return ShipmentLine(
        shipment_id=shipment.id,
        line_id=line.id,
        item_id=line.item_id,
        quantity=quantity,
        bonuses=bonuses,
        total=charged.total,
        vat=charged.vat,
        revenue=charged.revenue,
        cost=half_up(cost),
    )


def _take_from_stock(line: OrderLine, quantity: Decimal, row: Stock | None, cost: ItemCost | None) -> Decimal:
    """Take the line's own reservation first, then what is free; returns what the goods cost, 4 decimals."""
    if not line.needs_stock:
        return _ZERO
    assert row is not None, "that there is enough was asked before"
    own = min(quantity, line.reserved)
    row.on_hand -= quantity
    row.reserved -= own
    line.reserved -= own
    if cost is None:
        return _ZERO
    value = amounts.cost_of(quantity, held=cost.quantity, value=cost.value)
    cost.quantity -= quantity
    cost.value -= value
    return value

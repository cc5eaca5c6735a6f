"""Use cases of warehouses and goods receipts."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from services.chassis.jobs import start_job
from services.chassis.money import half_up
from services.chassis.references import require, unknown_references
from services.chassis.statements import insert_ignoring
from services.chassis.tx import Tx
from services.orders.allocating import due_goods
from services.orders.contracts import GOODS_RECEIVED, NewReceiptLine, OpenWarehouse, ReceiveGoods
from services.orders.models import ItemCost, Order, OrderLine, Receipt, ReceiptLine, Stock, Warehouse
from services.orders.stock import locked_stock

_ZERO = Decimal(0)

RESERVE_DUE = "reserve_due_lines"
"""The job that serves lines whose day to be reserved has come; of one `warehouse`, or of all."""


def open_warehouse(tx: Tx, command: OpenWarehouse) -> Warehouse:
    return tx.add(Warehouse(organization_id=command.organization_id, name=command.name))


def receive_goods(tx: Tx, command: ReceiveGoods, known_items: set[UUID]) -> Receipt:
    """Stock and the average cost grow together. `known_items`: those of the lines that pricing knows."""
    require(tx, (Warehouse, command.warehouse_id, "/warehouse_id"))
    unknown = [f"/lines/{place}/item_id" for place, line in enumerate(command.lines) if line.item_id not in known_items]
    if unknown:
        raise unknown_references(unknown, tx.actor.language)
    warehouse = tx.session.get_one(Warehouse, command.warehouse_id)
    _add_stock(tx, warehouse, command.lines)
    costs = add_cost(tx, warehouse.organization_id, command.lines)
    receipt = Receipt(
        organization_id=warehouse.organization_id,
        warehouse_id=warehouse.id,
        supplier_id=command.supplier_id,
        received_on=command.received_on or tx.today,
    )
    receipt.lines = [
        ReceiptLine(receipt_id=receipt.id, cost=average_of(costs[line.item_id]), **line.__dict__)
        for line in command.lines
    ]
    receipt.number = tx.number("REC", warehouse.organization_id)
    tx.add(receipt)
    tx.announce(GOODS_RECEIVED, receipt)
    _serve_due(tx, receipt)
    return receipt


def _serve_due(tx: Tx, receipt: Receipt) -> None:
    """Lines whose day has come need not wait for tomorrow's run: it is work for the worker, not for this request."""
    came = OrderLine.item_id.in_({line.item_id for line in receipt.lines})
    tx.session.flush()
    if tx.session.execute(due_goods(tx.today, Order.warehouse_id == receipt.warehouse_id, came).limit(1)).first():
        start_job(tx, RESERVE_DUE, {"warehouse": str(receipt.warehouse_id)})


def _add_stock(tx: Tx, warehouse: Warehouse, lines: Sequence[NewReceiptLine]) -> None:
    # the warehouse's row is the lock for items it never held: two first receipts must not both insert
    tx.locked(Warehouse, Warehouse.id == warehouse.id)
    stock = dict(locked_stock(tx, warehouse.id, [line.item_id for line in lines]))
    for line in lines:
        if line.item_id not in stock:
            row = Stock(item_id=line.item_id, warehouse_id=warehouse.id, on_hand=_ZERO, reserved=_ZERO)
            tx.session.add(row)
            stock[line.item_id] = row
        stock[line.item_id].on_hand += line.quantity


def average_of(cost: ItemCost) -> Decimal:
    return half_up(cost.value / cost.quantity, 4)


def add_cost(tx: Tx, organization_id: UUID, lines: Sequence[NewReceiptLine]) -> dict[UUID, ItemCost]:
    """What the items cost once these have come in."""
    # first rows of items, in one order: two warehouses may receive an item for the first time at once
    fresh = [
        {"organization_id": organization_id, "item_id": item_id, "quantity": _ZERO, "value": _ZERO}
        for item_id in sorted({line.item_id for line in lines})
    ]
    tx.session.execute(insert_ignoring(tx.session, ItemCost.__table__), fresh)
    costs = locked_costs(tx, organization_id, [line.item_id for line in lines])
    for line in lines:
        costs[line.item_id].quantity += line.quantity
        costs[line.item_id].value += half_up(line.quantity * line.price, 4)
    return costs


def locked_costs(tx: Tx, organization_id: UUID, item_ids: Sequence[UUID]) -> dict[UUID, ItemCost]:
    """Cost rows of these items, locked after the stock rows and in the same order."""
    if not item_ids:
        return {}
    query = (
        select(ItemCost)
        .where(ItemCost.organization_id == organization_id, ItemCost.item_id.in_(set(item_ids)))
        .order_by(ItemCost.item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.item_id: row for row in tx.session.scalars(query)}

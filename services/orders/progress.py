"""Every change of an order ends here: its state is derived anew and told."""

from services.chassis.tx import Tx
from services.orders.contracts import ORDER_CHANGED, ORDER_ENDED, ORDER_STATUS, OrderStatus
from services.orders.models import Order
from services.orders.rules import state


def demand_status(order: Order, needed: OrderStatus) -> None:
    if order.status in (OrderStatus.CLOSED, OrderStatus.CANCELLED):
        raise ORDER_ENDED(status=order.status)
    if order.status != needed:
        raise ORDER_STATUS(status=order.status, needed=needed)


def changed(tx: Tx, order: Order) -> None:
    """Something of the order changed: derive its state anew and tell of it."""
    lines = [state.Line(line.quantity, line.reserved, line.shipped, line.needs_stock) for line in order.lines]
    money = state.Money(paid=order.paid, shipped=order.shipped_amount)
    order.state = state.state_of(OrderStatus(order.status), lines, money)
    tx.touch(order)
    tx.announce(ORDER_CHANGED, order)

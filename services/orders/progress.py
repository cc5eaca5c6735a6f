"""Every change of an order ends here: its state is derived anew and told."""

from services.chassis.tx import Tx
from services.orders.contracts import (
    CARD_ORDER_CHANGED,
    OFFER_ORDER_CHANGED,
    ORDER_CHANGED,
    ORDER_ENDED,
    ORDER_STATUS,
    OrderState,
    OrderStatus,
    SupplyAction,
)
from services.orders.models import Order
from services.orders.rules import state


def demand_alive(order: Order) -> None:
    if order.status in (OrderStatus.CLOSED, OrderStatus.CANCELLED):
        raise ORDER_ENDED(status=order.status)


def demand_status(order: Order, needed: OrderStatus) -> None:
    demand_alive(order)
    if order.status != needed:
        raise ORDER_STATUS(status=order.status, needed=needed)


def changed(tx: Tx, order: Order) -> None:
    """Something of the order changed: derive its state anew and tell of it. A closed order for which money is owed
    again (its payment was cancelled or refunded) is open again: nobody looks for debts behind a closed one."""
    if order.status == OrderStatus.CLOSED and order.shipped_amount + order.deposits > order.paid:
        order.status, order.closed_at = OrderStatus.TO_FULFIL, None
    order.state = state_of(order)
    tx.touch(order)
    tell(tx, order)


def tell(tx: Tx, order: Order) -> None:
    """Of orders with a card those hear who keep bonuses; of those under an offer, who count how it is fulfilled."""
    tx.announce(ORDER_CHANGED, order)
    if order.card_id is not None:
        tx.announce(CARD_ORDER_CHANGED, order)
    if order.offer_id is not None:
        tx.announce(OFFER_ORDER_CHANGED, order)


def state_of(order: Order) -> OrderState:
    lines = [
        state.Line(
            line.quantity - line.cancelled,
            line.reserved,
            line.shipped,
            line.needs_stock,
            supply_planned=line.supply != SupplyAction.NONE,
        )
        for line in order.lines
    ]
    money = state.Money(
        paid=order.paid,
        shipped=order.shipped_amount + order.deposits,
        advance=order.advance,
        prepayment=order.prepayment,
    )
    return state.state_of(OrderStatus(order.status), lines, money)

"""The derived state of an order (R7): a pure function, the first that holds.

Source: semantics, "Orders": cancelled; closed; awaiting approval; awaiting advance; ready to supply; awaiting
prepayment; awaiting supply; ready to ship; shipping; awaiting payment; ready to close. Dates play no part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.orders.contracts import OrderState, OrderStatus

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Line:
    """`supply_planned`: the line says how it will be supplied; services need none."""

    quantity: Decimal
    reserved: Decimal
    shipped: Decimal
    needs_stock: bool
    supply_planned: bool = True

    @property
    def is_open(self) -> bool:
        return self.shipped < self.quantity

    @property
    def is_supplied(self) -> bool:
        return not self.needs_stock or self.reserved + self.shipped >= self.quantity


@dataclass(frozen=True)
class Money:
    """`advance` blocks supply, `advance + prepayment` blocks shipment; `shipped`: owed for what was shipped,
    deposits for packaging within."""

    paid: Decimal
    shipped: Decimal
    advance: Decimal = _ZERO
    prepayment: Decimal = _ZERO

    @property
    def debt(self) -> Decimal:
        return self.shipped - self.paid


_STATUS_STATES = {
    OrderStatus.CANCELLED: OrderState.CANCELLED,
    OrderStatus.CLOSED: OrderState.CLOSED,
    OrderStatus.ON_APPROVAL: OrderState.AWAITING_APPROVAL,
}


def state_of(status: OrderStatus, lines: Sequence[Line], money: Money) -> OrderState:
    if status in _STATUS_STATES:
        return _STATUS_STATES[status]
    open_lines = [line for line in lines if line.is_open]
    if open_lines:
        return _while_open(open_lines, lines, money)
    return OrderState.AWAITING_PAYMENT if money.debt > 0 else OrderState.READY_TO_CLOSE


def _while_open(open_lines: Sequence[Line], lines: Sequence[Line], money: Money) -> OrderState:
    if money.paid < money.advance:
        return OrderState.AWAITING_ADVANCE
    if any(line.needs_stock and not line.supply_planned for line in open_lines):
        return OrderState.READY_TO_SUPPLY
    if money.paid < money.advance + money.prepayment:
        return OrderState.AWAITING_PREPAYMENT
    if any(not line.is_supplied for line in open_lines):
        return OrderState.AWAITING_SUPPLY
    if all(line.shipped == 0 for line in lines):
        return OrderState.READY_TO_SHIP
    return OrderState.SHIPPING

"""The contract object and what all its parts share."""

from enum import StrEnum

from services.chassis.actor import Role
from services.chassis.contracts import Contract

api = Contract("orders", en="Orders", uk="Замовлення")

# Who may do what (Z1). Rows are limited further by `visible_to`.
HEADS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_SALES})
SELLERS = HEADS | {Role.MANAGER, Role.REPRESENTATIVE}
APPROVERS = HEADS | {Role.COMMERCIAL_APPROVER}
ORDER_APPROVERS = APPROVERS | {Role.FINANCIAL_APPROVER, Role.LOGISTICS_APPROVER}
STOREKEEPERS = frozenset({Role.ADMINISTRATOR, Role.WAREHOUSE})
CASHIERS = frozenset({Role.ADMINISTRATOR, Role.ACCOUNTANT})


class OrderStatus(StrEnum):
    """Set by people."""

    ON_APPROVAL = "on_approval"
    TO_FULFIL = "to_fulfil"
    CLOSED = "closed"
    CANCELLED = "cancelled"


STATUS_WORDS = {
    OrderStatus.ON_APPROVAL: ("On approval", "На погодженні"),
    OrderStatus.TO_FULFIL: ("To fulfil", "До виконання"),
    OrderStatus.CLOSED: ("Closed", "Закрито"),
    OrderStatus.CANCELLED: ("Cancelled", "Скасовано"),
}


class OrderState(StrEnum):
    """Derived, never typed in (R7); the first that holds, in this order."""

    CANCELLED = "cancelled"
    CLOSED = "closed"
    AWAITING_APPROVAL = "awaiting_approval"
    AWAITING_ADVANCE = "awaiting_advance"
    READY_TO_SUPPLY = "ready_to_supply"
    AWAITING_PREPAYMENT = "awaiting_prepayment"
    AWAITING_SUPPLY = "awaiting_supply"
    READY_TO_SHIP = "ready_to_ship"
    SHIPPING = "shipping"
    AWAITING_PAYMENT = "awaiting_payment"
    READY_TO_CLOSE = "ready_to_close"


STATE_WORDS = {
    OrderState.CANCELLED: ("Cancelled", "Скасоване"),
    OrderState.CLOSED: ("Closed", "Закрите"),
    OrderState.AWAITING_APPROVAL: ("Awaiting approval", "Очікується погодження"),
    OrderState.AWAITING_ADVANCE: ("Awaiting advance", "Очікується аванс"),
    OrderState.READY_TO_SUPPLY: ("Ready to supply", "Готове до забезпечення"),
    OrderState.AWAITING_PREPAYMENT: ("Awaiting prepayment", "Очікується передоплата"),
    OrderState.AWAITING_SUPPLY: ("Awaiting supply", "Очікується забезпечення"),
    OrderState.READY_TO_SHIP: ("Ready to ship", "Готове до відвантаження"),
    OrderState.SHIPPING: ("Shipping", "Відвантажується"),
    OrderState.AWAITING_PAYMENT: ("Awaiting payment", "Очікується оплата"),
    OrderState.READY_TO_CLOSE: ("Ready to close", "Готове до закриття"),
}

"""Clients whose overdue debt is beyond the terms they order under: nothing is shipped to them (R2, R9)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from services.chassis.tx import Reader, Tx
from services.orders import debts
from services.orders.approvals import breach_in
from services.orders.contracts import DeviationKind, OrderStatus
from services.orders.models import Order
from services.orders.rules.deviations import Found

_LIMITED = or_(Order.breach_days.is_not(None), Order.breach_amount.is_not(None))
_NEEDED = ("id", "organization_id", "partner_id", "currency", "breach_days", "breach_amount", "deviations")


def breaches_of(tx: Tx, orders: Iterable[Order]) -> dict[UUID, Found]:
    """Of each order whose client is in breach, by how much: three statements, and none where no terms set a limit. What
    an approver has allowed on the order is no breach of it up to that amount."""
    return _breaches(
        tx, [order for order in orders if order.breach_days is not None or order.breach_amount is not None]
    )


def banned_orders(reader: Reader) -> list[UUID]:
    """Approved orders that may not be shipped for their client's debt."""
    limited = select(*[Order.__table__.c[name] for name in _NEEDED]).where(
        Order.status == OrderStatus.TO_FULFIL, _LIMITED, reader.visible(Order)
    )
    return list(_breaches(reader, list(reader.rows(limited))))


def _breaches(reader: Reader, orders: list[Any]) -> dict[UUID, Found]:
    clients = {debts.Client(order.organization_id, order.partner_id, order.currency) for order in orders}
    overdue = debts.overdue_of(reader, clients)
    found = {}
    for order in orders:
        owed = overdue.get(debts.Client(order.organization_id, order.partner_id, order.currency))
        breach = breach_in(owed, order.breach_days, order.breach_amount, reader.today) if owed else None
        if breach and breach.size > _allowed(order):
            found[order.id] = breach
    return found


def _allowed(order: Any) -> Decimal:
    sizes = [
        Decimal(one["size"])
        for one in order.deviations
        if one["kind"] == DeviationKind.OVERDUE_DEBT and one["approved_by"]
    ]
    return max(sizes, default=Decimal(0))

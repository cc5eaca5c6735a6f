"""What a client owes and what of it is overdue, from own rows: asked only where terms set a limit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.tx import Reader
from services.orders.models import Order, Payment, Shipment
from services.orders.rules import schedule
from services.pricing.contracts import PaymentStage

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Client:
    """Whose debt: it is counted by organization and currency, over all of a client's legal entities."""

    organization_id: UUID
    partner_id: UUID
    currency: str


@dataclass(frozen=True)
class Overdue:
    """Unpaid parts of shipments with their last days to pay."""

    dues: tuple[schedule.Due, ...]

    def on(self, today: date, *, longer_than: int = 0) -> Decimal:
        """What is overdue by more than so many days."""
        last = today - timedelta(days=longer_than)
        return sum((due.amount for due in self.dues if due.due_on < last), _ZERO)


def debt_of(reader: Reader, client: Client) -> Decimal:
    """Shipped less paid; negative where the client has paid ahead."""
    sums = [
        _sum(reader, model, amount, client) for model, amount in ((Shipment, Shipment.total), (Payment, Payment.amount))
    ]
    return sums[0] - sums[1]


def overdue_of(reader: Reader, client: Client) -> Overdue:
    """Two statements whatever the number of orders. Money on account, of no order, pays the oldest dues first."""
    paid: dict[UUID | None, list[Any]] = {}
    for row in reader.rows(_of(Payment, client, Payment.order_id, Payment.paid_on, Payment.amount)):
        paid.setdefault(row.order_id, []).append(row)
    dues = sorted(_dues(reader, client, paid), key=lambda due: due.due_on)
    account = sum((row.amount for row in paid.get(None, ())), _ZERO)
    covered = schedule.covers([due.amount for due in dues], account)
    left = (schedule.Due(due.due_on, due.amount - part) for due, part in zip(dues, covered, strict=True))
    return Overdue(tuple(due for due in left if due.amount))


def _dues(reader: Reader, client: Client, paid: dict[UUID | None, list[Any]]) -> Iterator[schedule.Due]:
    columns = (Shipment.order_id, Shipment.shipped_on, Shipment.total, Order.payment_stages, Order.holidays)
    query = _of(Shipment, client, *columns).join(Order, Order.id == Shipment.order_id)
    owing = query.where(Order.paid < Order.shipped_amount).order_by(Shipment.order_id, Shipment.shipped_on)
    for order_id, shipments in groupby(reader.rows(owing), key=lambda row: row.order_id):
        yield from _left(shipments, paid.get(order_id, []))


def _left(shipments: Iterable[Any], payments: list[Any]) -> list[schedule.Due]:
    """What is not paid of one order's shipments."""
    offsets, dues = _ZERO, list[schedule.Due]()
    for row in shipments:
        stages = [PaymentStage.model_validate(stage) for stage in row.payment_stages]
        holidays = {date.fromisoformat(day) for day in row.holidays}
        before = sum((one.amount for one in payments if one.paid_on <= row.shipped_on), _ZERO)
        debt = schedule.debt_of(row.total, before - offsets, row.shipped_on, stages, holidays)
        offsets += debt.offset
        dues += debt.dues
    dues.sort(key=lambda due: due.due_on)
    covered = schedule.covers([due.amount for due in dues], sum((one.amount for one in payments), _ZERO) - offsets)
    return [schedule.Due(due.due_on, due.amount - part) for due, part in zip(dues, covered, strict=True)]


def _sum(reader: Reader, model: Any, amount: Any, client: Client) -> Decimal:
    return reader.session.scalar(_of(model, client, func.sum(amount))) or _ZERO


def _of(model: Any, client: Client, *columns: Any) -> Any:
    return select(*columns).where(
        model.organization_id == client.organization_id,
        model.partner_id == client.partner_id,
        model.currency == client.currency,
    )

"""What a client owes and what of it is overdue, from own rows: asked only where terms set a limit."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.access import same_client
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


def overdue_of(reader: Reader, clients: Collection[Client]) -> dict[Client, Overdue]:
    """Two statements whatever the number of clients and orders; those without debt are left out. Money on account, of
    no order, pays the oldest dues first."""
    if not clients:
        return {}
    paid: dict[UUID | None, list[Any]] = {}
    account: dict[Client, Decimal] = {}
    for row in reader.rows(_of(Payment, clients, Payment.order_id, Payment.paid_on, Payment.amount)):
        if row.order_id is None:
            account[_client(row)] = account.get(_client(row), _ZERO) + row.amount
        else:
            paid.setdefault(row.order_id, []).append(row)
    dues: dict[Client, list[schedule.Due]] = {}
    for client, left in _dues(reader, clients, paid):
        dues.setdefault(client, []).extend(left)
    return {client: _less(found, account.get(client, _ZERO)) for client, found in dues.items() if client in clients}


def _less(dues: list[schedule.Due], account: Decimal) -> Overdue:
    dues.sort(key=lambda due: due.due_on)
    covered = schedule.covers([due.amount for due in dues], account)
    left = (schedule.Due(due.due_on, due.amount - part) for due, part in zip(dues, covered, strict=True))
    return Overdue(tuple(due for due in left if due.amount))


def _dues(
    reader: Reader, clients: Collection[Client], paid: dict[UUID | None, list[Any]]
) -> Iterator[tuple[Client, list[schedule.Due]]]:
    columns = (Shipment.order_id, Shipment.shipped_on, Shipment.total, Order.payment_stages, Order.holidays)
    query = _of(Shipment, clients, *columns).join(Order, Order.id == Shipment.order_id)
    owing = query.where(Order.paid < Order.shipped_amount).order_by(Shipment.order_id, Shipment.shipped_on)
    for order_id, rows in groupby(reader.rows(owing), key=lambda row: row.order_id):
        shipments = list(rows)
        yield _client(shipments[0]), _left(shipments, paid.get(order_id, []))


def _client(row: Any) -> Client:
    return Client(row.organization_id, row.partner_id, row.currency)


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
    total: Decimal | None = reader.session.scalar(
        select(func.sum(amount)).where(
            model.organization_id == client.organization_id,
            same_client(model.partner_id, client.partner_id),
            model.currency == client.currency,
        )
    )
    return total or _ZERO


def _of(model: Any, clients: Collection[Client], *columns: Any) -> Any:
    key = (model.organization_id, model.partner_id, model.currency)
    return select(*key, *columns).where(model.partner_id.in_({client.partner_id for client in clients}))

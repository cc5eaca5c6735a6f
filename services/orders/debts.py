"""What a client owes and what of it is overdue, from the register: asked only where terms set a limit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.access import same_client
from services.chassis.tx import Reader
from services.orders.contracts import ObjectKind
from services.orders.models import Order, Settlement
from services.orders.rules import schedule
from services.orders.settlements import open_dues

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
    """Shipped less returned and paid, refunds added; negative where the client has paid ahead."""
    owed = select(func.sum(Settlement.amount)).where(
        Settlement.organization_id == client.organization_id,
        same_client(Settlement.partner_id, client.partner_id),
        Settlement.currency == client.currency,
    )
    return reader.session.scalar(owed) or _ZERO


def debt_under(reader: Reader, contract_id: UUID, currency: str) -> Decimal:
    """What is owed for orders made to a contract, in this currency."""
    owed = (
        select(func.sum(Settlement.amount))
        .join(Order, Order.id == Settlement.order_id)
        .where(Order.contract_id == contract_id, Settlement.currency == currency)
    )
    return reader.session.scalar(owed) or _ZERO


def overdue_of(reader: Reader, clients: Collection[Client]) -> dict[Client, Overdue]:
    """Two statements whatever the number of clients and orders; those without debt are left out. Money on account, of
    no order, may pay the oldest dues at any moment: it is taken off them."""
    partners = {client.partner_id for client in clients}
    if not partners:
        return {}
    dues: dict[Client, list[schedule.Due]] = {}
    for row in reader.rows(open_dues(lambda table: (table.partner_id.in_(partners),))):
        dues.setdefault(_client(row), []).append(schedule.Due(row.due_on, row.open))
    account = _on_account(reader, partners) if dues else {}
    return {client: _less(found, account.get(client, _ZERO)) for client, found in dues.items() if client in clients}


def _on_account(reader: Reader, partners: Collection[UUID]) -> dict[Client, Decimal]:
    key = (Settlement.organization_id, Settlement.partner_id, Settlement.currency)
    query = select(*key, func.sum(Settlement.amount).label("owed")).group_by(*key)
    there = (Settlement.object_kind == ObjectKind.ACCOUNT, Settlement.partner_id.in_(partners))
    return {_client(row): -row.owed for row in reader.rows(query.where(*there))}


def _less(dues: list[schedule.Due], account: Decimal) -> Overdue:
    """`dues`: the earliest first."""
    covered = schedule.covers([due.amount for due in dues], account)
    left = (schedule.Due(due.due_on, due.amount - part) for due, part in zip(dues, covered, strict=True))
    return Overdue(tuple(due for due in left if due.amount))


def _client(row: Any) -> Client:
    return Client(row.organization_id, row.partner_id, row.currency)

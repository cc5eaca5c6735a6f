"""What a client owes and what of it is overdue, from the register: asked only where terms set a limit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.access import same_client
from services.chassis.tables import partner_access
from services.chassis.tx import Reader
from services.orders.contracts import ObjectKind
from services.orders.models import Order, Settlement
from services.orders.rules import schedule
from services.orders.settlements import open_dues

_ZERO = Decimal(0)
_HEIR = func.coalesce(partner_access.c.merged_into, partner_access.c.partner_id).label("heir")


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
    """Three statements whatever the number of clients and orders; those without debt are left out. Money on account, of
    no order, may pay the oldest dues at any moment: it is taken off them."""
    if not clients:
        return {}
    heirs = _heirs(reader, {client.partner_id for client in clients})
    dues: dict[Client, list[schedule.Due]] = {}
    for row in reader.rows(open_dues(lambda table: (table.partner_id.in_(heirs),))):
        dues.setdefault(_client(row, heirs), []).append(schedule.Due(row.due_on, row.open))
    account = _on_account(reader, heirs) if dues else {}
    overdue = {heir: _less(found, account.get(heir, _ZERO)) for heir, found in dues.items()}
    asked = {client: _client(client, heirs) for client in clients}
    return {client: overdue[heir] for client, heir in asked.items() if heir in overdue}


def _heirs(reader: Reader, cards: set[UUID]) -> dict[UUID, UUID]:
    """Every card of these clients, by the one that stays where cards were merged."""
    stays = select(_HEIR).where(partner_access.c.partner_id.in_(cards))
    known = select(partner_access.c.partner_id, _HEIR).where(_HEIR.in_(stays))
    return {card: card for card in cards} | {row.partner_id: row.heir for row in reader.rows(known)}


def _on_account(reader: Reader, heirs: Mapping[UUID, UUID]) -> dict[Client, Decimal]:
    key = (Settlement.organization_id, Settlement.partner_id, Settlement.currency)
    query = select(*key, func.sum(Settlement.amount).label("owed")).group_by(*key)
    there = (Settlement.object_kind == ObjectKind.ACCOUNT, Settlement.partner_id.in_(heirs))
    held: dict[Client, Decimal] = {}
    for row in reader.rows(query.where(*there)):
        held[_client(row, heirs)] = held.get(_client(row, heirs), _ZERO) - row.owed
    return held


def _less(dues: list[schedule.Due], account: Decimal) -> Overdue:
    """`dues`: the earliest first."""
    covered = schedule.covers([due.amount for due in dues], account)
    left = (schedule.Due(due.due_on, due.amount - part) for due, part in zip(dues, covered, strict=True))
    return Overdue(tuple(due for due in left if due.amount))


def _client(row: Any, heirs: Mapping[UUID, UUID]) -> Client:
    return Client(row.organization_id, heirs[row.partner_id], row.currency)

"""Which part of a client's money belongs where (R10).

Source: semantics, "Orders": settlements are kept by organization, legal entity, currency and object, as the offer says;
a payment without an order settles the oldest due stage. Amounts are in the account's currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.orders.contracts import ObjectKind
from services.pricing.contracts import SettledBy

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Object:
    """What debt is kept by."""

    kind: ObjectKind
    id: UUID


@dataclass(frozen=True)
class Open:
    """What is not paid of a due."""

    order_id: UUID
    object: Object
    amount: Decimal


@dataclass(frozen=True)
class Held:
    """Money of an order that lies at one of its objects."""

    object: Object
    amount: Decimal


def object_of(settled_by: SettledBy, order_id: UUID, contract_id: UUID | None, shipment_id: UUID | None) -> Object:
    """By contract where the order has one, else by order. By shipment: money that came before it waits at the order."""
    if settled_by is SettledBy.CONTRACT and contract_id is not None:
        return Object(ObjectKind.CONTRACT, contract_id)
    if settled_by is SettledBy.SHIPMENT and shipment_id is not None:
        return Object(ObjectKind.SHIPMENT, shipment_id)
    return Object(ObjectKind.ORDER, order_id)


def settled(dues: Sequence[Open], amount: Decimal) -> tuple[list[Open], Decimal]:
    """What the money pays, the first due first, and what is left of it. Dues of one object are summed."""
    parts: dict[tuple[UUID, Object], Decimal] = {}
    for due in dues:
        part = min(due.amount, amount)
        if part > 0:
            parts[due.order_id, due.object] = parts.get((due.order_id, due.object), _ZERO) + part
        amount -= part
    return [Open(order_id, place, part) for (order_id, place), part in parts.items()], amount


def spread(parts: Sequence[Open], owing: Sequence[Open]) -> list[Open]:
    """The same money, for the orders that lack it: of a contract's orders one may be paid while another is not, though
    the contract's money has paid the earliest due. `owing`: what each order lacks at its object, the first first."""
    lacks = {(one.order_id, one.object): one.amount for one in owing}
    made: dict[tuple[UUID, Object], Decimal] = {}
    for part in parts:
        left = part.amount
        for key, lacking in lacks.items():
            if key[1] == part.object and (share := min(lacking, left)) > 0:
                made[key] = made.get(key, _ZERO) + share
                lacks[key] -= share
                left -= share
        if left:
            made[part.order_id, part.object] = made.get((part.order_id, part.object), _ZERO) + left
    return [Open(order_id, place, amount) for (order_id, place), amount in made.items()]


def taken(held: Sequence[Held], amount: Decimal) -> list[Held]:
    """Money that leaves an order, from these places in their order: what was settled first stays settled longest."""
    parts = []
    for place in held:
        part = min(place.amount, amount)
        if part > 0:
            parts.append(Held(place.object, part))
        amount -= part
    return parts


def free_prepayment(paid: Decimal, shipped: Decimal) -> Decimal:
    """What of an order's money no shipment has taken yet. `paid`: by the next shipment's date, returns included;
    `shipped`: by all before it. Money that came for the debt of an earlier shipment has settled that, and is not free.
    """
    return max(paid - shipped, _ZERO)


def ages(bounds: Sequence[int], on: date) -> list[tuple[date, date]]:
    """(first, last) due dates of the debt overdue by 1 to bounds[0] days, and so on; the last has no bound."""
    latest = [_before(on, 1), *(_before(on, days + 1) for days in bounds)]
    earliest = [*(_before(on, days) for days in bounds), date.min]
    return list(zip(earliest, latest, strict=True))


def _before(day: date, days: int) -> date:
    return date.fromordinal(max(day.toordinal() - days, 1))

"""What of an order was not paid on each day, and sums by day that fit into an event (O7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast
from uuid import UUID

from services.orders.rules.schedule import Owed

MOST_ROWS = 300
"""An event carries so many rows of each kind: 64 KB hold them."""
_ZERO = Decimal(0)
Sums = tuple[Decimal, ...]
K = TypeVar("K")
"""A day, or (since, last day)."""


@dataclass(frozen=True)
class Part:
    """A part of a shipment's money that is due on a day, kept at an object of the register."""

    object_id: UUID
    shipped_on: date
    due_on: date
    prepaid: bool
    amount: Decimal
    deposit: bool = False


@dataclass(frozen=True)
class Credit:
    """What paid for an object's parts on a day. Below zero: money went away. `deposit`: packaging came back, for whose
    deposits it pays; false: goods, and it pays for goods; none: money, which pays for both."""

    object_id: UUID
    on: date
    amount: Decimal
    deposit: bool | None = None


def open_on(day: date, parts: Sequence[Part], paying: Sequence[Credit]) -> list[Owed]:
    """What was not paid at the end of a day. What came back pays for what it was charged for, what was prepaid last;
    then, within an object, money pays in the order of `parts`: first what was prepaid, and the earliest due (as
    `settlements.open_dues` in SQL)."""
    left: dict[tuple[UUID, bool | None], Decimal] = {}
    for credit in paying:
        if credit.on <= day:
            key = (credit.object_id, credit.deposit)
            left[key] = left.get(key, _ZERO) + credit.amount
    known = [part for part in parts if part.shipped_on <= day]
    amounts = [part.amount for part in known]
    by_returns = sorted(range(len(known)), key=lambda place: known[place].prepaid)
    turns = [(place, known[place].deposit) for place in by_returns] + [(place, None) for place in range(len(known))]
    for place, of in turns:
        key = (known[place].object_id, of)
        paid = min(max(left.get(key, _ZERO), _ZERO), amounts[place])
        left[key] = left.get(key, _ZERO) - paid
        amounts[place] -= paid
    return [
        Owed(part.shipped_on, part.due_on, part.prepaid, amount, part.deposit)
        for part, amount in zip(known, amounts, strict=True)
        if amount
    ]


def changes(states: Iterable[tuple[date, Mapping[date, Decimal]]]) -> list[tuple[tuple[date, date], Sums]]:
    """Of what was owed by last days at the end of each day (the earliest first): by how much it changed, by
    (since, last day)."""
    made: list[tuple[tuple[date, date], Sums]] = []
    before: Mapping[date, Decimal] = {}
    for since, owed in states:
        for due_on in sorted({*before, *owed}):
            more = owed.get(due_on, _ZERO) - before.get(due_on, _ZERO)
            if more:
                made.append(((since, due_on), (more,)))
        before = owed
    return made


def gathered(rows: Iterable[tuple[K, Sums]], most: int = MOST_ROWS) -> list[tuple[K, Sums]]:
    """One row for each key, the smallest first; where there are more than `most`, the first ones are told together, at
    the last of their keys."""
    by_key: dict[K, Sums] = {}
    for key, sums in rows:
        by_key[key] = _plus(by_key[key], sums) if key in by_key else sums
    keys: list[Any] = sorted(cast("Any", by_key))
    ordered: list[tuple[K, Sums]] = [(key, by_key[key]) for key in keys]
    if len(ordered) <= most:
        return ordered
    first = len(ordered) - most + 1
    together = ordered[0][1]
    for _, sums in ordered[1:first]:
        together = _plus(together, sums)
    return [(ordered[first - 1][0], together), *ordered[first:]]


def _plus(first: Sums, second: Sums) -> Sums:
    return tuple(one + other for one, other in zip(first, second, strict=True))

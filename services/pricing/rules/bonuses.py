"""Bonuses of a loyalty card (T13): what is accrued, which accruals are spent, expire and get back. Pure.

Source: semantics, "Loyalty": percent on the amount payable in money; kept to the cent; spending takes the oldest
accrual first; expired oldest first; a return takes back the accrual and gives back what was spent. Amounts are in
hryvnias.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Protocol

from services.chassis.money import half_up
from services.pricing.contracts import BonusMoment, BonusRule

NOTHING, _HUNDRED = Decimal(0), Decimal(100)


class Lot(Protocol):
    """What was accrued at once, and what is left of it. `expires_on`: the last day to spend it, none: without end."""

    in_force_on: date
    expires_on: date | None
    rest: Decimal


@dataclass(frozen=True)
class Life:
    """From when to when an accrual may be spent, both days included."""

    in_force_on: date
    expires_on: date | None


@dataclass(frozen=True)
class Shipped:
    """A shipment as far as bonuses ask: `payable` less what came back, and the rule when it was heard of (none: the
    kind of card gives none, or the money is not hryvnias)."""

    payable: Decimal
    rule: BonusRule | None


def life(rule: BonusRule, accrued_on: date) -> Life:
    start = _later(accrued_on, rule.in_force_after)
    return Life(start, None if rule.lives is None else _later(start, rule.lives))


def _later(day: date, days: int) -> date:
    """At the latest the last day there is: documents may be of any."""
    return day + timedelta(days=min(days, (date.max - day).days))


def due(shipments: Sequence[Shipped], paid: Decimal | None) -> list[Decimal]:
    """What each shipment of an order has earned by now. `paid`: on the order (none: not known), which goes to its
    shipments in their order; one that waits for payment earns when all of it is paid."""
    earned, asked = [], NOTHING
    for one in shipments:
        asked += one.payable
        waits = one.rule is not None and one.rule.accrue is BonusMoment.AFTER_PAYMENT
        is_paid = paid is not None and paid >= asked
        earned.append(NOTHING if one.rule is None or (waits and not is_paid) else share(one.payable, one.rule.percent))
    return earned


def share(amount: Decimal, percent: Decimal) -> Decimal:
    return half_up(amount * percent / _HUNDRED)


def is_within(bonuses: Decimal, total: Decimal, limit: Decimal) -> bool:
    """Whether so much of the lines' total after discounts may be spent; exactly the limit may."""
    return bonuses * _HUNDRED <= total * limit


def most(total: Decimal, limit: Decimal) -> Decimal:
    """The most that may be spent, to the cent."""
    return (total * limit / _HUNDRED).quantize(Decimal("0.01"), ROUND_DOWN)


def is_over(lot: Lot, day: date) -> bool:
    return lot.expires_on is not None and lot.expires_on < day


def may_be_spent(lot: Lot, day: date) -> bool:
    return lot.in_force_on <= day and not is_over(lot, day)


def available(lots: Iterable[Lot], day: date) -> Decimal:
    return sum((lot.rest for lot in lots if may_be_spent(lot, day)), NOTHING)


def taken(held: Sequence[Decimal], amount: Decimal) -> list[Decimal]:
    """How much of each is taken, the first first; less than the amount where there is no more."""
    parts = []
    for there in held:
        part = min(there, amount)
        parts.append(part)
        amount -= part
    return parts

"""Where an order departs from the terms of its offer, term by term, and who may allow it (R2).

Source: semantics, "Orders": price, discount, payment (later or smaller), delivery, minimum amount, credit limit,
overdue debt; each kind has its approver role. A value exactly at a limit is within it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from services.chassis.money import half_up
from services.orders.contracts import DeviationKind
from services.orders.rules.schedule import due_on
from services.pricing.contracts import PaymentStage, StageKind

_ZERO, _WHOLE = Decimal(0), Decimal(100)
_AT_SHIPMENT = PaymentStage(kind=StageKind.CREDIT, percent=_WHOLE)
_ORDER_OF_KINDS = list(StageKind)
"""An advance, whatever its day, comes before a prepayment, and that before credit: it blocks earlier."""


@dataclass(frozen=True)
class Found:
    """`size`: what an approval allows up to; it grows with the departure."""

    kind: DeviationKind
    size: Decimal
    line_id: UUID | None = None
    limit: str | None = None
    actual: str | None = None
    beyond: str | None = None


@dataclass(frozen=True)
class Typed:
    """A line whose price or discount was typed beyond what may be. `rule_price`: of a unit, its discounts taken off."""

    line_id: UUID
    price: Decimal
    discount: Decimal
    is_discount: bool
    rule_price: Decimal | None


def of_line(line: Typed, limit: Decimal | None) -> Found:
    """`limit`: the offer's, in percent."""
    kind = DeviationKind.DISCOUNT if line.is_discount else DeviationKind.PRICE
    costs = line.price * (_WHOLE - line.discount) / _WHOLE
    if not line.rule_price:
        return Found(kind, -costs, line.line_id, limit=_percent(limit))
    off = half_up((line.rule_price - costs) * _WHOLE / line.rule_price, 4)
    beyond = off - limit if limit is not None and off > limit else None
    return Found(kind, off, line.line_id, _percent(limit), _percent(off), _percent(beyond))


def of_payment(
    asked: Sequence[PaymentStage], offered: Sequence[PaymentStage], ordered_on: date, holidays: Collection[date]
) -> Found | None:
    """How much of the whole, at most, is asked of the client later than the offer does. No stages: all at shipment."""
    points = [(_place(stage, ordered_on, holidays), stage.percent) for stage in offered or [_AT_SHIPMENT]]
    said = [(_place(stage, ordered_on, holidays), stage.percent) for stage in asked or [_AT_SHIPMENT]]
    later = max(_until(place, points) - _until(place, said) for place, _ in points)
    if later <= 0:
        return None
    return Found(DeviationKind.PAYMENT, later, beyond=_percent(later))


def of_delivery(wished: date | None, ordered_on: date, days: int | None) -> Found | None:
    """`wished`: the last day that suits the client; `days`: what delivery takes by the offer, calendar days."""
    if wished is None or days is None:
        return None
    promised = ordered_on + timedelta(days=days)
    if wished >= promised:
        return None
    early = (promised - wished).days
    return Found(
        DeviationKind.DELIVERY,
        Decimal(early),
        limit=promised.isoformat(),
        actual=wished.isoformat(),
        beyond=str(early),
    )


def of_minimum(payable: Decimal, minimum: Decimal | None) -> Found | None:
    if minimum is None or payable >= minimum:
        return None
    lacking = minimum - payable
    return Found(DeviationKind.MINIMUM_AMOUNT, lacking, limit=str(minimum), actual=str(payable), beyond=str(lacking))


def of_credit(debt: Decimal, limit: Decimal | None) -> Found | None:
    """`debt`: the client's, with all of this order."""
    if limit is None or debt <= limit:
        return None
    return Found(DeviationKind.CREDIT_LIMIT, debt - limit, limit=str(limit), actual=str(debt), beyond=str(debt - limit))


def of_overdue(overdue: Decimal, most: Decimal | None, too_long: Decimal) -> Found | None:
    """`too_long`: what is overdue by more days than the terms bear; `most`: how much they bear of whatever age."""
    too_much = overdue if most is not None and overdue > most else _ZERO
    actual = max(too_much, too_long)
    if actual <= 0:
        return None
    limit = str(most) if most is not None else None
    return Found(DeviationKind.OVERDUE_DEBT, actual, limit=limit, actual=str(actual))


def _place(stage: PaymentStage, ordered_on: date, holidays: Collection[date]) -> tuple[int, date]:
    """When a stage is to be paid, as if the goods left on the order's day."""
    return _ORDER_OF_KINDS.index(stage.kind), due_on(ordered_on, stage, holidays)


def _until(place: tuple[int, date], stages: Sequence[tuple[tuple[int, date], Decimal]]) -> Decimal:
    return sum((percent for at, percent in stages if at <= place), _ZERO)


def _percent(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"

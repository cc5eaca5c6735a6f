"""Conversion of a price between currencies at a date's rate (T11). Pure.

Source: semantics, "The price of a line", step 5 and below: a conversion gives a price kept to 4 decimals, half up.
A date without a rate of its own has that of the latest date before it: the bank publishes none on days off.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal

from services.chassis.money import half_up
from services.pricing.contracts import BASE_CURRENCY

_MATH = Context(prec=60)
_ONE = Decimal(1)


@dataclass(frozen=True)
class Told:
    """A rate as the history has it."""

    on: date
    rate: Decimal


class Rates:
    """Rates of some currencies, in hryvnias for one unit."""

    def __init__(self, told: Iterable[tuple[str, date, Decimal]] = ()) -> None:
        self._of: dict[str, list[Told]] = {}
        for currency, on, rate in sorted(told):
            self._of.setdefault(currency, []).append(Told(on, rate))

    def on(self, currency: str, day: date) -> Decimal | None:
        if currency == BASE_CURRENCY:
            return _ONE
        told = self._of.get(currency, [])
        place = bisect_right(told, day, key=lambda one: one.on)
        return told[place - 1].rate if place else None

    def converted(self, value: Decimal, source: str, target: str, day: date) -> Decimal | None:
        """None: there is no rate of one of the two on the day."""
        if source == target:
            return value
        given, wanted = self.on(source, day), self.on(target, day)
        if given is None or wanted is None:
            return None
        return half_up(_MATH.divide(_MATH.multiply(value, given), wanted), 4)

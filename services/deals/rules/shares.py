"""Shares of a whole in percent, for reports."""

from decimal import Decimal

from services.chassis.money import half_up


def percent_of(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """`part` of `whole` in percent with 2 decimals, half up; none where there is no whole."""
    return half_up(Decimal(part) * 100 / Decimal(whole)) if whole else None

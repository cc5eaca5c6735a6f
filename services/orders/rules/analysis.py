"""What lines bring: revenue without VAT, cost, margin, and how far prices are from the listed ones (C2)."""

from decimal import Decimal

from services.chassis.money import half_up

_HUNDRED = Decimal(100)


def revenue(total: Decimal, vat: Decimal, *, prices_with_vat: bool) -> Decimal:
    return total - vat if prices_with_vat else total


def profitability(earned: Decimal, cost: Decimal | None) -> Decimal | None:
    """The margin in percent of revenue, to 2 decimals; none without a cost that is known, or without revenue."""
    return None if cost is None else percent_of(earned - cost, earned)


def average_cost(quantity: Decimal, held: Decimal, value: Decimal) -> Decimal | None:
    """What `quantity` costs when `held` cost `value`, to the cent; none while nothing is held."""
    return half_up(value * quantity / held) if held > 0 else None


def net_price(price: Decimal, discount: Decimal) -> Decimal:
    """The price of one unit after its discount in percent, unrounded."""
    return price * (_HUNDRED - discount) / _HUNDRED


def percent_of(part: Decimal, whole: Decimal | None) -> Decimal | None:
    return half_up(part * _HUNDRED / whole) if whole else None


def percent_below(price: Decimal, other: Decimal | None) -> Decimal | None:
    """By how many percent a price is below another; negative: above."""
    return percent_of(other - price, other) if other else None

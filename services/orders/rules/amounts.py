"""Money of an order's parts: whatever is shipped piece by piece sums to the line exactly.

Source: semantics, "The price of a line" step 8 and "Orders": revenue is without VAT, cost is the moving
weighted average fixed at shipment.
"""

from dataclasses import dataclass
from decimal import Context, Decimal

from services.chassis.money import half_up

HIGHEST = Decimal("999999999999.99")
"""More is no amount of money."""
_MATH = Context(prec=60)


@dataclass(frozen=True)
class Charged:
    """`total`: what the client owes, VAT included; `revenue`: without VAT."""

    total: Decimal
    vat: Decimal
    revenue: Decimal


def charged_part(
    *,
    quantity: Decimal,
    of: Decimal,
    before: Decimal,
    total: Decimal,
    vat: Decimal,
    charged_before: Decimal,
    vat_before: Decimal,
    prices_with_vat: bool,
) -> Charged:
    """The money of `quantity` out of `of`, when `before` was shipped already for `charged_before`.

    The share of everything shipped so far is rounded, and what was charged is taken off: the last part takes
    what is left, to the cent. `charged_before` is as the document's prices are.
    """
    done = before + quantity
    # multiplied first: a twelfth has no exact decimal, and half a cent would come out a hair below
    part = half_up(total * done / of) - charged_before
    part_vat = half_up(vat * done / of) - vat_before
    if prices_with_vat:
        return Charged(total=part, vat=part_vat, revenue=part - part_vat)
    return Charged(total=part + part_vat, vat=part_vat, revenue=part)


def payable(total: Decimal, vat: Decimal, *, prices_with_vat: bool) -> Decimal:
    """What the client owes for a document of these sums."""
    return total if prices_with_vat else total + vat


def credited(hryvnias: Decimal, rate: Decimal) -> Decimal:
    """What hryvnias pay of a debt in currency, to the cent. `rate`: hryvnias for one unit."""
    return half_up(_MATH.divide(hryvnias, rate))


def cost_of(quantity: Decimal, *, held: Decimal, value: Decimal) -> Decimal:
    """The cost of goods that leave, kept to 4 decimals; all that is held takes all its value with it."""
    if held <= 0:
        return Decimal(0)
    return value if quantity >= held else half_up(value * quantity / held, 4)

"""What packages of an item cost, and how many units they make. Pure.

Source: semantics, "Price types" and "The price of a line": a package without a price of its own costs the unit's price
times its units; an offer's typed price is per unit, and a package takes it so before its own price by the type.
Ours: such a price is kept to 4 decimals, half up, as every price that is converted; packages make units to 3 decimals,
as quantities have, or their quantity is refused.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from uuid import UUID

from services.chassis.money import half_up

_MATH = Context(prec=60)
_LEAST, _MOST = Decimal("0.001"), Decimal("9999999.999")
"""The step and the highest of quantities."""


@dataclass(frozen=True)
class Package:
    """`factor`: units in one."""

    id: UUID
    name: str
    factor: Decimal


def of_package(price: Decimal, factor: Decimal) -> Decimal:
    """What a package costs at this price of a unit."""
    return half_up(_MATH.multiply(price, factor), 4)


def units_of(quantity: Decimal, factor: Decimal) -> Decimal | None:
    """So many packages in units; none where that is no quantity: it has more than 3 decimals, or is too large."""
    units = _MATH.multiply(quantity, factor)
    return None if units % _LEAST or units > _MOST else units.quantize(_LEAST)

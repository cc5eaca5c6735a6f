"""A markup, and the rounding of what it gives (T3). Pure.

Source: semantics, "Price types": the row is chosen by the unrounded price, the highest lower bound not above it; then
the deduction is subtracted; below the lowest bound the type's own precision holds, half up; never below zero. Nothing
is rounded in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from services.pricing.contracts import Direction, RoundingRow

_MATH = Context(prec=60)
_ZERO, _HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True)
class Rounded:
    """A price made whole, and by which row of the table; none: by the type's own precision."""

    value: Decimal
    by: RoundingRow | None


def marked_up(base: Decimal, markup: Decimal) -> Decimal:
    """Exact: a price of 13 digits and a percent of 10 need no more than 60."""
    return _MATH.multiply(base, _MATH.add(_HUNDRED, markup)).scaleb(-2, _MATH)


def rounded(price: Decimal, table: Sequence[RoundingRow], precision: Decimal) -> Rounded:
    """`table`: in any order, no two rows from one price."""
    row = max((one for one in table if one.price_from <= price), key=lambda one: one.price_from, default=None)
    if row is None:
        return Rounded(max(to_step(price, precision, Direction.HALF_UP), _ZERO), None)
    whole = to_step(price, row.step, row.direction)
    return Rounded(max(_MATH.subtract(whole, row.deduction), _ZERO), row)


def to_step(price: Decimal, step: Decimal, direction: Direction) -> Decimal:
    """`price` as a whole number of steps; an exact multiple stays. Prices are not negative."""
    # divided with a remainder: a quotient of 60 digits might end in a five that is none
    steps, rest = _MATH.divmod(price, step)
    if direction is Direction.UP:
        steps += rest > _ZERO
    elif direction is Direction.HALF_UP:
        steps += _MATH.add(rest, rest) >= step
    return _MATH.multiply(steps, step)


def moves_enough(old: Decimal | None, new: Decimal, threshold: Decimal | None) -> bool:
    """Whether a computed price is written (T5): there is none yet, the old one is 0, or it moves by the threshold at
    least, either way. Compared without dividing, so that exactly the threshold is exactly it."""
    if not old or not threshold:
        return True
    return _MATH.multiply(abs(_MATH.subtract(new, old)), _HUNDRED) >= _MATH.multiply(threshold, old)

"""Money arithmetic: one rounding, and parts that sum to their whole. Pure; exact to 60 digits."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, Overflow

# The default context keeps 28 digits; quantity × price of two 64-bit columns may need 38. Never round twice.
_MATH = Context(prec=60, rounding=ROUND_HALF_UP, traps=[InvalidOperation, Overflow])
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])
_HUNDRED = Decimal(100)
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(10))


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """`value` with `places` (0..9) decimals; a half goes away from zero (-0.005 → -0.01); no "-0.00"."""
    return _MATH.plus(_MATH.quantize(value, _STEPS[places]))


def line_total(quantity: Decimal, price: Decimal, discount_percent: Decimal | int = 0) -> Decimal:
    """A line's amount to the cent: quantity × price × (1 - discount / 100), rounded once, at the end."""
    gross = _MATH.multiply(quantity, price)
    if not discount_percent:
        return half_up(gross)
    kept = _MATH.multiply(gross, _MATH.subtract(_HUNDRED, Decimal(discount_percent)))
    return half_up(kept.scaleb(-2, _MATH))


def vat_included(total: Decimal, rate: Decimal | int | None) -> Decimal:
    """The VAT inside `total`. `rate` is a percent; None is exempt, which gives 0 like the rate 0."""
    if not rate:
        return half_up(Decimal(0))
    percent = Decimal(rate)
    return half_up(_MATH.divide(_MATH.multiply(total, percent), _MATH.add(_HUNDRED, percent)))


def vat_on_top(net: Decimal, rate: Decimal | int | None) -> Decimal:
    """The VAT to add to `net`. `rate` is a percent; None is exempt, which gives 0 like the rate 0."""
    if not rate:
        return half_up(Decimal(0))
    return half_up(_MATH.multiply(net, Decimal(rate)).scaleb(-2, _MATH))


def share_out(total: Decimal, weights: Sequence[Decimal], places: int = 2) -> list[Decimal]:
    """`total` in parts proportional to `weights`, summing to it: largest remainder, ties to the earlier.

    A negative total gives the mirror of the positive one. ValueError: a negative weight, a total finer than
    `places`, or something to share and no positive weight to carry it.
    """
    units = _units(total, places)
    scaled = _whole_ratio(weights)
    if any(weight < 0 for weight in scaled) or (units and not sum(scaled)):
        raise ValueError("weights must not be negative, nor all zero while there is something to share")
    sign = -1 if units < 0 else 1
    return [Decimal(sign * part).scaleb(-places, _MATH) for part in _largest_remainder(abs(units), scaled)]


def _units(total: Decimal, places: int) -> int:
    try:
        return int(_EXACT.to_integral_exact(_EXACT.scaleb(total, places)))
    except (Inexact, InvalidOperation, OverflowError) as error:
        raise ValueError(f"{total} cannot be shared to {places} decimals") from error


def _whole_ratio(weights: Sequence[Decimal]) -> list[int]:
    """Integers in the same proportions: remainders are then compared exactly."""
    places = max((-int(weight.as_tuple().exponent) for weight in weights), default=0)
    return [int(_EXACT.scaleb(weight, max(places, 0))) for weight in weights]


def _largest_remainder(units: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights) or 1
    parts = [units * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(units * weights[place] % whole), place))
    for place in by_remainder[: units - sum(parts)]:
        parts[place] += 1
    return parts

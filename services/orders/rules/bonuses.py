"""How bonuses spent on an order lie on its lines (T13). Pure.

Source: semantics, "Loyalty": spending bonuses is a discount on lines, shared in proportion to line totals by largest
remainder, VAT afterwards; its limit is a percent of the lines' total after discounts.
"""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from services.chassis.money import half_up, share_out

_ZERO, _CENT = Decimal(0), Decimal("0.01")


def shared(
    asked: Decimal, limit: Decimal, begun: Sequence[tuple[Decimal, Decimal]], totals: Sequence[Decimal]
) -> list[Decimal]:
    """Each line's part. `asked`: for the whole order, at most `limit` percent of it; `begun`: (total before bonuses,
    bonuses) of lines that keep theirs; `totals`: of the other lines, before bonuses."""
    whole = sum((total for total, _ in begun), _ZERO) + sum(totals, _ZERO)
    most = (whole * limit / 100).quantize(_CENT, ROUND_DOWN)
    kept = sum((bonuses for _, bonuses in begun), _ZERO)
    amount = max(min(asked, most) - kept, _ZERO)
    amount = min(amount, sum(totals, _ZERO))
    return share_out(amount, totals) if amount else [_ZERO] * len(totals)


def part_of(bonuses: Decimal, quantity: Decimal, *, of: Decimal, before: Decimal) -> Decimal:
    """What `quantity` of a line has of its bonuses, when `before` is done already; the last part takes the rest."""
    return half_up(bonuses * (before + quantity) / of) - half_up(bonuses * before / of)

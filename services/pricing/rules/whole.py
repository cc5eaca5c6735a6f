"""A discount on the whole document: its parts on lines, and whether it goes too far. Pure.

Source: semantics, "The price of a line", step 8 and limits: shared in proportion to line totals by largest remainder,
ties to the earlier line, VAT afterwards. It is typed by a person, so the limit of manual discounts holds for it too:
the document as a whole may go as far below the rules' prices as any line may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from services.chassis.money import line_total, share_out
from services.pricing.rules.lines import Priced

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Line:
    quantity: Decimal
    priced: Priced

    @cached_property
    def total(self) -> Decimal:
        """Before its part of the discount on the document; of a line without a price nothing."""
        if self.priced.price is None:
            return _ZERO
        return line_total(self.quantity, self.priced.price, self.priced.discount)


def shared(amount: Decimal, totals: Sequence[Decimal]) -> list[Decimal] | None:
    """Each line's part, summing to the amount. None: it is more than the lines come to."""
    if amount > sum(totals, _ZERO):
        return None
    return share_out(amount, totals) if amount else [_ZERO] * len(totals)


def is_beyond(lines: Sequence[Line], parts: Sequence[Decimal], limit: Decimal) -> bool:
    """Whether the document comes to less than the rules' prices less the limit's percent; exactly that is within."""
    ruled = [one for one in lines if one.priced.rule_price is not None]
    lowest = sum((line_total(one.quantity, one.priced.rule_price or _ZERO, limit) for one in ruled), _ZERO)
    return sum((one.total for one in ruled), _ZERO) - sum(parts, _ZERO) < lowest

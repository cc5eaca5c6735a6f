"""What a returned part of a shipment's line is worth: whatever comes back piece by piece sums to the line exactly.

Source: semantics, "Orders": a return brings back its own line's price and cost.
"""

from dataclasses import dataclass
from decimal import Decimal

from services.chassis.money import half_up
from services.orders.rules.amounts import charged_part
from services.orders.rules.bonuses import part_of


@dataclass(frozen=True)
class Worth:
    """`total` with VAT, `revenue` without; `cost` as it was fixed at shipment; `bonuses`: what the loyalty card paid
    besides."""

    quantity: Decimal
    total: Decimal
    vat: Decimal
    cost: Decimal
    bonuses: Decimal = Decimal(0)

    @property
    def revenue(self) -> Decimal:
        return self.total - self.vat


NOTHING = Worth(*[Decimal(0)] * 4)


def deposit_part(quantity: Decimal, *, of: Decimal, before: Decimal, deposit: Decimal, given_back: Decimal) -> Decimal:
    """What of a deposit for `of` goes back with `quantity`, when `before` came back already for `given_back`. Returns
    that were cancelled in between may have rounded otherwise: never less than nothing goes back."""
    return max(half_up(deposit * (before + quantity) / of) - given_back, Decimal(0))


def returned_part(quantity: Decimal, shipped: Worth, before: Worth) -> Worth:
    """The worth of `quantity` of what was `shipped`, when `before` came back already; the last part takes the rest."""
    part = charged_part(
        quantity=quantity,
        of=shipped.quantity,
        before=before.quantity,
        total=shipped.total,
        vat=shipped.vat,
        charged_before=before.total,
        vat_before=before.vat,
        prices_with_vat=True,
    )
    cost = half_up(shipped.cost * (before.quantity + quantity) / shipped.quantity) - before.cost
    bonuses = part_of(shipped.bonuses, quantity, of=shipped.quantity, before=before.quantity)
    return Worth(quantity, part.total, part.vat, cost, bonuses)

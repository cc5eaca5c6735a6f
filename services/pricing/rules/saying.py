"""What a price setting says of one price (T7). Pure.

Source: semantics, "Price types": a type's own precision rounds half up, nothing else is rounded in between; the old
price is the one valid just before the setting's date.
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from services.pricing.rules.graph import Kind, derivation
from services.pricing.rules.rounding import marked_up, rounded


@dataclass(frozen=True)
class Said:
    """A value, or by how many percent the price of the day before changes; neither: it is computed anew."""

    value: Decimal | None = None
    percent: Decimal | None = None

    @property
    def anew(self) -> bool:
        return self.value is None and self.percent is None

    def price(self, kind: Kind, price_group_id: UUID | None, old: Decimal | None) -> Decimal | None:
        """None: there is no price that the percent could change. Rounded as the type rounds what it computes."""
        if self.percent is None or old is None:
            return self.value
        way = derivation(kind, price_group_id)
        table = way.rounding if way else kind.rounding
        return rounded(max(marked_up(old, self.percent), Decimal(0)), table, kind.precision).value

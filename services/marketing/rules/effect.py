"""What advertising brought for what it cost: arithmetic of periods, of the tree, and of return (A6)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.chassis.money import half_up
from services.marketing.rules.tree import above


@dataclass(frozen=True)
class Figures:
    """Of one channel, event, or several together. Amounts are in one currency."""

    cost: Decimal = Decimal(0)
    first_interests: int = 0
    deals: int = 0
    won: int = 0
    orders: int = 0
    ordered: Decimal = Decimal(0)
    revenue: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


NOTHING = Figures()


def share_of_period(amount: Decimal, cost_from: date, cost_to: date, date_from: date, date_to: date) -> Decimal:
    """The part of a cost of these days that falls on a period; all days are inclusive, every day bears the same.

    Rounded as what fell due by its end less what had by its beginning: parts of any periods that follow one another
    without a gap sum to the whole to the cent.
    """
    return _by(amount, cost_from, cost_to, date_to.toordinal()) - _by(
        amount, cost_from, cost_to, date_from.toordinal() - 1
    )


def _by(amount: Decimal, cost_from: date, cost_to: date, day: int) -> Decimal:
    """What of a cost fell due up to the end of a day."""
    first, last = cost_from.toordinal(), cost_to.toordinal()
    days = max(0, min(day, last) - first + 1)
    return half_up(amount * days / (last - first + 1))


def rolled_up(own: Mapping[UUID, Figures], parents: Mapping[UUID, UUID | None]) -> dict[UUID, Figures]:
    """Each channel with everything below it. `own`: what belongs to a channel itself."""
    whole = dict.fromkeys(parents, NOTHING)
    for channel, figures in own.items():
        for one in above(channel, parents):
            whole[one] += figures
    return whole


def return_on_spending(margin: Decimal, cost: Decimal) -> Decimal | None:
    """(margin - cost) / cost, to four decimals; None where nothing was spent."""
    return half_up((margin - cost) / cost, 4) if cost else None

"""What the primary demand comes to (D8). Amounts are in the deal's currency."""

from collections.abc import Iterable
from decimal import Decimal

from services.chassis.money import line_total
from services.deals.contracts import NewDemandLine


def budget_of(line: NewDemandLine) -> Decimal | None:
    """What the client would spend on the line: said so, or quantity × price to the cent; none where neither is told."""
    return line_total(line.quantity, line.price) if line.price is not None else line.budget


def potential_of(budgets: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the budgets that are known; none while none is."""
    known = [budget for budget in budgets if budget is not None]
    return sum(known, Decimal(0)) if known else None

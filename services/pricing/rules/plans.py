"""A sales plan against what was sold (N2). Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from services.chassis.money import half_up

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
Key = tuple[str, str | None]
"""(month, of what)"""


@dataclass(frozen=True)
class Compared:
    month: str
    key: str | None
    plan: Decimal | None
    fact: Decimal


def compared(plans: Mapping[Key, Decimal], facts: Mapping[Key, Decimal]) -> list[Compared]:
    """All that is planned or sold, by month; in a month the largest plans first, then the largest sales. What was sold
    and came back whole is not there."""
    keys = plans.keys() | {key for key, fact in facts.items() if fact}
    rows = [Compared(month, key, plans.get((month, key)), facts.get((month, key), _ZERO)) for month, key in keys]
    return sorted(rows, key=lambda row: (row.month, -(row.plan or _ZERO), -row.fact, row.key or ""))


def percent(plan: Decimal | None, fact: Decimal) -> Decimal | None:
    """Of the plan, to 2 decimals; below zero where more came back than was sold."""
    return half_up(fact * _HUNDRED / plan) if plan else None


def months_between(first: str, last: str) -> int:
    """How many there are, both with them; none or fewer where the last comes first."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) for month in (first, last))
    return end - start + 1


def rolled_up(facts: Mapping[Key, Decimal], parents: Mapping[str, str | None]) -> dict[Key, Decimal]:
    """Each with all that lies in it, however deep. `parents`: what each lies in."""
    whole: dict[Key, Decimal] = {}
    for (month, key), fact in facts.items():
        for one in (key, *_above(key, parents)):
            whole[month, one] = whole.get((month, one), _ZERO) + fact
    return whole


def outermost(plans: Mapping[Key, Decimal], parents: Mapping[str, str | None]) -> dict[Key, Decimal]:
    """Without those that lie in another one planned for the month: its plan is theirs too."""
    return {
        (month, key): plan
        for (month, key), plan in plans.items()
        if not any((month, above) in plans for above in _above(key, parents))
    }


def _above(key: str | None, parents: Mapping[str, str | None]) -> Iterator[str]:
    found = None if key is None else parents.get(key)
    while found is not None:
        yield found
        found = parents.get(found)

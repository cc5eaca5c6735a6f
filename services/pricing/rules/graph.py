"""Price types as a graph: who follows whom, in which order, and where they would follow in a circle (T2, T4). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from services.pricing.contracts import Refinement, RoundingRow, Way

PURCHASE = UUID(int=1)
"""What stands for the purchase price where a price type's id does for a type: a base that follows nothing."""


@dataclass(frozen=True)
class Kind:
    """A price type as calculation knows it."""

    id: UUID
    code: str
    currency: str = "UAH"
    vat_included: bool = True
    way: Way = Way.MANUAL
    base_id: UUID | None = None
    markup: Decimal | None = None
    precision: Decimal = Decimal("0.01")
    rounding: tuple[RoundingRow, ...] = ()
    threshold: Decimal | None = None
    set_on_receipt: bool = False
    groups: Mapping[UUID, Refinement] = field(default_factory=dict)

    @property
    def bases(self) -> set[UUID]:
        """All it may follow, for one price group or another."""
        if self.way is Way.MANUAL:
            return set()
        own = PURCHASE if self.way is Way.MARKUP_ON_PURCHASE or self.base_id is None else self.base_id
        return {own, *(row.base_id for row in self.groups.values() if row.base_id)}


@dataclass(frozen=True)
class Derivation:
    """How a type's price of one item is computed, the row of its price group having replaced what it says."""

    base: UUID
    markup: Decimal
    rounding: tuple[RoundingRow, ...]
    precision: Decimal
    threshold: Decimal | None
    by_group: bool


def derivation(kind: Kind, price_group_id: UUID | None) -> Derivation | None:
    """None: people set it. What a group's row leaves out (a base, a markup, rounding, a threshold) is the type's."""
    if kind.way is Way.MANUAL:
        return None
    row = kind.groups.get(price_group_id) if price_group_id else None
    own = kind.base_id if kind.way is Way.MARKUP_ON_TYPE and kind.base_id else PURCHASE
    markup = kind.markup or Decimal(0)
    if row is None:
        return Derivation(own, markup, kind.rounding, kind.precision, kind.threshold, by_group=False)
    return Derivation(
        row.base_id or own,
        row.markup if row.markup is not None else markup,
        row.rounding or kind.rounding,
        kind.precision,
        row.threshold if row.threshold is not None else kind.threshold,
        by_group=True,
    )


def circle(bases: Mapping[UUID, Iterable[UUID]], start: UUID) -> list[UUID] | None:
    """The types through which `start` would follow itself, from it back to it; none where it does not. The shortest
    circle there is, the same one every time."""
    ways: list[list[UUID]] = [[start]]
    seen: set[UUID] = set()
    for way in ways:
        for base in sorted(bases.get(way[-1], ())):
            if base == start:
                return [*way, start]
            if base not in seen:
                seen.add(base)
                ways.append([*way, base])
    return None


def in_order(kinds: Iterable[Kind]) -> list[Kind]:
    """Bases before what follows them; types that depend on nothing of each other by their code."""
    waiting = sorted(kinds, key=lambda kind: kind.code)
    done: set[UUID] = {PURCHASE}
    known = {kind.id for kind in waiting}
    ordered: list[Kind] = []
    while waiting:
        ready = [kind for kind in waiting if kind.bases & known <= done]
        if not ready:
            raise ValueError(f"price types follow one another in a circle: {[kind.code for kind in waiting]}")
        ordered += ready
        done |= {kind.id for kind in ready}
        waiting = [kind for kind in waiting if kind.id not in done]
    return ordered


def followers(ordered: Sequence[Kind], of: Iterable[UUID]) -> list[Kind]:
    """All that follow one of these, through any depth, in their order. `ordered`: bases first."""
    reached = set(of)
    found: list[Kind] = []
    for kind in ordered:
        if kind.bases & reached:
            reached.add(kind.id)
            found.append(kind)
    return found

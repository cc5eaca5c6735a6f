"""Price types as a graph: who follows whom, in which order, and where they would follow in a circle (T2, T4). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from services.pricing.contracts import Refinement, RoundingRow, Way
from services.pricing.rules.formulas import read

PURCHASE, COST = UUID(int=1), UUID(int=2)
"""What stand for the purchase price and the average cost where a price type's id does for a type: bases that follow
nothing."""
RECEIVED = frozenset({PURCHASE, COST})
"""What receipts tell."""
MONEY = {"purchase": PURCHASE, "cost": COST}
_NOTHING_SAID = Refinement(price_group_id=PURCHASE)


@dataclass(frozen=True)
class Kind:
    """A price type as calculation knows it. `codes`: the types its formulas name."""

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
    formula: str | None = None
    condition: str | None = None
    codes: Mapping[str, UUID] = field(default_factory=dict)

    @cached_property
    def bases(self) -> frozenset[UUID]:
        """All it may follow, for one price group or another."""
        if self.way is Way.MANUAL:
            return frozenset()
        found = {row.base_id for row in self.groups.values() if row.base_id}
        found |= {base for text in self._texts for base in self.named(text).values()}
        if self.way is Way.FORMULA:
            return frozenset(found)
        own = PURCHASE if self.way is Way.MARKUP_ON_PURCHASE or self.base_id is None else self.base_id
        return frozenset({*found, own})

    @cached_property
    def fields(self) -> frozenset[str]:
        """Of the item, that its formulas name."""
        return frozenset(name for text in self._texts for name in read(text).fields)

    @property
    def _texts(self) -> set[str]:
        said = (self.formula, self.condition, *(row.formula for row in self.groups.values()))
        return {text for text in said if text}

    @cached_property
    def ways(self) -> Mapping[UUID | None, "Derivation | None"]:
        """How its price is computed for each price group with a row of its own; under none: for all others."""
        return {one: _derived(self, row) for one, row in [(None, None), *self.groups.items()]}

    def named(self, text: str) -> dict[str, UUID]:
        """What a formula computes with, by the names it has there."""
        formula = read(text)
        return {
            **{f'price["{code}"]': self.codes[code] for code in formula.codes},
            **{name: MONEY[name] for name in formula.money},
        }


@dataclass(frozen=True)
class Derivation:
    """How a type's price of one item is computed, the row of its price group having replaced what it says: by a
    formula, or by a markup on a base. `inputs`: what the formula and the condition compute with, by name; `fields`: of
    the item, that they name."""

    base: UUID | None
    markup: Decimal
    rounding: tuple[RoundingRow, ...]
    precision: Decimal
    threshold: Decimal | None
    by_group: bool
    formula: str | None = None
    condition: str | None = None
    inputs: Mapping[str, UUID] = field(default_factory=dict)
    fields: tuple[str, ...] = ()

    @cached_property
    def bases(self) -> frozenset[UUID]:
        return frozenset({*self.inputs.values(), *([self.base] if self.base else ())})


def derivation(kind: Kind, price_group_id: UUID | None) -> Derivation | None:
    """None: people set it. What a group's row leaves out (a way, rounding, a threshold) is the type's."""
    return kind.ways[price_group_id if price_group_id in kind.ways else None]


def _derived(kind: Kind, row: Refinement | None) -> Derivation | None:
    if kind.way is Way.MANUAL:
        return None
    said = row or _NOTHING_SAID
    own = kind.base_id if kind.way is Way.MARKUP_ON_TYPE and kind.base_id else PURCHASE
    formula = said.formula or (None if said.base_id else kind.formula)
    texts = [text for text in (formula, kind.condition) if text]
    return Derivation(
        None if formula else said.base_id or own,
        said.markup if said.markup is not None else kind.markup or Decimal(0),
        said.rounding or kind.rounding,
        kind.precision,
        said.threshold if said.threshold is not None else kind.threshold,
        by_group=row is not None,
        formula=formula,
        condition=kind.condition,
        inputs={name: base for text in texts for name, base in kind.named(text).items()},
        fields=tuple(dict.fromkeys(name for text in texts for name in read(text).fields)),
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
    done: set[UUID] = set(RECEIVED)
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

"""A plain, slow model of prices that follow one another, in fractions: it lives through every day.

Written from semantics, "Price types". Types are told apart by their places in the list, bases first; days are counted
from FIRST.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from uuid import UUID

from services.pricing.contracts import Direction, Refinement, RoundingRow, Way
from services.pricing.rules.following import Goods
from services.pricing.rules.graph import Kind

FIRST = date(2026, 3, 1)
DAYS = range(9)


def an_id(place: int) -> UUID:
    return UUID(int=1000 + place)


def day_of(passed: int) -> date:
    return FIRST + timedelta(days=passed)


@dataclass(frozen=True)
class Price:
    value: Fraction
    typed: bool


Told = tuple[int, int, Fraction | None, Fraction, bool]
"""Place of the type, day, the price of the day before, the computed one, whether it is written."""


@dataclass(frozen=True)
class Said:
    """One setting, by places of types: typed values, percents, and types to compute anew."""

    on: int
    typed: dict[int, Decimal] = field(default_factory=dict)
    percents: dict[int, Decimal] = field(default_factory=dict)
    renewed: frozenset[int] = frozenset()


@dataclass
class Model:
    kinds: Sequence[Kind]
    goods: Goods
    rows: dict[int, dict[int, Price]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = {place: {} for place in range(len(self.kinds))}

    def price(self, place: int, day: int) -> Fraction | None:
        while day >= 0:
            if day in self.rows[place]:
                return self.rows[place][day].value
            day -= 1
        return None

    def set(self, said: Said) -> list[Told]:
        """All that follows, day after day from the setting's date, bases first on each.

        A type is computed on the days on which its base was computed, or has a row of its own; and wherever it was
        computed before, for its base is another there too. What a person typed for a later day stays, and for this
        very day what this setting typed.
        """
        typed = {place: Fraction(value) for place, value in said.typed.items()}
        for place, percent in said.percents.items():
            old = self.price(place, said.on - 1)
            if old is not None:
                typed[place] = self.rounded(place, old + old * Fraction(percent) / 100)
        for place, price in typed.items():
            self.rows[place][said.on] = Price(price, typed=True)
        followed: set[int] = set()
        told = []
        for day in range(said.on, len(DAYS)):
            looked_at: set[int] = set()
            for place in range(len(self.kinds)):
                base = self.base(place)
                had = self.rows[place].get(day)
                due = base is not None and (
                    base in looked_at
                    or (place in said.renewed and (day == said.on or day in self.rows[base]))
                    or (place in followed and had is not None and not had.typed)
                )
                stays = place in typed if day == said.on else had is not None and had.typed
                if base is not None and due and not stays:
                    told += self.compute(place, base, day)
                if due:
                    followed.add(place)
                if due or (had is not None and place in followed | typed.keys()):
                    looked_at.add(place)
        return told

    def base(self, place: int) -> int | None:
        kind = self.kinds[place]
        if kind.way is Way.MANUAL or kind.base_id is None:
            return None
        row = self.refinement(place)
        return ((row.base_id if row else None) or kind.base_id).int - 1000

    def refinement(self, place: int) -> Refinement | None:
        group = self.goods.price_group_id
        return self.kinds[place].groups.get(group) if group else None

    def compute(self, place: int, base: int, day: int) -> list[Told]:
        start = self.price(base, day)
        if start is None:
            return []
        kind, row = self.kinds[place], self.refinement(place)
        has_vat, wants_vat, vat = self.kinds[base].vat_included, kind.vat_included, self.goods.vat
        if vat is not None and has_vat != wants_vat:
            factor = 1 + Fraction(vat) / 100
            start = to_four_decimals(start * factor if wants_vat else start / factor)
        markup = row.markup if row and row.markup is not None else kind.markup or Decimal(0)
        bound = row.threshold if row and row.threshold is not None else kind.threshold
        new = self.rounded(place, start + start * Fraction(markup) / 100)
        old = self.price(place, day - 1)
        written = slowly_enough(old, new, bound)
        self.rows[place].pop(day, None)
        if written:
            self.rows[place][day] = Price(new, typed=False)
        return [(place, day, old, new, written)]

    def rounded(self, place: int, price: Fraction) -> Fraction:
        kind, row = self.kinds[place], self.refinement(place)
        return slowly_rounded(price, row.rounding if row and row.rounding else kind.rounding, kind.precision)


def to_four_decimals(value: Fraction) -> Fraction:
    return Fraction(floor(value * 10000 + Fraction(1, 2)), 10000)


def slowly_stepped(price: Decimal | Fraction, step: Decimal, direction: Direction) -> Fraction:
    count = Fraction(price) / Fraction(step)
    whole = {
        Direction.DOWN: floor(count),
        Direction.UP: ceil(count),
        Direction.HALF_UP: floor(count + Fraction(1, 2)),
    }[direction]
    return whole * Fraction(step)


def slowly_rounded(price: Decimal | Fraction, table: Sequence[RoundingRow], precision: Decimal) -> Fraction:
    for row in sorted(table, key=lambda one: one.price_from, reverse=True):
        if price >= row.price_from:
            made = slowly_stepped(price, row.step, row.direction) - Fraction(row.deduction)
            return max(made, Fraction(0))
    return slowly_stepped(price, precision, Direction.HALF_UP)


def slowly_enough(old: Decimal | Fraction | None, new: Fraction, threshold: Decimal | None) -> bool:
    if old is None or old == 0 or threshold is None or threshold == 0:
        return True
    return abs(new - Fraction(old)) / Fraction(old) * 100 >= Fraction(threshold)

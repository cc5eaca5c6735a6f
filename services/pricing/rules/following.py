"""How computed prices of one item follow when a base changes from a date (T2, T5). Pure.

Source: semantics, "Price types": what follows a base changes from that same date, in topological order; the old price
compared is the one valid just before the date; a held price is what its dependants use; a past change recalculates
dependants at that date and at every later row of the base; a second recalculation from a date replaces its rows.
Ours: so does it where a dependant was computed anew on a later day, for its base is another there too;
a price that a person set for a later date stays, the recalculation passes it by. What follows a price that ends,
because its condition has become false, ends with it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.pricing.contracts import Origin, Outcome
from services.pricing.rules.deriving import Goods, Market, made
from services.pricing.rules.graph import RECEIVED, Derivation, Kind, derivation
from services.pricing.rules.rounding import moves_enough


@dataclass(frozen=True)
class Row:
    """A price from its day to the next row. `setting`: the document that set it, none: the one being made. `basis`:
    how it was computed; `held`: the latest computed price that did not move it."""

    value: Decimal
    origin: Origin = Origin.COMPUTED
    setting: UUID | None = None
    basis: Mapping[str, Any] | None = None
    held: Mapping[str, Any] | None = None


Series = dict[date, Row | None]
"""One type's prices of one item by their first days: those that hold on the eve of the start, and all later ones.
None: from that day there is no price."""


@dataclass(frozen=True)
class Computed:
    """A price that a date gives: what stood just before, what was computed, and what becomes of it."""

    kind_id: UUID
    on: date
    old: Decimal | None
    new: Decimal | None
    outcome: Outcome
    origin: Origin = Origin.COMPUTED


@dataclass(frozen=True)
class Change:
    """What happened to an item from `start`: these types were set (their rows are in the series already), these are
    to be computed anew though their bases stand. `typed` ones are left as they were typed on that day; `resting` ones
    do not follow receipts by themselves."""

    start: date
    touched: Collection[UUID] = ()
    renewed: Collection[UUID] = ()
    typed: Collection[UUID] = ()
    resting: Collection[UUID] = ()


def value_on(series: Mapping[date, Row | None], day: date) -> Row | None:
    started = [first for first in series if first <= day]
    return series[max(started)] if started else None


def value_before(series: Mapping[date, Row | None], day: date) -> tuple[date, Row] | None:
    earlier = [first for first in series if first < day]
    first = max(earlier) if earlier else None
    row = series[first] if first else None
    return (first, row) if first and row else None


def follow(
    goods: Goods,
    ordered: Sequence[Kind],
    prices: Mapping[UUID, Series],
    change: Change,
    market: Market,
) -> list[Computed]:
    """Writes what follows into `prices` (of every type that `ordered` names, and of all their bases), and tells of
    each price computed. `ordered`: bases first; the market knows them all."""
    moments = {one: {change.start, *_later(prices[one], change.start)} for one in change.touched}
    told: list[Computed] = []
    for kind in ordered:
        way = derivation(kind, goods.price_group_id)
        if way is None:
            continue
        heard = way.bases - RECEIVED if kind.id in change.resting else way.bases
        days = set().union(*[moments[base] for base in heard if base in moments])
        if kind.id in change.renewed:
            days |= {change.start, *(day for base in way.bases for day in _later(prices[base], change.start))}
        if not days:
            continue
        own = prices[kind.id]
        # computed anew meanwhile, on a day on which the base has no row: from a base that is another now
        days |= {day for day in _later(own, change.start) if not _is_typed(own, day)}
        for day in sorted(days):
            if not _is_kept(own, kind, day, change):
                told += _computed(goods, kind, way, prices, day, change.start, market)
        moments[kind.id] = moments.get(kind.id, set()) | days | _later(own, change.start)
    for kind in ordered:
        _forget_ends_of_nothing(prices[kind.id])
    return told


def _later(series: Iterable[date], start: date) -> set[date]:
    return {first for first in series if first > start}


def _is_typed(own: Mapping[date, Row | None], day: date) -> bool:
    row = own.get(day)
    return row is not None and row.origin is Origin.MANUAL


def _is_kept(own: Mapping[date, Row | None], kind: Kind, day: date, change: Change) -> bool:
    """Typed in this very setting, or by a person for a later day."""
    return kind.id in change.typed if day == change.start else _is_typed(own, day)


def _computed(
    goods: Goods, kind: Kind, way: Derivation, prices: Mapping[UUID, Series], day: date, start: date, market: Market
) -> list[Computed]:
    own, on_day = prices[kind.id], {base: value_on(prices[base], day) for base in way.bases}
    before = value_before(own, day)
    old = before[1].value if before else None
    price = made(goods, kind, way, {base: row.value for base, row in on_day.items() if row}, day, market)
    if price is None:
        return _without_base(kind, way, prices, day, start, old)
    if price.outcome is Outcome.NOT_APPLICABLE:
        own[day] = None
        return [Computed(kind.id, day, old, None, price.outcome if old is None else Outcome.ENDED)]
    if price.outcome is not Outcome.WRITTEN:
        return [Computed(kind.id, day, old, None, price.outcome)]
    if moves_enough(old, price.value, way.threshold):
        own[day] = Row(price.value, basis=price.basis)
        return [Computed(kind.id, day, old, price.value, Outcome.WRITTEN)]
    own.pop(day, None)
    if before is not None:
        first, standing = before
        own[first] = replace(standing, held={"on": day, "new": price.value, "threshold": way.threshold})
    return [Computed(kind.id, day, old, price.value, Outcome.HELD)]


def _without_base(
    kind: Kind, way: Derivation, prices: Mapping[UUID, Series], day: date, start: date, old: Decimal | None
) -> list[Computed]:
    """What it follows has ended: on this very day, so does the price; before, nothing is computed of it any more. What
    never was changes nothing."""
    own = prices[kind.id]
    if any(day in prices[base] and prices[base][day] is None for base in way.bases):
        own[day] = None
        return [Computed(kind.id, day, old, None, Outcome.ENDED)] if old is not None else []
    if day in own and not _is_typed(own, day) and any(_has_ended(prices[base], start, day) for base in way.bases):
        del own[day]
    return []


def _has_ended(series: Series, start: date, day: date) -> bool:
    """Not before the start: a setting made again sees all there was before, and must do what it did."""
    last = max((first for first in series if first <= day), default=None)
    return last is not None and last >= start and series[last] is None


def _forget_ends_of_nothing(series: Series) -> None:
    """An end without a price before it told followers that there is none; by itself it says nothing."""
    ends = [first for first, row in series.items() if row is None]
    for first in sorted(ends):
        if value_before(series, first) is None:
            del series[first]

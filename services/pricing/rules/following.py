"""How computed prices of one item follow when a base changes from a date (T2, T5). Pure.

Source: semantics, "Price types": what follows a base changes from that same date, in topological order; the old price
compared is the one valid just before the date; a held price is what its dependants use; a past change recalculates
dependants at that date and at every later row of the base; a second recalculation from a date replaces its rows.
Ours: so does it where a dependant was computed anew on a later day, for its base is another there too;
a price that a person set for a later date stays, the recalculation passes it by.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.pricing.contracts import BASE_CURRENCY, Origin, Outcome
from services.pricing.rules.graph import PURCHASE, Derivation, Kind, derivation
from services.pricing.rules.lines import as_document_price
from services.pricing.rules.rates import Rates
from services.pricing.rules.rounding import Rounded, marked_up, moves_enough, rounded

HIGHEST_PRICE = Decimal("999999999.9999")
"""The most a price may be, as typed ones: beyond it no quantity fits a document."""


@dataclass(frozen=True)
class Row:
    """A price from its day to the next row. `setting`: the document that set it, none: the one being made. `basis`:
    how it was computed; `held`: the latest computed price that did not move it."""

    value: Decimal
    origin: Origin = Origin.COMPUTED
    setting: UUID | None = None
    basis: Mapping[str, Any] | None = None
    held: Mapping[str, Any] | None = None


Series = dict[date, Row]
"""One type's prices of one item by their first days: those that hold on the eve of the start, and all later ones."""


@dataclass(frozen=True)
class Goods:
    """An item as calculation knows it. `vat`: its rate in percent, none: exempt."""

    id: UUID
    price_group_id: UUID | None = None
    vat: Decimal | None = Decimal(20)


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
    do not follow by themselves."""

    start: date
    touched: Collection[UUID] = ()
    renewed: Collection[UUID] = ()
    typed: Collection[UUID] = ()
    resting: Collection[UUID] = ()


def value_on(series: Mapping[date, Row], day: date) -> Row | None:
    started = [first for first in series if first <= day]
    return series[max(started)] if started else None


def value_before(series: Mapping[date, Row], day: date) -> tuple[date, Row] | None:
    started = [first for first in series if first < day]
    return (max(started), series[max(started)]) if started else None


def follow(
    goods: Goods,
    ordered: Sequence[Kind],
    prices: Mapping[UUID, Series],
    change: Change,
    rates: Rates,
) -> list[Computed]:
    """Writes what follows into `prices` (of every type that `ordered` names, and of all their bases), and tells of
    each price computed. `ordered`: bases first."""
    kinds = {kind.id: kind for kind in ordered}
    moments = {one: {change.start, *_later(prices[one], change.start)} for one in change.touched}
    told: list[Computed] = []
    for kind in ordered:
        way = derivation(kind, goods.price_group_id)
        if way is None or kind.id in change.resting:
            continue
        days = set(moments.get(way.base, ()))
        if kind.id in change.renewed:
            days |= {change.start, *_later(prices[way.base], change.start)}
        if not days:
            continue
        own = prices[kind.id]
        # computed anew meanwhile, on a day on which the base has no row: from a base that is another now
        days |= {day for day in _later(own, change.start) if own[day].origin is Origin.COMPUTED}
        for day in sorted(days):
            if not _is_kept(own, kind, day, change):
                told += _computed(goods, kind, way, kinds, prices, day, rates)
        moments[kind.id] = moments.get(kind.id, set()) | days | _later(own, change.start)
    return told


def _later(series: Iterable[date], start: date) -> set[date]:
    return {first for first in series if first > start}


def _is_kept(own: Mapping[date, Row], kind: Kind, day: date, change: Change) -> bool:
    """Typed in this very setting, or by a person for a later day."""
    if day == change.start:
        return kind.id in change.typed
    return day in own and own[day].origin is Origin.MANUAL


def _computed(
    goods: Goods,
    kind: Kind,
    way: Derivation,
    kinds: Mapping[UUID, Kind],
    prices: Mapping[UUID, Series],
    day: date,
    rates: Rates,
) -> list[Computed]:
    """Nothing where the base has no price on the day."""
    own, base = prices[kind.id], value_on(prices[way.base], day)
    if base is None:
        return []
    before = value_before(own, day)
    old = before[1].value if before else None
    of = None if way.base == PURCHASE else kinds[way.base]
    start = _in_kind(goods, kind, of, base.value, day, rates)
    if start is None:
        return [Computed(kind.id, day, old, None, Outcome.NO_RATE)]
    unrounded = marked_up(start, way.markup)
    made = rounded(unrounded, way.rounding, way.precision)
    if made.value > HIGHEST_PRICE:
        return [Computed(kind.id, day, old, None, Outcome.TOO_LARGE)]
    if moves_enough(old, made.value, way.threshold):
        own[day] = Row(made.value, basis=_basis(way, base.value, start, unrounded, made))
        return [Computed(kind.id, day, old, made.value, Outcome.WRITTEN)]
    own.pop(day, None)
    if before is not None:
        first, standing = before
        own[first] = replace(standing, held={"on": day, "new": made.value, "threshold": way.threshold})
    return [Computed(kind.id, day, old, made.value, Outcome.HELD)]


def _in_kind(goods: Goods, kind: Kind, base: Kind | None, value: Decimal, day: date, rates: Rates) -> Decimal | None:
    """The base's price in this type's currency and VAT kind, each conversion kept to 4 decimals. Without `base`: a
    purchase price, in hryvnias without VAT. None: no rate on the day."""
    currency, has_vat = (base.currency, base.vat_included) if base else (BASE_CURRENCY, False)
    converted = rates.converted(value, currency, kind.currency, day)
    if converted is None:
        return None
    return as_document_price(converted, has_vat=has_vat, wants_vat=kind.vat_included, rate=goods.vat)


def _basis(way: Derivation, base: Decimal, start: Decimal, unrounded: Decimal, made: Rounded) -> dict[str, Any]:
    """As kept beside the price, so that it can be explained whatever the type says later."""
    row = made.by
    return {
        "base": None if way.base == PURCHASE else way.base,
        "base_value": base,
        "converted": start,
        "markup": way.markup,
        "unrounded": unrounded,
        "step": row.step if row else way.precision,
        "direction": row.direction.value if row else "half_up",
        "deduction": row.deduction if row else Decimal(0),
        "by_group": way.by_group,
    }

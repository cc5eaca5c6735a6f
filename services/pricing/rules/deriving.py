"""One price of one item, computed from what it follows on a day (T1, T3, T4, T5). Pure.

Source: semantics, "Price types": base (through the group's row) → markup or formula → rounding; money goes into a
formula as whole ten-thousandths; never below zero; a condition that is false: no price by this type.
Ours: prices go into a formula as they go under a markup, in the currency and VAT kind of the type that is computed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.pricing.contracts import BASE_CURRENCY, Outcome
from services.pricing.rules.formulas import read
from services.pricing.rules.graph import RECEIVED, Derivation, Kind
from services.pricing.rules.item_fields import as_told, in_formula, misfits
from services.pricing.rules.lines import as_document_price
from services.pricing.rules.rates import Rates
from services.pricing.rules.rounding import Rounded, marked_up, rounded

HIGHEST_PRICE = Decimal("999999999.9999")
"""The most a price may be, as typed ones: beyond it no quantity fits a document."""
PLACES = 4
_ZERO = Decimal(0)

Result = int | bool | str
Values = Mapping[str, Any]
Evaluate = Callable[[str, Values], Result | None]
"""A formula's result for what it names; none: something has no value, it divided by zero, went beyond all numbers."""


def no_formulas(text: str, _: Values) -> None:
    raise NotImplementedError(f"nobody was given to evaluate {text}")


@dataclass(frozen=True)
class Goods:
    """An item as calculation knows it. `vat`: its rate in percent, none: exempt. `card`: fields that formulas name, as
    they are kept."""

    id: UUID
    price_group_id: UUID | None = None
    vat: Decimal | None = Decimal(20)
    card: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Market:
    """What stands around all items: the types there are, exchange rates, and who evaluates formulas."""

    kinds: Mapping[UUID, Kind]
    rates: Rates = field(default_factory=Rates)
    evaluate: Evaluate = no_formulas


@dataclass(frozen=True)
class Made:
    """`outcome`: written, if the price is to be compared with the old one and written; or why there is none."""

    outcome: Outcome
    value: Decimal = _ZERO
    basis: Mapping[str, Any] | None = None


def made(
    goods: Goods, kind: Kind, way: Derivation, standing: Mapping[UUID, Decimal], day: date, market: Market
) -> Made | None:
    """`standing`: what each base costs on the day, of those that cost something. None: something it needs does not."""
    money: dict[str, Decimal] = {}
    for name, base in way.inputs.items():
        if base in standing:
            converted = in_kind(goods, kind, base, standing[base], day, market)
            if converted is None:
                return Made(Outcome.NO_RATE)
            money[name] = converted
    if way.condition:
        holds = _answered(way.condition, money, goods, market)
        if holds is None or isinstance(holds, Made):
            return holds
        if not holds:
            return Made(Outcome.NOT_APPLICABLE)
    if way.formula:
        return _by_formula(goods, way, money, market)
    return _by_markup(goods, kind, way, standing, day, market)


def values_of(text: str, money: Mapping[str, Decimal], goods: Goods) -> Values:
    """What a formula names, as it is evaluated with."""
    formula = read(text)
    whole = {name: int(value.scaleb(PLACES)) for name, value in money.items()}
    prices = {code: whole[name] for code in formula.codes if (name := f'price["{code}"]') in whole}
    return {
        "price": prices,
        **{name: whole[name] for name in formula.money if name in whole},
        "item": in_formula(goods.card, formula.fields),
    }


def as_price(result: Result) -> Decimal:
    """Ten-thousandths as money."""
    return max(Decimal(int(result)).scaleb(-PLACES), _ZERO)


def lacking(text: str, money: Mapping[str, Decimal], goods: Goods) -> bool:
    """Whether something that a formula names has no value."""
    formula = read(text)
    named = {*(f'price["{code}"]' for code in formula.codes), *formula.money}
    return not named <= money.keys() or None in as_told(goods.card, formula.fields).values()


def _answered(text: str, money: Mapping[str, Decimal], goods: Goods, market: Market) -> Result | Made | None:
    """What a formula gives, or what becomes of the price without it."""
    if misfits(goods.card, read(text).attributes):
        return Made(Outcome.ATTRIBUTE_MISFIT)
    result = market.evaluate(text, values_of(text, money, goods))
    if result is not None:
        return result
    return None if lacking(text, money, goods) else Made(Outcome.FORMULA_FAILED)


def _by_formula(goods: Goods, way: Derivation, money: Mapping[str, Decimal], market: Market) -> Made | None:
    assert way.formula
    result = _answered(way.formula, money, goods, market)
    if result is None or isinstance(result, Made):
        return result
    named = {name: money[name] for name in sorted(money)} | as_told(goods.card, way.fields)
    return _rounded(way, as_price(result), {"formula": way.formula, "values": named})


def _by_markup(
    goods: Goods, kind: Kind, way: Derivation, standing: Mapping[UUID, Decimal], day: date, market: Market
) -> Made | None:
    assert way.base
    if way.base not in standing:
        return None
    start = in_kind(goods, kind, way.base, standing[way.base], day, market)
    if start is None:
        return Made(Outcome.NO_RATE)
    unrounded = marked_up(start, way.markup)
    base = None if way.base in RECEIVED else way.base
    said = {"base": base, "base_value": standing[way.base], "converted": start, "markup": way.markup}
    return _rounded(way, unrounded, said)


def _rounded(way: Derivation, unrounded: Decimal, said: dict[str, Any]) -> Made:
    price = rounded(unrounded, way.rounding, way.precision)
    if price.value > HIGHEST_PRICE:
        return Made(Outcome.TOO_LARGE)
    return Made(Outcome.WRITTEN, price.value, {**said, **_rounding(way, unrounded, price)})


def in_kind(goods: Goods, kind: Kind, base: UUID, value: Decimal, day: date, market: Market) -> Decimal | None:
    """A base's price in this type's currency and VAT kind, each conversion kept to 4 decimals; what receipts tell is in
    hryvnias without VAT. None: no rate on the day."""
    of = None if base in RECEIVED else market.kinds[base]
    currency, has_vat = (of.currency, of.vat_included) if of else (BASE_CURRENCY, False)
    converted = market.rates.converted(value, currency, kind.currency, day)
    if converted is None:
        return None
    return as_document_price(converted, has_vat=has_vat, wants_vat=kind.vat_included, rate=goods.vat)


def _rounding(way: Derivation, unrounded: Decimal, price: Rounded) -> dict[str, Any]:
    """As kept beside the price, so that it can be explained whatever the type says later."""
    row = price.by
    return {
        "unrounded": unrounded,
        "step": row.step if row else way.precision,
        "direction": row.direction.value if row else "half_up",
        "deduction": row.deduction if row else _ZERO,
        "by_group": way.by_group,
        **({"condition": way.condition} if way.condition else {}),
    }

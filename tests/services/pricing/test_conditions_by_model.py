"""Types by formula and by condition against a plain model: what each price is follows from the base of that day alone.

Without thresholds and typed prices a type's price is a function of the base's price on the day. Whatever was set in
whatever order, the past, the future, one day twice, cancelled or not, each day must give just that.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.pricing import contracts
from services.pricing.contracts import Origin, Way
from services.pricing.formulas import evaluate
from services.pricing.rules.deriving import Goods, Market
from services.pricing.rules.following import Change, Row, Series, follow, value_on
from services.pricing.rules.graph import Kind, in_order
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk

FIRST = date(2026, 3, 1)
DAYS = 8
CENT = Decimal("0.01")
TYPES: dict[str, dict[str, Any]] = {
    "CHEAP": {"way": "markup_on_type", "base": "BASE", "markup": "10", "condition": "price.BASE < 1000000"},
    "EXPORT": {"way": "markup_on_type", "base": "CHEAP", "markup": "-7"},
    "BOTH": {"way": "formula", "formula": "(price.BASE + price.CHEAP) / 3"},
    "EITHER": {"way": "formula", "formula": "has(price.EXPORT) ? price.EXPORT * 2 : price.BASE - 500000"},
    "STOCKED": {"way": "formula", "formula": "price.BASE - (has(item.stock) ? item.stock * 10 : 0)"},
    "SOLD": {"way": "markup_on_type", "base": "BASE", "markup": "0", "condition": "item.stock > 2500"},
    "FEW": {"way": "formula", "formula": "price.EITHER", "condition": "has(price.BOTH) || price.BASE % 20000 == 0"},
}


def modelled(base: Decimal | None, stock: Decimal | None = None) -> dict[str, Decimal | None]:
    """Written from the formulas above by hand, in money and pieces."""
    if base is None:
        return dict.fromkeys(("BASE", *TYPES))
    cheap = cents(base * Decimal("1.10")) if base < 100 else None
    export = cents(cheap * Decimal("0.93")) if cheap is not None else None
    both = cents(cut((base + cheap) / 3)) if cheap is not None else None
    either = export * 2 if export is not None else max(base - 50, Decimal(0))
    stocked = max(base - (stock or 0), Decimal(0))
    sold = base if stock is not None and stock > Decimal("2.5") else None
    few = either if both is not None or base % 2 == 0 else None
    found = {"BASE": base, "CHEAP": cheap, "EXPORT": export, "BOTH": both, "EITHER": either, "FEW": few}
    found |= {"STOCKED": stocked, "SOLD": sold}
    return {code: None if price is None else cents(price) for code, price in found.items()}


def cents(price: Decimal) -> Decimal:
    return price.quantize(CENT, ROUND_HALF_UP)


def cut(price: Decimal) -> Decimal:
    return Decimal(int(price * 10_000)) / 10_000


PRICES = st.one_of(st.integers(0, 200).map(Decimal), st.integers(9_000, 11_000).map(lambda one: Decimal(one) / 100))
STOCKS = st.one_of(st.none(), st.integers(0, 5000).map(lambda one: Decimal(one) / 1000))
SETTINGS = st.lists(st.tuples(st.integers(0, DAYS - 1), PRICES), min_size=1, max_size=8)


def kinds_of_types() -> dict[str, Kind]:
    ids = {code: UUID(int=1000 + place) for place, code in enumerate(("BASE", *TYPES))}
    made = {"BASE": Kind(ids["BASE"], "BASE")}
    for code, said in TYPES.items():
        base = {"base_id": ids[said["base"]], "markup": Decimal(said["markup"])} if "base" in said else {}
        texts = {name: said[name] for name in ("formula", "condition") if name in said}
        made[code] = Kind(ids[code], code, way=Way(said["way"]), codes=ids, **base, **texts)
    return made


@settings(max_examples=500)
@given(SETTINGS, STOCKS)
def test_on_every_day_each_type_has_the_price_that_the_base_of_that_day_makes(
    said: list[tuple[int, Decimal]], stock: Decimal | None
) -> None:
    kinds = kinds_of_types()
    ordered = in_order(kinds.values())
    market = Market({kind.id: kind for kind in ordered}, evaluate=evaluate)
    prices: dict[UUID, Series] = {kind.id: {} for kind in ordered}
    base = kinds["BASE"].id
    for place, value in said:
        day = FIRST + timedelta(days=place)
        prices[base][day] = Row(value, Origin.MANUAL)
        follow(
            Goods(UUID(int=1), card={"stock": stock}),
            ordered,
            prices,
            Change(day, touched=[base], typed=[base]),
            market,
        )
    for day in (FIRST + timedelta(days=place) for place in range(DAYS + 1)):
        found = {code: value_on(prices[kind.id], day) for code, kind in kinds.items()}
        row = found["BASE"]
        expected = modelled(row.value if row else None, stock)
        assert {code: row and cents(row.value) for code, row in found.items()} == expected, day


@pytest.fixture
def types(desk: Desk) -> dict[str, str]:
    made = {"BASE": desk.a_price_type("BASE")}
    for code, said in TYPES.items():
        body = {name: value for name, value in said.items() if name != "base"}
        more = {"base_id": made[said["base"]]} if "base" in said else {}
        made[code] = desk.a_price_type(code, **body, **more)
    return made


ACTIONS = st.lists(st.one_of(st.tuples(st.integers(0, DAYS - 1), PRICES), st.integers(0, 5)), min_size=2, max_size=7)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIONS)
def test_after_settings_and_cancellings_rows_are_those_of_the_remaining_settings(
    desk: Desk, types: dict[str, str], actions: list[Any]
) -> None:
    item = desk.an_item(f"I-{uuid4().hex[:12]}")
    made: list[tuple[str, int, Decimal]] = []
    for action in actions:
        if isinstance(action, int):
            if action < len(made):
                desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": made.pop(action)[0]}, by=PRICER)
        else:
            day = (FIRST + timedelta(days=action[0])).isoformat()
            made.append((desk.price((item, str(action[1])), on=day, price_type=types["BASE"])["id"], *action))
    rows = desk.bench.listed(contracts.LIST_PRICES, item_id=[item], limit=200)
    base: dict[int, Decimal] = {place: value for _, place, value in made}
    for place in range(DAYS + 1):
        begun = [one for one in base if one <= place]
        expected = modelled(base[max(begun)] if begun else None)
        assert {code: held_on(rows, types[code], FIRST + timedelta(days=place)) for code in types} == expected


def held_on(rows: list[dict[str, Any]], price_type: str, day: date) -> Decimal | None:
    """More than one fails."""
    found = [
        Decimal(row["value"])
        for row in rows
        if row["price_type_id"] == price_type
        and row["valid_from"] <= day.isoformat()
        and (row["valid_to"] is None or day.isoformat() < row["valid_to"])
    ]
    assert len(found) <= 1
    return cents(found[0]) if found else None

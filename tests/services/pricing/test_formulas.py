"""Price types by a formula, and conditions: saved, followed, ended, told (T1, T2, T4, T5)."""

from typing import Any

import pytest

from services.pricing import contracts
from services.pricing.models import PriceSetting
from tests.services.cast import PRICER
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.test_explained import steps
from tests.services.pricing.test_following_prices import preview, prices, rows_of
from tests.services.pricing.test_price_types import a_markup, change, recalculate, refused

MARCH, MAY = "2026-03-01", "2026-05-01"
NINE_TENTHS = 'price["RETAIL"] * 9 / 10'


def a_formula(desk: Desk, code: str, formula: str = NINE_TENTHS, **more: Any) -> str:
    return desk.a_price_type(code, way="formula", formula=formula, **more)


def faults(desk: Desk, **said: Any) -> list[tuple[str, str]]:
    body = {"code": "NEW", "name": "Новий", "way": "formula", **said}
    refusal = desk.bench.refuses(contracts.ADD_PRICE_TYPE, body, by=PRICER)
    return sorted((field.pointer, field.code) for field in refusal.fields)


# ---------------------------------------------------------------- saving


def test_a_type_by_formula_is_shown_as_it_was_saved(desk: Desk) -> None:
    groups = [{"price_group_id": desk.a_price_group(), "formula": "cost * 2"}]
    promo = a_formula(desk, "PROMO", condition='item.brand == "Promin"', groups=groups)
    shown = next(row for row in desk.bench.listed(contracts.LIST_PRICE_TYPES) if row["id"] == promo)
    assert (shown["way"], shown["formula"], shown["condition"]) == ("formula", NINE_TENTHS, 'item.brand == "Promin"')
    assert shown["groups"][0]["formula"] == "cost * 2"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, [("/formula", "way_needs")]),
        ({"formula": "cost", "markup": "5"}, [("/markup", "way_takes_not")]),
        ({"way": "manual", "condition": "true"}, [("/condition", "way_takes_not")]),
        ({"way": "markup_on_purchase", "markup": "5", "formula": "cost"}, [("/formula", "way_takes_not")]),
        ({"formula": "cost > 1"}, [("/formula", "formula_result")]),
        ({"formula": "cost", "condition": "cost"}, [("/condition", "condition_result")]),
        ({"formula": 'price["RETALI"]'}, [("/formula", "formula_name")]),
        ({"formula": "cost", "condition": "item.foo == 1"}, [("/condition", "formula_name")]),
        ({"formula": "cost +"}, [("/formula", "formula_syntax")]),
    ],
)
def test_what_is_wrong_with_a_formula_is_named_at_its_field(
    desk: Desk, said: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert faults(desk, **said) == expected


def test_an_unknown_price_is_refused_with_those_that_are_known(desk: Desk) -> None:
    a_markup(desk, "DEALER")
    body = {"code": "NEW", "name": "Новий", "way": "formula", "formula": 'price["RETALI"]'}
    message = desk.bench.refuses(contracts.ADD_PRICE_TYPE, body, by=PRICER).fields[0].message
    assert 'price["RETALI"]' in message
    assert 'price["DEALER"], price["RETAIL"]' in message


def test_a_price_group_s_row_has_a_formula_or_a_base_and_a_markup(desk: Desk) -> None:
    ids = [desk.a_price_group(f"Група {place}") for place in range(4)]
    rows = [
        {"price_group_id": ids[0], "formula": "cost", "base_id": desk.retail, "markup": "5"},
        {"price_group_id": ids[1], "base_id": desk.retail},
        {"price_group_id": ids[2], "markup": "5"},
        {"price_group_id": ids[3], "threshold": "5"},
    ]
    assert faults(desk, formula="cost", groups=rows) == [
        ("/groups/0/base_id", "way_takes_not"),
        ("/groups/0/markup", "way_takes_not"),
        ("/groups/1/markup", "way_needs"),
        ("/groups/2/base_id", "way_needs"),
    ]


def test_a_circle_through_formulas_and_conditions_is_named(desk: Desk) -> None:
    promo = a_formula(desk, "PROMO")
    sale = a_markup(desk, "SALE", promo, condition="price.PROMO > 0")
    refusal = refused(desk, promo, formula='price["RETAIL"] + price["SALE"]')
    assert [(field.pointer, field.code) for field in refusal.fields] == [("/formula", "price_types_in_a_circle")]
    assert "PROMO → SALE → PROMO" in refusal.fields[0].message
    assert [field.pointer for field in refused(desk, promo, condition="has(price.SALE)").fields] == ["/condition"]
    groups = [{"price_group_id": desk.a_price_group(), "formula": "price.SALE"}]
    assert [field.pointer for field in refused(desk, promo, groups=groups).fields] == ["/groups/0/formula"]
    assert "PROMO → PROMO" in refused(desk, promo, formula="price.PROMO + 1").fields[0].message
    assert sale


def test_a_new_type_does_not_name_itself(desk: Desk) -> None:
    assert faults(desk, formula="price.NEW + 1") == [("/formula", "price_types_in_a_circle")]


def test_a_type_changes_its_way_to_a_formula_and_back(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER")
    changed = change(desk, dealer, way="formula", formula="cost")
    assert (changed["base_id"], changed["markup"], changed["formula"]) == (None, None, "cost")
    changed = change(desk, dealer, way="markup_on_type", base_id=desk.retail, markup="5", condition="true")
    assert (changed["formula"], changed["condition"]) == (None, "true")
    assert change(desk, dealer, condition=None)["condition"] is None


# ---------------------------------------------------------------- following


def test_a_formula_follows_every_price_it_names(desk: Desk) -> None:
    dealer = desk.a_price_type("DEALER")
    middle = a_formula(desk, "MIDDLE", "(price.RETAIL + price.DEALER) / 2")
    lamp = desk.an_item("LAMP", price="100")
    assert prices(desk, lamp, JANUARY, of=middle) == [None]
    desk.price((lamp, "80"), on=MARCH, price_type=dealer)
    desk.price((lamp, "110"), on=MAY)
    assert rows_of(desk, lamp, middle) == [
        (MARCH, MAY, "90.0000", "computed"),
        (MAY, None, "95.0000", "computed"),
    ]


def test_what_follows_a_formula_follows_through_it_and_rounding_and_threshold_hold(desk: Desk) -> None:
    promo = a_formula(desk, "PROMO", rounding=[{"price_from": "0", "step": "0.50", "direction": "up"}], threshold="5")
    export = a_markup(desk, "EXPORT", promo, markup="10")
    lamp = desk.an_item("LAMP", price="100.30")  # 90.27: 90.50
    desk.price((lamp, "104"), on=MARCH)  # 93.60: 94.00, 3.9 %
    desk.price((lamp, "106"), on=MAY)  # 95.40: 95.50, 5.5 %
    assert prices(desk, lamp, JANUARY, MARCH, MAY, of=promo) == ["90.5000", "90.5000", "95.5000"]
    assert prices(desk, lamp, JANUARY, MARCH, MAY, of=export) == ["99.5500", "99.5500", "105.0500"]


def test_what_is_divided_first_loses_what_is_left_over(desk: Desk) -> None:
    lost = a_formula(desk, "LOST", 'price["RETAIL"] / 10 * 9', precision="0.0001")
    whole = a_formula(desk, "WHOLE", precision="0.0001")
    lamp = desk.an_item("LAMP", price="1.2345")
    assert prices(desk, lamp, JANUARY, of=lost) + prices(desk, lamp, JANUARY, of=whole) == ["1.1106", "1.1110"]


def test_a_price_by_formula_is_never_below_zero(desk: Desk) -> None:
    promo = a_formula(desk, "PROMO", "price.RETAIL - 2000000")
    lamp = desk.an_item("LAMP", price="100")
    assert prices(desk, lamp, JANUARY, of=promo) == ["0.0000"]


def test_a_price_group_s_formula_takes_the_place_of_the_type_s_way(desk: Desk) -> None:
    tools, paint = desk.a_price_group(), desk.a_price_group("Фарби")
    groups = [{"price_group_id": tools, "formula": "price.RETAIL - 10000"}]
    dealer = a_markup(desk, "DEALER", markup="20", groups=groups)
    groups = [{"price_group_id": paint, "base_id": dealer, "markup": "50"}]
    promo = a_formula(desk, "PROMO", groups=groups)
    saw = desk.an_item("SAW", price="100", price_group_id=tools)
    oil = desk.an_item("OIL", price="100", price_group_id=paint)
    assert prices(desk, saw, JANUARY, of=dealer) + prices(desk, oil, JANUARY, of=dealer) == ["99.0000", "120.0000"]
    assert prices(desk, saw, JANUARY, of=promo) + prices(desk, oil, JANUARY, of=promo) == ["90.0000", "180.0000"]


def test_prices_go_in_in_the_currency_and_vat_kind_of_the_type(desk: Desk) -> None:
    euro = a_formula(desk, "EURO", "price.RETAIL + 1", currency="EUR", vat_included=False, precision="0.0001")
    desk.bench.do(contracts.SET_EXCHANGE_RATE, {"currency": "EUR", "on": JANUARY, "rate": "48"}, by=PRICER)
    lamp = desk.an_item("LAMP", price="1200")  # 25 with VAT, 20.8333 without
    assert desk.price_on(lamp, JANUARY, price_type_id=euro, prices_with_vat=False) == "20.8334"


def test_without_a_rate_a_formula_computes_nothing(desk: Desk) -> None:
    a_formula(desk, "EURO", "price.RETAIL", currency="EUR")
    lamp = desk.an_item("LAMP")
    assert [row["outcome"] for row in preview(desk, (lamp, "100"), on=MARCH)] == ["written", "no_rate"]


def test_a_formula_that_fails_leaves_the_old_price_and_says_so(desk: Desk) -> None:
    promo = a_formula(desk, "PROMO", "1000000000 / (price.RETAIL - 1000000)")
    lamp = desk.an_item("LAMP", price="90")
    before = prices(desk, lamp, JANUARY, of=promo)
    assert [row["outcome"] for row in preview(desk, (lamp, "100"), on=MARCH)] == ["written", "formula_failed"]
    setting = desk.price((lamp, "100"), on=MARCH)
    assert (setting["computed"], prices(desk, lamp, MARCH, of=promo)) == (0, before)


def test_a_formula_beyond_any_price_is_not_written(desk: Desk) -> None:
    a_formula(desk, "PROMO", "price.RETAIL * 1000000")
    lamp = desk.an_item("LAMP")
    assert [row["outcome"] for row in preview(desk, (lamp, "100000"), on=MARCH)] == ["written", "too_large"]


def test_a_changed_formula_is_computed_anew_as_a_job(desk: Desk) -> None:
    promo = a_formula(desk, "PROMO")
    lamp = desk.an_item("LAMP", price="100")
    change(desk, promo, formula="price.RETAIL / 2")
    recalculate(desk, promo)
    assert prices(desk, lamp, JANUARY, MARCH, of=promo) == ["90.0000", "50.0000"]


# ---------------------------------------------------------------- conditions


@pytest.fixture
def cheap(desk: Desk) -> str:
    """Retail and 20 %, of what costs less than 200.00."""
    return a_markup(desk, "CHEAP", condition="price.RETAIL < 2000000")


def test_by_a_condition_that_is_false_there_is_no_price(desk: Desk) -> None:
    branded = a_markup(desk, "BRANDED", condition='item.brand == "Promin"')
    ours = desk.an_item("OURS", price="100", brand="Promin")
    others = [desk.an_item("OTHER", price="100", brand="Zoria"), desk.an_item("NONE", price="100")]
    assert [prices(desk, one, JANUARY, of=branded) for one in (ours, *others)] == [["120.0000"], [None], [None]]
    shown = preview(desk, (others[0], "110"), on=MARCH)
    assert [(row["outcome"], row["old"], row["new"]) for row in shown][1] == ("not_applicable", None, None)


def test_a_condition_over_a_price_that_is_not_there_decides_nothing(desk: Desk) -> None:
    dealer = desk.a_price_type("DEALER")
    plus = a_markup(desk, "PLUS", condition="price.DEALER > 0")
    lamp = desk.an_item("LAMP", price="100")
    assert prices(desk, lamp, JANUARY, of=plus) == [None]
    desk.price((lamp, "80"), on=MARCH, price_type=dealer)
    assert prices(desk, lamp, JANUARY, MARCH, of=plus) == [None, "120.0000"]


def test_a_condition_that_has_become_false_ends_the_price_and_what_follows_it(desk: Desk, cheap: str) -> None:
    export = a_markup(desk, "EXPORT", cheap, markup="10")
    promo = a_formula(desk, "PROMO", "has(price.CHEAP) ? price.CHEAP : 70000")
    lamp = desk.an_item("LAMP", price="100")
    shown = preview(desk, (lamp, "200"), on=MARCH)
    assert [(row["outcome"], row["old"], row["new"]) for row in shown] == [
        ("written", "100.0000", "200.0000"),
        ("ended", "120.0000", None),
        ("ended", "132.0000", None),
        ("written", "120.0000", "7.0000"),
    ]
    setting = desk.price((lamp, "200"), on=MARCH)
    assert (setting["computed"], setting["ended"]) == (1, 2)
    assert prices(desk, lamp, "2026-02-28", MARCH, MAY, of=cheap) == ["120.0000", None, None]
    assert prices(desk, lamp, "2026-02-28", MARCH, MAY, of=export) == ["132.0000", None, None]
    assert prices(desk, lamp, "2026-02-28", MARCH, of=promo) == ["120.0000", "7.0000"]
    assert rows_of(desk, lamp, cheap) == [(JANUARY, MARCH, "120.0000", "computed")]


def test_a_price_that_has_ended_comes_back_with_its_condition(desk: Desk, cheap: str) -> None:
    export = a_markup(desk, "EXPORT", cheap, markup="10")
    lamp = desk.an_item("LAMP", price="100")
    desk.price((lamp, "300"), on=MARCH)
    desk.price((lamp, "150"), on=MAY)
    assert prices(desk, lamp, JANUARY, MARCH, MAY, of=cheap) == ["120.0000", None, "180.0000"]
    desk.price((lamp, "190"), on=MARCH)
    assert prices(desk, lamp, JANUARY, MARCH, MAY, of=export) == ["132.0000", "250.8000", "198.0000"]


def test_a_past_change_ends_later_prices_that_were_computed_anew_since(desk: Desk, cheap: str) -> None:
    export = a_markup(desk, "EXPORT", cheap, markup="10")
    lamp = desk.an_item("LAMP", price="100")
    change(desk, export, markup="20")
    recalculate(desk, export, MAY)
    assert prices(desk, lamp, MARCH, MAY, of=export) == ["132.0000", "144.0000"]
    desk.price((lamp, "300"), on=MARCH)
    assert prices(desk, lamp, "2026-02-28", MARCH, MAY, of=export) == ["132.0000", None, None]


def test_a_condition_ends_a_typed_price_too_and_passes_a_later_one_by(desk: Desk, cheap: str) -> None:
    lamp = desk.an_item("LAMP", price="100")
    desk.price((lamp, "99"), on="2026-02-01", price_type=cheap)
    desk.price((lamp, "98"), on=MAY, price_type=cheap)
    desk.price((lamp, "300"), on=MARCH)
    assert prices(desk, lamp, "2026-02-28", MARCH, MAY, of=cheap) == ["99.0000", None, "98.0000"]


def test_a_price_typed_in_the_setting_that_makes_the_condition_false_stands(desk: Desk, cheap: str) -> None:
    lamp = desk.an_item("LAMP", price="100")
    said = {desk.retail: "300", cheap: "250"}
    rows = [{"item_id": lamp, "price_type_id": one, "value": value} for one, value in said.items()]
    desk.bench.do(contracts.SET_PRICES, {"effective_from": MARCH, "prices": rows}, by=PRICER)
    assert prices(desk, lamp, MARCH, of=cheap) == ["250.0000"]


def test_an_item_s_new_brand_ends_its_price_when_it_is_computed_anew(desk: Desk) -> None:
    branded = a_markup(desk, "BRANDED", condition='item.brand == "Promin"')
    lamp = desk.an_item("LAMP", price="100", brand="Promin")
    desk.bench.do(contracts.CHANGE_ITEM, {"id": lamp, "brand": None}, by=PRICER)
    recalculate(desk, branded)
    assert prices(desk, lamp, "2026-02-28", MARCH, of=branded) == ["120.0000", None]
    assert desk.bench.rows(PriceSetting)[-1].ended == 1


def test_computed_anew_from_the_day_it_began_a_price_its_condition_excludes_is_none(desk: Desk) -> None:
    promo = a_formula(desk, "PROMO")
    lamp = desk.an_item("LAMP", price="100")
    change(desk, promo, condition="price.RETAIL < 0")
    recalculate(desk, promo, JANUARY)
    assert rows_of(desk, lamp, promo) == []


def test_cancelling_the_setting_that_ended_a_price_brings_it_back(desk: Desk, cheap: str) -> None:
    lamp = desk.an_item("LAMP", price="100")
    ending = desk.price((lamp, "300"), on=MARCH)
    desk.price((lamp, "110"), on=MAY)
    desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": ending["id"]}, by=PRICER)
    assert rows_of(desk, lamp, cheap) == [(JANUARY, MAY, "120.0000", "computed"), (MAY, None, "132.0000", "computed")]


def test_what_stood_over_a_price_that_had_ended_stands_when_another_setting_is_cancelled(
    desk: Desk, cheap: str
) -> None:
    promo = a_formula(desk, "PROMO", "price.RETAIL")
    dealer, other = desk.a_price_type("DEALER"), desk.a_price_type("OTHER")
    lamp = desk.an_item("LAMP")
    first = desk.price((lamp, "1"), on=JANUARY, price_type=other)
    for day, price in ((JANUARY, "100"), (MARCH, "300"), (MAY, "310")):
        desk.price((lamp, price), on=day)
    change(desk, promo, formula="price.CHEAP + price.DEALER")
    desk.price((lamp, "2"), on=MAY, price_type=dealer)
    expected = ["100.0000", "300.0000", "310.0000"]
    assert prices(desk, lamp, JANUARY, MARCH, MAY, of=promo) == expected
    desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": first["id"]}, by=PRICER)
    assert prices(desk, lamp, JANUARY, MARCH, MAY, of=promo) == expected


def test_a_price_that_ended_is_none_on_its_day_and_was_one_as_known_before(desk: Desk, cheap: str) -> None:
    lamp = desk.an_item("LAMP", price="100")
    before = desk.bench.rows(PriceSetting)[-1].agreed_at.isoformat()
    desk.price((lamp, "300"), on=MARCH)
    asked = {"item_id": lamp, "price_type_id": cheap, "on": MARCH}
    assert desk.bench.do(contracts.GET_PRICE, asked)["value"] is None
    assert desk.bench.do(contracts.GET_PRICE, {**asked, "known_at": before})["value"] == "120.0000"


# ---------------------------------------------------------------- why this price


def test_the_story_of_a_price_names_the_formula_and_what_went_in(desk: Desk) -> None:
    formula = 'item.brand == "Promin" ? price.RETAIL * 9 / 10 : price.RETAIL'
    promo = a_formula(desk, "PROMO", formula, condition="price.RETAIL > 0", precision="0.50")
    lamp = desk.an_item("LAMP", price="100.30", brand="Promin")
    assert steps(desk, lamp, promo) == [
        ("condition", None, None, True),
        ("formula", None, "90.2700", True),
        ("rounding", "90.2700", "90.5000", True),
        ("price_type", None, "90.5000", True),
    ]
    line = desk.quote((lamp, "1"), on=MARCH, price_type_id=promo, explain=True)["lines"][0]
    assert [one["text"] for one in line["reasons"]][:2] == [
        "The condition holds: price.RETAIL > 0",
        f'The formula {formula}; price["RETAIL"] = 100.3, item.brand = "Promin"',
    ]
    change(desk, promo, formula="price.RETAIL", condition=None)
    assert len(steps(desk, lamp, promo)) == 4, "a later change of the type does not change the story"

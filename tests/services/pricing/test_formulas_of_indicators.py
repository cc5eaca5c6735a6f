"""Formulas and conditions of prices over what segments know: what items sell, seasons, categories (T1, T5, N3)."""

from typing import Any

import pytest

from services.chassis.criteria import FieldKind
from services.pricing import contracts
from services.pricing.rules.item_fields import FIELDS, OF_SEGMENTS
from services.pricing.segment_fields import FIELDS as CHOSEN_BY
from tests.services.bench import Bench
from tests.services.cast import PRICER
from tests.services.pricing.desk import JANUARY
from tests.services.pricing.packages import packages, row, set_prices
from tests.services.pricing.segmented import a_segment, skus
from tests.services.pricing.selling import Selling
from tests.services.pricing.test_following_prices import prices
from tests.services.pricing.test_formula_checks import check
from tests.services.pricing.test_formulas import MARCH, a_formula, faults
from tests.services.pricing.test_price_types import a_markup, change, recalculate

SALE = 'item.rating == "slow" && item.stock > 10000 ? price.RETAIL * 8 / 10 : price.RETAIL'
OCTOBER, DECEMBER = "2026-10-01", "2026-12-01"


@pytest.fixture
def selling(pricing: Bench, monkeypatch: pytest.MonkeyPatch) -> Selling:
    """On 1 December there are 26 lamps, last sold on 20 September; cables sold yesterday; drills never came in."""
    made = Selling(pricing, monkeypatch)
    made.receive(("LAMP", "40"), ("CABLE", "100"))
    made.ship(("LAMP", "14", "1390.00"), on="2026-09-20")
    made.ship(("CABLE", "40", "6000.00"), on="2026-11-30")
    made.recompute()
    for sku, price in (("LAMP", "100"), ("CABLE", "50"), ("DRILL", "900")):
        made.price((made.goods[sku], price), on=JANUARY)
    return made


def tried(selling: Selling, formula: str, sku: str = "LAMP") -> dict[str, Any]:
    found: dict[str, Any] = check(selling, formula, item_id=selling.goods[sku], on=DECEMBER)["trial"]
    return found


# ---------------------------------------------------------------- which prices


def test_what_sells_slowly_and_is_there_in_numbers_is_cheaper_by_a_fifth(selling: Selling) -> None:
    """The manual's example: a changed figure moves the price when it is computed anew, and not before."""
    sale = a_formula(selling, "SALE", SALE)
    recalculate(selling, sale, OCTOBER)
    lamp, cable = selling.goods["LAMP"], selling.goods["CABLE"]
    assert prices(selling, lamp, OCTOBER, DECEMBER, of=sale) == ["80.0000", "80.0000"]
    assert prices(selling, cable, DECEMBER, of=sale) == ["50.0000"]
    selling.ship(("LAMP", "1", "80.00"), on=DECEMBER)
    selling.recompute()
    assert selling.indicators("LAMP")["rating"] != "slow"
    assert prices(selling, lamp, DECEMBER, of=sale) == ["80.0000"]
    recalculate(selling, sale, DECEMBER)
    assert prices(selling, lamp, OCTOBER, DECEMBER, of=sale) == ["80.0000", "100.0000"]


def test_a_price_it_names_is_followed_with_the_figures_of_that_moment(selling: Selling) -> None:
    sale = a_formula(selling, "SALE", SALE)
    lamp = selling.goods["LAMP"]
    selling.price((lamp, "110"), on=OCTOBER)
    assert prices(selling, lamp, OCTOBER, of=sale) == ["88.0000"]
    selling.ship(("LAMP", "1", "80.00"), on=DECEMBER)
    selling.recompute()
    selling.price((lamp, "120"), on=DECEMBER)
    assert prices(selling, lamp, OCTOBER, DECEMBER, of=sale) == ["88.0000", "120.0000"]


@pytest.mark.parametrize(("turnover", "expected"), [("999.99", "90.0000"), ("1000.00", "95.0000")])
def test_a_price_group_s_formula_names_them_too(selling: Selling, turnover: str, expected: str) -> None:
    selling.ship(("DRILL", "1", turnover), on=DECEMBER)
    selling.recompute()
    drill, group = selling.goods["DRILL"], selling.a_price_group()
    selling.bench.do(contracts.CHANGE_ITEM, {"id": drill, "price_group_id": group}, by=PRICER)
    formula = "price.RETAIL * (item.turnover < 10000000 ? 90 : 95) / 900"
    dealer = a_markup(selling, "DEALER", groups=[{"price_group_id": group, "formula": formula}])
    recalculate(selling, dealer, DECEMBER)
    assert prices(selling, drill, DECEMBER, of=dealer) == [expected]


def test_a_condition_over_an_indicator_says_for_which_items_the_type_works(selling: Selling) -> None:
    best = a_markup(selling, "BEST", markup="10", condition='item.abc == "A"')
    recalculate(selling, best, OCTOBER)
    assert [prices(selling, selling.goods[sku], OCTOBER, of=best) for sku in ("LAMP", "CABLE", "DRILL")] == [
        [None],
        ["55.0000"],
        [None],
    ]
    selling.ship(("LAMP", "20", "90000.00"), on=DECEMBER)
    selling.recompute()
    recalculate(selling, best, DECEMBER)
    assert [prices(selling, selling.goods[sku], DECEMBER, of=best) for sku in ("LAMP", "CABLE")] == [
        ["110.0000"],
        [None],
    ]


def test_of_an_indicator_without_a_value_nothing_is_computed_and_has_asks_for_one(selling: Selling) -> None:
    """Nothing was told of the drill's coming in: how many there are is not known."""
    drill = selling.goods["DRILL"]
    types = {
        "FORMULA": a_formula(selling, "FORMULA", "item.stock > 5000 ? price.RETAIL : 1"),
        "CONDITION": a_markup(selling, "CONDITION", markup="0", condition="item.stock > 5000"),
        "ASKS": a_formula(selling, "ASKS", "has(item.stock) && item.stock > 5000 ? price.RETAIL : 10000"),
    }
    for one in types.values():
        recalculate(selling, one, DECEMBER)
    assert [prices(selling, drill, DECEMBER, of=one) for one in types.values()] == [[None], [None], ["1.0000"]]
    selling.receive(("DRILL", "6"), name="2")
    selling.recompute()
    for one in types.values():
        recalculate(selling, one, DECEMBER)
    assert [prices(selling, drill, DECEMBER, of=one) for one in types.values()] == [["900.0000"]] * 3


def test_a_package_has_the_figures_of_its_item(selling: Selling) -> None:
    sale = a_formula(selling, "SALE", SALE)
    lamp = selling.goods["LAMP"]
    [box] = packages(selling, lamp, Ящик="12")
    set_prices(selling, MARCH, row(lamp, box, selling.retail, value="1000"))
    on_day = {"item_id": lamp, "package_id": box, "price_type_id": sale, "on": MARCH}
    assert selling.bench.do(contracts.GET_PRICE, on_day)["value"] == "800.0000"


def test_what_is_made_again_by_a_cancelling_takes_the_figures_of_today(selling: Selling) -> None:
    sale = a_formula(selling, "SALE", SALE)
    lamp = selling.goods["LAMP"]
    first = selling.price((lamp, "105"), on=OCTOBER)
    selling.price((lamp, "120"), on=DECEMBER)
    assert prices(selling, lamp, DECEMBER, of=sale) == ["96.0000"]
    selling.ship(("LAMP", "1", "80.00"), on=DECEMBER)
    selling.recompute()
    selling.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": first["id"]}, by=PRICER)
    assert prices(selling, lamp, DECEMBER, of=sale) == ["120.0000"]


# ---------------------------------------------------------------- what may be named


def test_the_price_for_sales_is_no_field_of_prices(selling: Selling) -> None:
    """It would be followed by nobody, and no circle through it would be found."""
    assert OF_SEGMENTS.keys() - FIELDS.keys() == {"price"}
    assert faults(selling, formula="item.price", condition="item.price > 0") == [
        ("/condition", "formula_name"),
        ("/formula", "formula_name"),
    ]
    assert faults(selling, formula='has(item.price) ? cost : item["price"]') == [("/formula", "formula_name")]


def test_a_formula_of_a_price_and_of_a_segment_see_the_same(selling: Selling) -> None:
    """Every field, filled in and not: what a trial shows is what the segment's formula equals."""
    groups = {
        "product_category_id": contracts.ADD_PRODUCT_CATEGORY,
        "season_id": contracts.ADD_SEASON,
        "seasonal_group_id": contracts.ADD_SEASONAL_GROUP,
        "price_group_id": contracts.ADD_PRICE_GROUP,
    }
    ids = {name: selling.bench.do(add, {"name": f"Вигадане {name}"}, by=PRICER)["id"] for name, add in groups.items()}
    card = {"brand": "Промінь", "name_en": "Lamp", "uktzed_code": "9405210000", **ids}
    selling.bench.do(contracts.CHANGE_ITEM, {"id": selling.goods["LAMP"], **card}, by=PRICER)
    for place, (name, known) in enumerate(FIELDS.items()):
        in_formula = {sku: _literal(tried(selling, f"item.{name}", sku), known.kind) for sku in selling.goods}
        for sku, said in in_formula.items():
            formula = f"!has(item.{name})" if said is None else f"has(item.{name}) && item.{name} == {said}"
            segment = a_segment(selling, f"{place} {sku}", formula=formula)
            assert sku in skus(selling, segment), (name, said)
        assert CHOSEN_BY[name].kind is known.kind
    assert tried(selling, "item.stock", "DRILL")["outcome"] == "lacks"


def _literal(trial: dict[str, Any], kind: FieldKind) -> str | None:
    text = kind in (FieldKind.TEXT, FieldKind.CHOICE, FieldKind.DATE)
    return f'"{trial["result"]}"' if text else trial["result"]


def test_a_trial_shows_what_went_in_as_people_read_it(selling: Selling) -> None:
    """Into the formula money goes in ten-thousandths, quantities in thousandths."""
    formula = "item.turnover * 1000 / item.quantity_sold + (item.last_sale < '2026-10-01' ? item.stock : 0)"
    trial = tried(selling, formula)
    assert trial["values"] == [
        {"name": "item.last_sale", "value": "2026-09-20"},
        {"name": "item.quantity_sold", "value": "14.000"},
        {"name": "item.stock", "value": "26.000"},
        {"name": "item.turnover", "value": "1390.00"},
    ]
    assert trial["result"] == str(13_900_000 * 1000 // 14_000 + 26_000)
    lacks = tried(selling, formula, "DRILL")
    assert (lacks["outcome"], lacks["values"][2]) == ("lacks", {"name": "item.stock", "value": None})
    checked = check(selling, formula)
    assert checked["names"] == [f"item.{name}" for name in ("last_sale", "quantity_sold", "stock", "turnover")]
    assert [one["code"] for one in checked["warnings"]] == ["division_truncates", "follows_nothing"]


def test_the_story_of_a_price_tells_the_figures_that_went_into_it(selling: Selling) -> None:
    sale = a_formula(selling, "SALE", SALE, condition="item.turnover > 0")
    recalculate(selling, sale, OCTOBER)
    selling.ship(("LAMP", "1", "80.00"), on=DECEMBER)
    selling.recompute()
    asked = {"on": DECEMBER, "price_type_id": sale, "explain": True}
    line = selling.quote((selling.goods["LAMP"], "1"), **asked)["lines"][0]
    assert [one["text"] for one in line["reasons"]][:2] == [
        "The condition holds: item.turnover > 0",
        f'The formula {SALE}; price["RETAIL"] = 100, item.rating = "slow", item.stock = 26, item.turnover = 1390',
    ]
    change(selling, sale, formula="has(item.stock) ? 1 : price.RETAIL", condition=None)
    recalculate(selling, sale, DECEMBER)
    line = selling.quote((selling.goods["DRILL"], "1"), **asked)["lines"][0]
    assert line["reasons"][0]["text"].endswith('price["RETAIL"] = 900, item.stock = —')


# ---------------------------------------------------------------- in sets


def test_computing_anew_takes_no_statement_for_figures_nor_for_items(selling: Selling) -> None:
    plain = a_formula(selling, "PLAIN", 'item.brand == "" ? price.RETAIL : 1')
    named = a_formula(selling, "NAMED", " + ".join(f"(has(item.{name}) ? price.RETAIL : 1)" for name in FIELDS))
    counted: list[int] = []
    for several in ([], [selling.an_item(f"MORE-{place}", price="10") for place in range(40)]):
        for one in (plain, named):
            with selling.bench.statements() as seen:
                recalculate(selling, one, DECEMBER if several else OCTOBER)
            counted.append(len(seen))
            figures = [text for text in seen if "item_indicators" in text and "turnover" in text]
            assert len(figures) == (1 if one is named else 0)
    assert counted[0] == counted[1]
    assert counted[2] == counted[3] <= counted[0]


def test_where_no_formula_names_a_field_the_item_alone_is_read(selling: Selling) -> None:
    dealer = a_markup(selling, "DEALER")
    with selling.bench.statements() as seen:
        recalculate(selling, dealer, OCTOBER)
    assert not [text for text in seen if "item_indicators" in text or "price_groups" in text]
    assert prices(selling, selling.goods["LAMP"], OCTOBER, of=dealer) == ["120.0000"]


def test_a_sum_that_no_formula_holds_makes_no_price(selling: Selling) -> None:
    many = a_formula(selling, "MANY", "item.turnover * 1000000000000000")
    recalculate(selling, many, DECEMBER)
    assert prices(selling, selling.goods["LAMP"], DECEMBER, of=many) == [None]
    assert tried(selling, "item.turnover * 1000000000000000")["outcome"] == "failed"

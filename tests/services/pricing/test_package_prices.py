"""Prices of packages: their own, or their units at the unit's price; in settings, history, quotes and under offers."""

from decimal import Decimal
from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.pricing import contracts
from services.pricing.models import ItemPrice
from services.pricing.rules.packages import of_package, units_of
from tests.services.builders import Catalogue
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk
from tests.services.pricing.packages import in_packages, packages, row, set_prices, steps
from tests.services.pricing.test_price_types import a_markup, change, recalculate
from tests.services.pricing.test_purchases import a_receipt, hear, on_purchase

JANUARY, MARCH, MAY = "2026-01-01", "2026-03-01", "2026-05-01"


@pytest.fixture
def lamp(desk: Desk) -> str:
    return desk.an_item("LAMP", price="10.05")


@pytest.fixture
def box(desk: Desk, lamp: str) -> str:
    return packages(desk, lamp, Ящик="12")[0]


def quoted(desk: Catalogue, item: str, package: str | None, quantity: str = "1", **more: Any) -> dict[str, Any]:
    line: dict[str, Any] = desk.quote(lines=[in_packages(item, package, quantity)], **more)["lines"][0]
    return line


def price_of(desk: Catalogue, item: str, package: str | None, on: str, **more: Any) -> str | None:
    line = quoted(desk, item, package, on=on, **more)
    return None if line["problem"] else line["price"]


# ---------------------------------------------------------------- a line


def test_a_package_without_a_price_of_its_own_costs_its_units(desk: Desk, lamp: str, box: str) -> None:
    line = quoted(desk, lamp, box, "3")
    assert (line["quantity"], line["unit_quantity"], line["factor"]) == ("3.000", "36.000", "12.000")
    assert (line["price"], line["total"], line["vat"]) == ("120.6000", "361.80", "60.30")
    assert (line["package_id"], line["package"]) == (box, "Ящик")
    assert steps(line) == [("price_type", None, "10.0500"), ("package", "10.0500", "120.6000")]
    assert line["reasons"][1]["text"] == "Price of the package at the unit's price: Ящик: 10.05 × 12"


def test_a_package_with_a_price_of_its_own_costs_that(desk: Desk, lamp: str, box: str) -> None:
    set_prices(desk, MARCH, row(lamp, box, desk.retail, value="110"))
    line = quoted(desk, lamp, box, "3")
    assert (line["price"], line["total"]) == ("110.0000", "330.00")
    assert steps(line) == [("price_type", None, "110.0000")]
    assert line["reasons"][0]["text"] == "Price by type “Вид RETAIL”: package “Ящик” itself"
    assert price_of(desk, lamp, box, "2026-02-28") == "120.6000", "before, it was its units'"
    assert price_of(desk, lamp, None, MARCH) == "10.0500", "the unit keeps its own"


def test_a_line_of_units_says_nothing_of_packages(desk: Desk, lamp: str, box: str) -> None:
    line = quoted(desk, lamp, None, "3")
    assert [line[name] for name in ("package_id", "package", "factor", "unit_quantity")] == [None] * 4


def test_a_price_by_units_is_kept_to_four_decimals_before_anything_else(desk: Desk) -> None:
    cable = desk.an_item("CABLE", price="0.3333")
    (roll,) = packages(desk, cable, Бухта="2.005")
    assert price_of(desk, cable, roll, MARCH) == "0.6683", "0.66826650"
    assert price_of(desk, cable, roll, MARCH, prices_with_vat=False) == "0.5569", "of 0.6683, and not of 0.66826650"
    assert of_package(Decimal("0.1"), Decimal("0.5005")) == Decimal("0.0501"), "a half goes up"


@pytest.mark.parametrize(
    ("quantity", "factor", "units"),
    [
        ("3", "12", "36"),
        ("0.5", "12.002", "6.001"),
        ("0.5", "12.001", None),
        ("0.001", "0.001", None),
        ("1000", "9999.999", "9999999"),
        ("1000.001", "9999.999", None),
        ("10", "1000000", None),
    ],
)
def test_packages_make_a_quantity_of_units_or_are_refused(quantity: str, factor: str, units: str | None) -> None:
    made = units_of(Decimal(quantity), Decimal(factor))
    assert made == (None if units is None else Decimal(units))


def test_quantities_that_make_no_units_are_named(desk: Desk, lamp: str) -> None:
    odd, even = packages(desk, lamp, Набір="2.001", Пара="2")
    lines = [in_packages(lamp, odd, "0.5"), in_packages(lamp, even, "0.5"), in_packages(lamp, odd, "0.25")]
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, {"on": MARCH, "lines": lines})
    assert [(one.pointer, one.code) for one in refusal.fields] == [
        ("/lines/0/quantity", "package_quantity"),
        ("/lines/2/quantity", "package_quantity"),
    ]


def test_unknown_packages_and_those_of_other_items_are_all_named(desk: Desk, lamp: str, box: str) -> None:
    other = desk.an_item("OTHER", price="5")
    lines = [in_packages(lamp, box), in_packages(other, box), in_packages(lamp, str(uuid7()))]
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, {"on": MARCH, "lines": lines})
    assert [one.pointer for one in refusal.fields] == ["/lines/1/package_id", "/lines/2/package_id"]
    assert {one.code for one in refusal.fields} == {"unknown_reference"}


def test_a_withdrawn_package_is_sold_no_more_and_its_history_stays(desk: Desk, lamp: str, box: str) -> None:
    set_prices(desk, MARCH, row(lamp, box, desk.retail, value="110"))
    packages(desk, lamp)
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, {"on": MARCH, "lines": [in_packages(lamp, box)]})
    assert (refusal.code.name, refusal.fields[0].pointer) == ("package_withdrawn", "/lines/0/package_id")
    assert [one["value"] for one in desk.bench.listed(contracts.LIST_PRICES, package_id=box)] == ["110.0000"]


def test_the_same_item_stands_in_packages_and_in_units(desk: Desk, lamp: str, box: str) -> None:
    quote = desk.quote(lines=[in_packages(lamp, box, "2"), in_packages(lamp, None, "5"), in_packages(lamp, box, "1")])
    assert [line["total"] for line in quote["lines"]] == ["241.20", "50.25", "120.60"]
    assert quote["total"] == "412.05"


def test_a_package_dearer_than_any_document_is_refused(desk: Desk) -> None:
    dear = desk.an_item("DEAR", price="999999999")
    (heap,) = packages(desk, dear, Купа="999999")
    asked = {"on": MARCH, "lines": [in_packages(dear, heap, "0.001")]}
    assert desk.bench.refuses(contracts.ASK_QUOTE, asked).code.name == "amount_too_large"


def test_a_typed_price_is_of_one_package(desk: Desk, lamp: str, box: str) -> None:
    lines = [in_packages(lamp, box, "2", manual_price="100")]
    line = desk.quote(lines=lines)["lines"][0]
    assert (line["price"], line["total"], line["listed_price"]) == ("100.0000", "200.00", "120.6000")
    assert line["needs_approval"] is True, "17.08 % below 120.60, and nobody's limit is set"


def test_bounds_of_discounts_count_units(desk: Desk, lamp: str, box: str) -> None:
    desk.bench.do(contracts.ADD_DISCOUNT, {"name": "Від 24", "percent": "10", "quantity_from": "24"}, by=PRICER)
    assert [quoted(desk, lamp, box, quantity)["total"] for quantity in ("1", "2")] == ["120.60", "217.08"]


# ---------------------------------------------------------------- under an offer


def test_an_offer_s_typed_price_goes_before_the_package_s_own(desk: Desk, lamp: str, box: str) -> None:
    set_prices(desk, JANUARY, row(lamp, box, desk.retail, value="110"))
    offer = desk.an_offer(item_rows=[{"item_id": lamp, "price": "9.5"}])
    line = desk.under(offer, lines=[in_packages(lamp, box)])["lines"][0]
    assert steps(line) == [("item_price", None, "9.5000"), ("package", "9.5000", "114.0000")]


def test_a_percent_is_taken_of_the_package_s_price(desk: Desk) -> None:
    group = desk.a_price_group()
    lamp = desk.an_item("LAMP", price="10.05", price_group_id=group)
    box, pair = packages(desk, lamp, Ящик="12", Пара="2")
    set_prices(desk, JANUARY, row(lamp, box, desk.retail, value="110"))
    offer = desk.an_offer(group_rows=[{"price_group_id": group, "percent": "-5"}])
    own, by_units = desk.under(offer, lines=[in_packages(lamp, box), in_packages(lamp, pair)])["lines"]
    assert steps(own) == [("group_percent", "110.0000", "104.5000")]
    assert steps(by_units) == [("package", "10.0500", "20.1000"), ("group_percent", "20.1000", "19.0950")]


def test_a_place_is_passed_where_neither_the_package_nor_the_unit_has_a_price(desk: Desk, lamp: str, box: str) -> None:
    dealer, empty = desk.a_price_type("DEALER"), desk.an_item("EMPTY")
    (bag,) = packages(desk, empty, Мішок="50")
    set_prices(desk, JANUARY, row(lamp, box, dealer, value="99"))
    offer = desk.an_offer(item_rows=[{"item_id": one, "price_type_id": dealer} for one in (lamp, empty)])
    lines = [in_packages(lamp, box), in_packages(lamp, None), in_packages(empty, bag)]
    of_box, of_unit, nothing = desk.under(offer, lines=lines)["lines"]
    assert steps(of_box) == [("item_price_type", None, "99.0000")]
    assert steps(of_unit) == [("main_price_type", None, "10.0500")], "the unit has no dealer's price"
    assert (nothing["problem"], nothing["total"]) == ("no_price", "0.00")


def test_currency_and_vat_are_converted_after_the_units_are_counted(desk: Desk) -> None:
    euro = desk.a_price_type("EURO", currency="EUR")
    lamp = desk.an_item("LAMP")
    (box,) = packages(desk, lamp, Ящик="3")
    set_prices(desk, JANUARY, row(lamp, None, euro, value="0.3333"))
    desk.bench.do(contracts.SET_EXCHANGE_RATE, {"currency": "EUR", "on": JANUARY, "rate": "48.7312"}, by=PRICER)
    line = quoted(desk, lamp, box, price_type_id=euro, currency="UAH", prices_with_vat=False)
    assert steps(line) == [
        ("price_type", None, "0.3333"),
        ("package", "0.3333", "0.9999"),
        ("exchange_rate", "0.9999", "48.7263"),
        ("vat", "48.7263", "40.6053"),
    ]


# ---------------------------------------------------------------- settings and history


def test_prices_of_packages_follow_only_prices_of_packages(desk: Desk, lamp: str, box: str) -> None:
    dealer = a_markup(desk, "DEALER", markup="-10")
    set_prices(desk, MARCH, row(lamp, None, desk.retail, value="11"))
    assert price_of(desk, lamp, box, MARCH, price_type_id=dealer) == "118.8000", "12 × 9.90: the unit's"
    made = set_prices(desk, MAY, row(lamp, box, desk.retail, value="120"))
    assert (made["count"], made["computed"]) == (1, 1)
    assert price_of(desk, lamp, box, MAY, price_type_id=dealer) == "108.0000", "its own: 120.00 less 10 %"
    set_prices(desk, MAY, row(lamp, None, desk.retail, value="20"))
    assert price_of(desk, lamp, box, MAY, price_type_id=dealer) == "108.0000", "a unit's price moves no package's own"
    assert price_of(desk, lamp, None, MAY, price_type_id=dealer) == "18.0000"


def test_the_story_of_lamps_and_boxes(desk: Desk, lamp: str, box: str) -> None:
    """The worked example of docs/pricing.md."""
    dealer = a_markup(desk, "DEALER", markup="-10")

    def told(day: str) -> list[str | None]:
        of_retail = [price_of(desk, lamp, one, day) for one in (None, box)]
        return [*of_retail, price_of(desk, lamp, box, day, price_type_id=dealer)]

    march = set_prices(desk, MARCH, row(lamp, box, desk.retail, value="110"))
    set_prices(desk, MAY, row(lamp, None, desk.retail, value="20"))
    assert told(JANUARY) == ["10.0500", "120.6000", None]
    assert told(MARCH) == ["10.0500", "110.0000", "99.0000"]
    assert told(MAY) == ["20.0000", "110.0000", "99.0000"]
    assert price_of(desk, lamp, None, MAY, price_type_id=dealer) == "18.0000"
    desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": march["id"]}, by=PRICER)
    assert told(MARCH) == ["10.0500", "120.6000", None]
    assert told(MAY) == ["20.0000", "240.0000", "216.0000"]


def test_what_follows_purchases_has_prices_of_units_alone(desk: Desk, lamp: str, box: str) -> None:
    plus = on_purchase(desk, vat_included=True)
    hear(desk, a_receipt((lamp, "6")))
    assert price_of(desk, lamp, None, MARCH, price_type_id=plus) == "10.8000"
    assert price_of(desk, lamp, box, MARCH, price_type_id=plus) == "129.6000", "12 × 10.80"
    set_prices(desk, MARCH, row(lamp, box, plus, value="125"))
    hear(desk, a_receipt((lamp, "7"), on=MAY, name="later"))
    recalculate(desk, plus, MAY)
    assert [price_of(desk, lamp, one, MAY, price_type_id=plus) for one in (None, box)] == ["12.6000", "125.0000"]


def test_a_type_computed_anew_computes_packages_too(desk: Desk, lamp: str, box: str) -> None:
    dealer = a_markup(desk, "DEALER", markup="-10")
    set_prices(desk, JANUARY, row(lamp, box, desk.retail, value="120"))
    change(desk, dealer, markup="-50")
    recalculate(desk, dealer, MARCH)
    assert [price_of(desk, lamp, box, day, price_type_id=dealer) for day in (JANUARY, MARCH)] == [
        "108.0000",
        "60.0000",
    ]


def test_a_row_says_a_percent_or_a_recalculation_of_a_package_s_own_price(desk: Desk, lamp: str, box: str) -> None:
    dealer = a_markup(desk, "DEALER", markup="-10")
    nothing = set_prices(desk, MARCH, row(lamp, box, desk.retail, percent="10"))
    assert nothing["count"] == 0, "it had no price of its own"
    set_prices(desk, MARCH, row(lamp, box, desk.retail, value="120"), row(lamp, box, dealer, value="50"))
    set_prices(desk, MAY, row(lamp, box, desk.retail, percent="10"))
    assert [price_of(desk, lamp, box, MAY, price_type_id=one) for one in (desk.retail, dealer)] == [
        "132.0000",
        "118.8000",
    ]


def test_cancelling_gives_a_package_back_to_its_units(desk: Desk, lamp: str, box: str) -> None:
    dealer = a_markup(desk, "DEALER", markup="-10")
    both = row(lamp, None, desk.retail, value="11"), row(lamp, box, desk.retail, value="120")
    made = set_prices(desk, MARCH, *both)
    assert [price_of(desk, lamp, box, MAY, price_type_id=one) for one in (desk.retail, dealer)] == [
        "120.0000",
        "108.0000",
    ]
    desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": made["id"]}, by=PRICER)
    assert price_of(desk, lamp, box, MAY) == "120.6000"
    assert price_of(desk, lamp, box, MAY, price_type_id=dealer) is None
    assert desk.bench.rows(ItemPrice, ItemPrice.package_id.is_not(None)) == []


def test_a_preview_names_the_package_and_writes_nothing(desk: Desk, lamp: str, box: str) -> None:
    dealer = a_markup(desk, "DEALER", markup="-10")
    rows = [row(lamp, box, desk.retail, value="120"), row(lamp, None, desk.retail, value="11")]
    body = {"effective_from": MARCH, "prices": rows}
    shown = desk.bench.do(contracts.PREVIEW_PRICES, body, by=PRICER)["prices"]
    assert [(one["item_id"], one["package_id"], one["price_type_id"], one["new"]) for one in shown] == [
        (lamp, box, desk.retail, "120.0000"),
        (lamp, box, dealer, "108.0000"),
        (lamp, None, desk.retail, "11.0000"),
        (lamp, None, dealer, "9.9000"),
    ]
    draft = set_prices(desk, MARCH, *rows, draft=True)
    assert desk.bench.do(contracts.PREVIEW_PRICE_SETTING, {"id": draft["id"]}, by=PRICER)["prices"] == shown
    assert price_of(desk, lamp, box, MARCH) == "120.6000"
    desk.bench.do(contracts.AGREE_PRICE_SETTING, {"id": draft["id"]}, by=PRICER)
    assert price_of(desk, lamp, box, MARCH) == "120.0000"


def test_wrong_packages_in_a_setting_are_all_named(desk: Desk, lamp: str, box: str) -> None:
    group, other = desk.a_price_group(), desk.an_item("OTHER")
    rows = [
        row(lamp, box, desk.retail, value="1"),
        row(other, box, desk.retail, value="1"),
        row(lamp, str(uuid7()), desk.retail, value="1"),
        {"price_group_id": group, "package_id": box, "price_type_id": desk.retail, "value": "1"},
    ]
    refusal = desk.bench.refuses(contracts.SET_PRICES, {"effective_from": MARCH, "prices": rows}, by=PRICER)
    assert [(one.pointer, one.code) for one in refusal.fields] == [
        ("/prices/1/package_id", "unknown_reference"),
        ("/prices/2/package_id", "unknown_reference"),
        ("/prices/3/package_id", "package_of_group"),
    ]


def test_a_price_group_s_row_is_of_units(desk: Desk) -> None:
    group = desk.a_price_group()
    lamp = desk.an_item("LAMP", price="10", price_group_id=group)
    (box,) = packages(desk, lamp, Ящик="12")
    set_prices(desk, JANUARY, row(lamp, box, desk.retail, value="110"))
    rows = [{"price_group_id": group, "price_type_id": desk.retail, "percent": "10"}]
    set_prices(desk, MARCH, *rows)
    assert [price_of(desk, lamp, one, MARCH) for one in (None, box)] == ["11.0000", "110.0000"]


def test_the_history_shows_whose_price_it_is_and_reports_count_units(desk: Desk, lamp: str, box: str) -> None:
    set_prices(desk, JANUARY, row(lamp, box, desk.retail, value="110"))
    set_prices(desk, MARCH, row(lamp, box, desk.retail, value="220"))
    rows = desk.bench.listed(contracts.LIST_PRICES, item_id=[lamp], order="valid_from")
    assert [(one["package_id"], one["valid_to"], one["value"]) for one in rows if one["package_id"]] == [
        (box, MARCH, "110.0000"),
        (box, None, "220.0000"),
    ]
    assert [one["value"] for one in rows if one["package_id"] is None] == ["10.0500"]
    period = {"date_from": JANUARY, "date_to": MAY, "by": "item"}
    (report,) = desk.bench.do(contracts.REPORT_PRICE_DYNAMICS, period)["rows"]
    assert (report["items"], report["old"], report["new"]) == (1, "10.0500", "10.0500")


def test_the_price_on_a_day_is_the_package_s_own_or_its_units(desk: Desk, lamp: str, box: str) -> None:
    def told(**asked: Any) -> tuple[str | None, bool, str | None]:
        body = {"item_id": lamp, "package_id": box, "price_type_id": desk.retail, **asked}
        price = desk.bench.do(contracts.GET_PRICE, body)
        return price["value"], price["by_factor"], price["valid_from"]

    made = set_prices(desk, MARCH, row(lamp, box, desk.retail, value="110"))
    assert told(on="2026-02-28") == ("120.6000", True, JANUARY)
    assert told(on=MARCH) == ("110.0000", False, MARCH)
    assert told(on=MARCH, known_at="2026-01-05T09:00:00Z") == (None, False, None), "before anything was agreed"
    assert told(on="2025-12-31") == (None, False, None)
    desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": made["id"]}, by=PRICER)
    assert told(on=MARCH, known_at=made["agreed_at"]) == ("110.0000", False, MARCH)
    assert told(on=MARCH) == ("120.6000", True, JANUARY)
    refusal = desk.bench.refuses(
        contracts.GET_PRICE, {"item_id": desk.an_item("OTHER"), "package_id": box, "price_type_id": desk.retail}
    )
    assert [(one.pointer, one.code) for one in refusal.fields] == [("/package_id", "unknown_reference")]


def test_a_computed_price_of_a_package_is_explained_by_its_own_base(desk: Desk, lamp: str, box: str) -> None:
    dealer = a_markup(desk, "DEALER", markup="-10")
    (pair,) = packages(desk, lamp, Пара="2")
    packages(desk, lamp, Ящик="12", Пара="2")
    set_prices(desk, MARCH, row(lamp, box, desk.retail, value="120"), row(lamp, None, desk.retail, value="11"))
    asked = {"price_type_id": dealer, "explain": True, "on": MARCH}
    assert steps(quoted(desk, lamp, box, **asked)) == [
        ("base", None, "120.0000"),
        ("markup", "120.0000", "108.0000"),
        ("rounding", "108.0000", "108.0000"),
        ("price_type", None, "108.0000"),
    ]
    assert steps(quoted(desk, lamp, pair, **asked)) == [
        ("base", None, "11.0000"),
        ("markup", "11.0000", "9.9000"),
        ("rounding", "9.9000", "9.9000"),
        ("price_type", None, "9.9000"),
        ("package", "9.9000", "19.8000"),
    ]


def test_a_changed_factor_changes_only_what_costs_its_units(desk: Desk, lamp: str, box: str) -> None:
    (pair,) = packages(desk, lamp, Пара="2")
    packages(desk, lamp, Ящик="12", Пара="2")
    set_prices(desk, JANUARY, row(lamp, box, desk.retail, value="110"))
    packages(desk, lamp, Ящик="10", Пара="3")
    assert [price_of(desk, lamp, one, MARCH) for one in (box, pair)] == ["110.0000", "30.1500"]

"""Why a computed price is what it is: told when a quote is asked to explain, from what was kept beside the price."""

from typing import Any

import pytest

from services.pricing import contracts
from tests.services.cast import KALYNA, TARAS
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.test_price_types import a_markup, change
from tests.services.pricing.test_purchases import a_receipt, hear, on_purchase

MARCH = "2026-03-01"


def steps(desk: Desk, item: str, price_type: str, day: str = MARCH, **more: Any) -> list[tuple[Any, ...]]:
    line = desk.quote((item, "1"), on=day, price_type_id=price_type, explain=True, by=TARAS, **more)["lines"][0]
    return [(one["rule"], one["before"], one["after"], one["chosen"]) for one in line["reasons"]]


@pytest.fixture
def retail_plus(desk: Desk) -> str:
    rows = [{"price_from": "0", "step": "10", "deduction": "0.10"}]
    return a_markup(desk, "RETAIL_PLUS", markup="30", rounding=rows)


def test_base_markup_and_rounding_stand_before_the_price(desk: Desk, retail_plus: str) -> None:
    lamp = desk.an_item("LAMP", price="949.23")
    assert steps(desk, lamp, retail_plus) == [
        ("base", None, "949.2300", True),
        ("markup", "949.2300", "1233.9990", True),
        ("rounding", "1233.9990", "1229.9000", True),
        ("price_type", None, "1229.9000", True),
    ]
    line = desk.quote((lamp, "1"), on=MARCH, price_type_id=retail_plus, explain=True)["lines"][0]
    assert [one["text"] for one in line["reasons"]] == [
        "Base: the price by type “Вид RETAIL”",
        "Markup of 30 %",
        "Rounded to the nearest, a half up, to 10, less 0.1",
        "Price by type “Вид RETAIL_PLUS”",
    ]


def test_a_later_change_of_the_type_does_not_change_the_story(desk: Desk, retail_plus: str) -> None:
    lamp = desk.an_item("LAMP", price="949.23")
    before = steps(desk, lamp, retail_plus)
    change(desk, retail_plus, markup="99", rounding=[])
    assert steps(desk, lamp, retail_plus) == before


def test_a_held_price_tells_what_did_not_move_it_and_from_when(desk: Desk) -> None:
    held = a_markup(desk, "HELD", markup="0", threshold="5")
    lamp = desk.an_item("LAMP", price="100")
    desk.price((lamp, "104"), on=MARCH)
    assert ("held", "100.0000", "104.0000", False) in steps(desk, lamp, held)
    assert [one[0] for one in steps(desk, lamp, held, "2026-02-28")] == ["base", "markup", "rounding", "price_type"]
    line = desk.quote((lamp, "1"), on=MARCH, price_type_id=held, explain=True)["lines"][0]
    texts = [one["text"] for one in line["reasons"] if one["rule"] == "held"]
    assert texts == ["Computed from 2026-03-01, but it moves by less than the threshold of 5 %: the old price was held"]


def test_a_price_group_s_row_and_a_conversion_are_told(desk: Desk) -> None:
    group = desk.a_price_group()
    plus = on_purchase(desk, vat_included=True, groups=[{"price_group_id": group, "markup": "10"}])
    drill = desk.an_item("DRILL", price_group_id=group)
    hear(desk, a_receipt((drill, "60")))
    assert steps(desk, drill, plus) == [
        ("purchase", None, "60.0000", True),
        ("base_conversion", "60.0000", "72.0000", True),
        ("markup", "72.0000", "79.2000", True),
        ("rounding", "79.2000", "79.2000", True),
        ("price_type", None, "79.2000", True),
    ]
    line = desk.quote((drill, "1"), on=MARCH, price_type_id=plus, explain=True)["lines"][0]
    assert "Markup of 10 % by the price group's row" in [one["text"] for one in line["reasons"]]


def test_a_price_that_a_person_set_has_nothing_to_explain(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="100")
    assert steps(desk, lamp, desk.retail) == [("price_type", None, "100.0000", True)]


def test_under_an_offer_the_steps_stand_before_the_place_of_the_price(desk: Desk, retail_plus: str) -> None:
    lamp = desk.an_item("LAMP", price="949.23")
    empty = desk.a_price_type("EMPTY")
    offer = desk.an_offer(terms={"price_type_id": retail_plus}, item_rows=[{"item_id": lamp, "price_type_id": empty}])
    line = desk.under(offer, (lamp, "1"), explain=True)["lines"][0]
    rules = [one["rule"] for one in line["reasons"]]
    assert rules == ["item_price_type", "base", "markup", "rounding", "main_price_type"]


def test_a_quote_that_is_not_to_be_explained_says_and_costs_what_it_did(desk: Desk, retail_plus: str) -> None:
    lamp = desk.an_item("LAMP", price="949.23")
    with desk.bench.statements() as seen:
        line = desk.quote((lamp, "1"), on=JANUARY, price_type_id=retail_plus)["lines"][0]
    assert ([one["rule"] for one in line["reasons"]], len(seen)) == (["price_type"], 3)
    with desk.bench.statements() as seen:
        desk.quote((lamp, "1"), on=JANUARY, price_type_id=retail_plus, explain=True)
    assert len(seen) == 5


def test_clients_are_not_told_how_prices_are_made(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="100")
    asked = {"on": MARCH, "lines": [{"item_id": lamp, "quantity": "1"}], "explain": True}
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, asked, by=KALYNA.login)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("explained_to_ours", "/explain")

"""Prices that follow when a base changes from a date: on real rows, in one setting, shown beforehand (T2, T5)."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.pricing import contracts
from services.pricing.models import ItemPrice, PriceSetting
from tests.services.cast import HEAD, PRICER
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.test_price_types import a_markup, recalculate

FEBRUARY, MARCH, MAY = "2026-02-01", "2026-03-01", "2026-05-01"


@pytest.fixture
def dealer(desk: Desk) -> str:
    """Retail and 20 %."""
    return a_markup(desk, "DEALER")


def prices(desk: Desk, item: str, *days: str, of: str) -> list[str | None]:
    return [desk.price_on(item, day, price_type_id=of) for day in days]


def rows_of(desk: Desk, item: str, price_type: str) -> list[tuple[str, str | None, str, str]]:
    listed = desk.bench.listed(contracts.LIST_PRICES, item_id=[item], price_type_id=price_type, order="valid_from")
    return [(row["valid_from"], row["valid_to"], row["value"], row["origin"]) for row in listed]


def preview(desk: Desk, *values: tuple[str, str], on: str) -> list[dict[str, Any]]:
    rows = [{"item_id": item, "price_type_id": desk.retail, "value": value} for item, value in values]
    found: list[dict[str, Any]] = desk.bench.do(
        contracts.PREVIEW_PRICES, {"effective_from": on, "prices": rows}, by=PRICER
    )["prices"]
    return found


# ---------------------------------------------------------------- which dates


def test_what_follows_a_base_changes_from_the_same_date(desk: Desk, dealer: str) -> None:
    lamp = desk.an_item("LAMP", price="100")
    setting = desk.price((lamp, "105"), on=MARCH)
    assert rows_of(desk, lamp, dealer) == [
        (JANUARY, MARCH, "120.0000", "computed"),
        (MARCH, None, "126.0000", "computed"),
    ]
    assert (setting["count"], setting["computed"], setting["held"]) == (1, 1, 0)
    rows = desk.bench.listed(contracts.LIST_PRICES, setting_id=setting["id"])
    assert {row["price_type_id"] for row in rows} == {desk.retail, dealer}


def test_a_past_change_holds_until_the_base_s_next_row(desk: Desk, dealer: str) -> None:
    lamp = desk.an_item("LAMP", price="100")
    desk.price((lamp, "200"), on=MAY)
    desk.price((lamp, "150"), on=MARCH)
    assert prices(desk, lamp, "2026-02-28", MARCH, "2026-04-30", MAY, of=dealer) == [
        "120.0000",
        "180.0000",
        "180.0000",
        "240.0000",
    ]


def test_a_past_change_reaches_later_prices_that_were_computed_anew_since(desk: Desk, dealer: str) -> None:
    """In May the markup was changed and the type computed anew: the base has no row of that day."""
    lamp = desk.an_item("LAMP", price="100")
    desk.bench.do(contracts.CHANGE_PRICE_TYPE, {"id": dealer, "markup": "30"}, by=PRICER)
    recalculate(desk, dealer, MAY)
    assert prices(desk, lamp, MARCH, MAY, of=dealer) == ["120.0000", "130.0000"]
    desk.price((lamp, "200"), on=MARCH)
    assert prices(desk, lamp, MARCH, MAY, of=dealer) == ["260.0000", "260.0000"]


def test_a_price_held_at_a_later_date_is_written_when_a_past_change_moves_what_it_is_compared_with(desk: Desk) -> None:
    """In May 102 was too near to 100 to be written; once March is 150, it is not."""
    held = a_markup(desk, "HELD", markup="0", threshold="5")
    lamp = desk.an_item("LAMP", price="100")
    desk.price((lamp, "102"), on=MAY)
    assert prices(desk, lamp, MAY, of=held) == ["100.0000"]
    desk.price((lamp, "150"), on=MARCH)
    assert prices(desk, lamp, "2026-02-28", MARCH, MAY, of=held) == ["100.0000", "150.0000", "102.0000"]


def test_a_second_setting_from_one_date_compares_with_the_day_before(desk: Desk) -> None:
    held = a_markup(desk, "HELD", markup="0", threshold="5")
    lamp = desk.an_item("LAMP", price="100")
    for value, expected in (("106", "106.0000"), ("104", "100.0000"), ("95", "95.0000")):
        desk.price((lamp, value), on=MARCH)
        assert prices(desk, lamp, MARCH, of=held) == [expected]
    assert [row[:2] for row in rows_of(desk, lamp, held)] == [(JANUARY, MARCH), (MARCH, None)]


# ---------------------------------------------------------------- typed prices of computed types


def test_a_price_typed_in_the_same_setting_is_not_computed_over(desk: Desk, dealer: str) -> None:
    export = a_markup(desk, "EXPORT", dealer, markup="10")
    lamp = desk.an_item("LAMP")
    values = {desk.retail: "100", dealer: "99"}
    rows = [{"item_id": lamp, "price_type_id": one, "value": value} for one, value in values.items()]
    setting = desk.bench.do(contracts.SET_PRICES, {"effective_from": MARCH, "prices": rows}, by=PRICER)
    assert rows_of(desk, lamp, dealer) == [(MARCH, None, "99.0000", "manual")]
    assert prices(desk, lamp, MARCH, of=export) == ["108.9000"]
    assert (setting["count"], setting["computed"]) == (2, 1)


def test_a_price_typed_for_a_later_date_stays_when_the_past_changes(desk: Desk, dealer: str) -> None:
    lamp = desk.an_item("LAMP", price="100")
    desk.price((lamp, "200"), on=MAY)
    desk.price((lamp, "199"), on=MAY, price_type=dealer)
    desk.price((lamp, "150"), on=MARCH)
    assert prices(desk, lamp, MARCH, MAY, of=dealer) == ["180.0000", "199.0000"]


def test_the_next_change_of_the_base_computes_over_a_typed_price(desk: Desk, dealer: str) -> None:
    lamp = desk.an_item("LAMP", price="100")
    desk.price((lamp, "99"), on=FEBRUARY, price_type=dealer)
    desk.price((lamp, "110"), on=MARCH)
    assert prices(desk, lamp, FEBRUARY, MARCH, of=dealer) == ["99.0000", "132.0000"]


# ---------------------------------------------------------------- currencies and VAT


def test_a_base_of_the_other_vat_kind_and_currency_is_converted_first(desk: Desk) -> None:
    euro = a_euro(desk)
    for day, rate in ((JANUARY, "50"), (MARCH, "48")):
        desk.bench.do(contracts.SET_EXCHANGE_RATE, {"currency": "EUR", "on": day, "rate": rate}, by=PRICER)
    lamp = desk.an_item("LAMP", price="1200")
    desk.price((lamp, "1200"), on=MARCH)
    # 1200 / 50 = 24, without VAT 20, and 10 %; in March 1200 / 48 = 25, 20.8333, 22.9166
    found = [desk.price_on(lamp, day, price_type_id=euro, prices_with_vat=False) for day in (JANUARY, MARCH)]
    assert found == ["22.0000", "22.9200"]


def a_euro(desk: Desk) -> str:
    way = {"way": "markup_on_type", "base_id": desk.retail, "markup": "10"}
    return desk.a_price_type("EURO", currency="EUR", vat_included=False, **way)


def test_without_a_rate_nothing_is_computed_and_the_preview_says_why(desk: Desk) -> None:
    a_euro(desk)
    lamp = desk.an_item("LAMP")
    shown = preview(desk, (lamp, "100"), on=MARCH)
    assert [(row["outcome"], row["new"]) for row in shown] == [("written", "100.0000"), ("no_rate", None)]
    assert desk.price((lamp, "100"), on=MARCH)["computed"] == 0


def test_a_price_beyond_all_bounds_is_not_written(desk: Desk) -> None:
    a_markup(desk, "HUGE", markup="99999")
    lamp = desk.an_item("LAMP")
    shown = preview(desk, (lamp, "999999"), (lamp, "9999001"), on=MARCH)
    assert [row["outcome"] for row in shown] == ["written", "too_large"]
    assert desk.price((lamp, "9999001"), on=MARCH)["computed"] == 0


# ---------------------------------------------------------------- preview


def test_a_preview_tells_what_the_setting_then_does_and_writes_nothing(desk: Desk, dealer: str) -> None:
    held = a_markup(desk, "HELD", markup="10", threshold="6")
    lamp, cable = desk.an_item("LAMP", price="100"), desk.an_item("CABLE")
    before = (desk.bench.rows(ItemPrice), desk.bench.rows(PriceSetting), desk.bench.told())
    shown = preview(desk, (lamp, "105"), (cable, "10"), on=MARCH)
    assert (desk.bench.rows(ItemPrice), desk.bench.rows(PriceSetting), desk.bench.told()) == before
    told = [
        (row["item_id"], row["price_type_id"], row["old"], row["new"], row["percent"], row["outcome"]) for row in shown
    ]
    assert told == [
        (lamp, desk.retail, "100.0000", "105.0000", "5.00", "written"),
        (lamp, dealer, "120.0000", "126.0000", "5.00", "written"),
        (lamp, held, "110.0000", "115.5000", "5.00", "held"),
        (cable, desk.retail, None, "10.0000", None, "written"),
        (cable, dealer, None, "12.0000", None, "written"),
        (cable, held, None, "11.0000", None, "written"),
    ]
    setting = desk.price((lamp, "105"), (cable, "10"), on=MARCH)
    assert (setting["count"], setting["computed"], setting["held"]) == (2, 3, 1)
    for row in shown:
        now = desk.price_on(row["item_id"], MARCH, price_type_id=row["price_type_id"])
        assert now == (row["new"] if row["outcome"] == "written" else row["old"])


def test_a_preview_names_what_is_unknown_as_a_setting_does(desk: Desk) -> None:
    rows = [{"item_id": uuid7(), "price_type_id": desk.retail, "value": "1"}]
    body = {"effective_from": MARCH, "prices": rows}
    fields = desk.bench.refuses(contracts.PREVIEW_PRICES, body, by=PRICER).fields
    assert [field.pointer for field in fields] == ["/prices/0/item_id"]
    assert desk.bench.refuses(contracts.PREVIEW_PRICES, body, by=HEAD).code.name == "forbidden"


# ---------------------------------------------------------------- in sets


def test_a_setting_takes_a_handful_of_statements_whatever_the_number_of_items(desk: Desk, dealer: str) -> None:
    """Four types follow; rows are written by the thousand."""
    for place in range(3):
        a_markup(desk, f"MORE_{place}", dealer, threshold="2")
    items = [desk.an_item(f"MANY-{place}") for place in range(300)]
    for day, value in ((JANUARY, "100"), (MARCH, "101"), (MARCH, "104")):
        counted = []
        for some in (items[:1], items[1:]):
            with desk.bench.statements() as seen:
                desk.price(*[(item, value) for item in some], on=day)
            counted.append(len(seen))
        assert counted[0] <= 16
        assert counted[1] <= counted[0] + 2, "rows go in batches of a thousand"

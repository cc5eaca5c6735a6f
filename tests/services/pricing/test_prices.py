"""Price settings: where a price lands in the history, on real rows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from services.chassis.ids import uuid7
from services.pricing import contracts
from services.pricing.models import ItemPrice, PriceSetting, PriceType
from tests.services.builders import Catalogue
from tests.services.cast import HEAD, KALYNA, PRICER, TARAS

JANUARY, MARCH, MAY = "2026-01-01", "2026-03-01", "2026-05-01"


def test_a_price_holds_from_the_beginning_of_its_day(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP")
    catalogue.price((item, "100"), on=MARCH)
    assert catalogue.price_on(item, "2026-02-28") is None
    assert catalogue.price_on(item, MARCH) == "100.0000"
    assert catalogue.price_on(item, "2026-03-02") == "100.0000"


def test_a_future_price_cuts_the_present_one(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", price="100")
    catalogue.price((item, "120"), on=MAY)
    assert catalogue.history(item) == [(JANUARY, MAY, "100.0000"), (MAY, None, "120.0000")]
    assert [catalogue.price_on(item, day) for day in ("2026-04-30", MAY)] == ["100.0000", "120.0000"]


def test_a_price_dated_in_the_past_holds_until_the_next_row_begins(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", price="100")
    catalogue.price((item, "120"), on=MAY)
    catalogue.price((item, "110"), on=MARCH)
    assert catalogue.history(item) == [
        (JANUARY, MARCH, "100.0000"),
        (MARCH, MAY, "110.0000"),
        (MAY, None, "120.0000"),
    ]


def test_a_price_before_the_first_row_cuts_nothing(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP")
    catalogue.price((item, "100"), on=MARCH)
    catalogue.price((item, "90"), on=JANUARY)
    assert catalogue.history(item) == [(JANUARY, MARCH, "90.0000"), (MARCH, None, "100.0000")]


def test_a_second_price_of_the_same_day_replaces_the_first(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP")
    catalogue.price((item, "100"), on=MARCH)
    second = catalogue.price((item, "105"), on=MARCH)
    assert catalogue.history(item) == [(MARCH, None, "105.0000")]
    rows = catalogue.bench.listed(contracts.LIST_PRICES, setting_id=second["id"])
    assert [row["item_id"] for row in rows] == [item]


def test_types_have_histories_of_their_own(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", price="100")
    dealer = catalogue.a_price_type("DEALER")
    catalogue.price((item, "80"), on=MARCH, price_type=dealer)
    assert catalogue.price_on(item, MARCH) == "100.0000"
    assert catalogue.price_on(item, MARCH, price_type_id=dealer) == "80.0000"


def test_an_item_named_twice_in_one_setting_takes_the_last_value(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP")
    setting = catalogue.price((item, "1"), (item, "2"), on=MARCH)
    assert (setting["count"], catalogue.history(item)) == (1, [(MARCH, None, "2.0000")])


def test_a_setting_is_numbered_and_told_of_once_however_many_its_rows(catalogue: Catalogue) -> None:
    items = [catalogue.an_item(f"LAMP-{place}") for place in range(30)]
    told = len(catalogue.bench.told())
    setting = catalogue.price(*[(item, "5") for item in items], on=MARCH)
    assert (setting["number"], setting["count"]) == ("PRC-000001", 30)
    assert catalogue.bench.told()[told:] == ["prices_set"]
    assert catalogue.bench.do(contracts.GET_PRICE_SETTING, {"id": setting["id"]}) == setting


def test_unknown_items_and_types_are_all_named_and_nothing_is_set(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP")
    prices = [
        {"item_id": item, "price_type_id": catalogue.retail, "value": "1"},
        {"item_id": uuid7(), "price_type_id": catalogue.retail, "value": "1"},
        {"item_id": uuid7(), "price_type_id": uuid7(), "value": "1"},
    ]
    refusal = catalogue.bench.refuses(contracts.SET_PRICES, {"effective_from": MARCH, "prices": prices}, by=PRICER)
    assert [field.pointer for field in refusal.fields] == [
        "/prices/1/item_id",
        "/prices/2/item_id",
        "/prices/2/price_type_id",
    ]
    assert catalogue.bench.rows(PriceSetting) == []
    assert catalogue.history(item) == []


@pytest.mark.parametrize(("value", "taken"), [("-0.0001", False), ("0", True), ("0.0001", True), ("0.00001", False)])
def test_a_price_is_not_negative_and_keeps_four_decimals(catalogue: Catalogue, value: str, taken: bool) -> None:
    item = catalogue.an_item("LAMP")
    body = {
        "effective_from": MARCH,
        "prices": [{"item_id": item, "price_type_id": catalogue.retail, "value": value}],
    }
    if taken:
        assert catalogue.bench.do(contracts.SET_PRICES, body, by=PRICER)["count"] == 1
    else:
        refusal = catalogue.bench.refuses(contracts.SET_PRICES, body, by=PRICER)
        assert [field.pointer for field in refusal.fields] == ["/prices/0/value"]


def test_the_database_itself_refuses_two_rows_of_one_day(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", price="100")
    row = catalogue.bench.rows(ItemPrice)[0]
    twin = ItemPrice(
        item_id=row.item_id,
        price_type_id=row.price_type_id,
        value=Decimal(1),
        valid_from=date(2026, 1, 1),
        setting_id=row.setting_id,
    )
    with pytest.raises(IntegrityError), catalogue.bench.database.write() as session:
        session.add(twin)
    assert catalogue.history(item) == [(JANUARY, None, "100.0000")]


def test_only_one_type_is_for_sales_the_last_one_marked(catalogue: Catalogue) -> None:
    catalogue.a_price_type("NEW", for_sales=True)
    assert {row.code: row.for_sales for row in catalogue.bench.rows(PriceType)} == {"RETAIL": False, "NEW": True}


def test_a_code_is_used_once(catalogue: Catalogue) -> None:
    refusal = catalogue.bench.refuses(contracts.ADD_PRICE_TYPE, {"code": "RETAIL", "name": "Ще раз"}, by=PRICER)
    assert (refusal.code.name, refusal.values["field"]) == ("exists", "code")


@pytest.mark.parametrize("actor", [HEAD, TARAS, KALYNA.login])
def test_only_pricing_managers_and_administrators_set_prices(catalogue: Catalogue, actor: Any) -> None:
    item = catalogue.an_item("LAMP")
    prices = [{"item_id": item, "price_type_id": catalogue.retail, "value": "1"}]
    body = {"effective_from": MARCH, "prices": prices}
    assert catalogue.bench.refuses(contracts.SET_PRICES, body, by=actor).code.name == "forbidden"


def test_a_client_is_shown_no_price_history(catalogue: Catalogue) -> None:
    assert catalogue.bench.refuses(contracts.LIST_PRICES, by=KALYNA.login).code.name == "forbidden"


def test_the_database_itself_keeps_one_price_type_for_sales(catalogue: Catalogue) -> None:
    """Two people who add one at the same moment both see that none is for sales."""
    common = {"version": 1, "created_at": NOW, "updated_at": NOW, "currency": "UAH", "vat_included": True}
    rows = [{**common, "id": uuid7(), "code": code, "name": code, "for_sales": True} for code in ("FIRST", "SECOND")]
    with catalogue.bench.database.write() as session:
        session.execute(update(PriceType).values(for_sales=False))
        with pytest.raises(IntegrityError):
            session.execute(insert(PriceType.__table__), rows)
        session.rollback()


NOW = datetime(2026, 3, 2, tzinfo=UTC)

"""Exchange rates by date, and quotes in another currency than the prices (T11)."""

import pytest

from services.pricing import contracts
from tests.services.cast import CASHIER, KALYNA, PRICER, TARAS
from tests.services.pricing.desk import Desk

MONDAY, FRIDAY, SATURDAY = "2026-03-16", "2026-03-20", "2026-03-21"


@pytest.fixture
def euro(desk: Desk) -> str:
    return desk.a_price_type("EURO", currency="EUR")


def set_rate(desk: Desk, on: str, rate: str, currency: str = "EUR") -> dict[str, object]:
    body = {"currency": currency, "on": on, "rate": rate}
    return desk.bench.do(contracts.SET_EXCHANGE_RATE, body, by=CASHIER)


def test_a_rate_holds_until_the_next_date_that_has_one(desk: Desk, euro: str) -> None:
    lamp = desk.an_item("LAMP")
    desk.price((lamp, "10"), on=MONDAY, price_type=euro)
    set_rate(desk, FRIDAY, "48.7312")
    set_rate(desk, "2026-03-23", "49")
    found = [desk.price_on(lamp, day, price_type_id=euro, currency="UAH") for day in (FRIDAY, SATURDAY, "2026-03-23")]
    assert found == ["487.3120", "487.3120", "490.0000"]


def test_a_rate_of_a_date_is_corrected_by_setting_it_again(desk: Desk) -> None:
    first, second = set_rate(desk, FRIDAY, "48"), set_rate(desk, FRIDAY, "48.5")
    assert (second["id"], second["version"]) == (first["id"], 2)
    set_rate(desk, MONDAY, "47")
    set_rate(desk, MONDAY, "44", currency="USD")
    listed = desk.bench.listed(contracts.LIST_EXCHANGE_RATES, currency="EUR", by=TARAS)
    assert [(row["on"], row["rate"]) for row in listed] == [(FRIDAY, "48.500000"), (MONDAY, "47.000000")]
    assert [row["on"] for row in desk.bench.listed(contracts.LIST_EXCHANGE_RATES, on_from=FRIDAY)] == [FRIDAY]


def test_the_rate_of_a_day_is_told_of_days_off_too(desk: Desk) -> None:
    set_rate(desk, FRIDAY, "48.7312")
    set_rate(desk, "2026-03-23", "49")

    def told(on: str, currency: str = "EUR") -> object:
        body = {"currency": currency, "on": on}
        return desk.bench.do(contracts.GET_EXCHANGE_RATE, body, by=CASHIER)["rate"]

    assert [told(on) for on in (FRIDAY, SATURDAY, "2026-03-22", "2026-03-23")] == [
        *["48.731200"] * 3,
        "49.000000",
    ]
    assert told(MONDAY, "UAH") == "1.000000"
    refusal = desk.bench.refuses(contracts.GET_EXCHANGE_RATE, {"currency": "EUR", "on": "2026-03-19"}, by=CASHIER)
    assert (refusal.code.name, refusal.values) == ("no_exchange_rate", {"currencies": "EUR", "on": "2026-03-19"})
    body = {"currency": "EUR", "on": FRIDAY}
    assert desk.bench.refuses(contracts.GET_EXCHANGE_RATE, body, by=KALYNA.login).code.name == "forbidden"


@pytest.mark.parametrize(("currency", "rate", "pointer"), [("UAH", "1", "/currency"), ("EUR", "0", "/rate")])
def test_hryvnias_have_no_rate_and_nothing_is_worth_nothing(desk: Desk, currency: str, rate: str, pointer: str) -> None:
    body = {"currency": currency, "on": FRIDAY, "rate": rate}
    fields = desk.bench.refuses(contracts.SET_EXCHANGE_RATE, body, by=PRICER).fields
    assert [field.pointer for field in fields] == [pointer]


def test_managers_read_rates_and_do_not_set_them(desk: Desk) -> None:
    body = {"currency": "EUR", "on": FRIDAY, "rate": "48"}
    assert desk.bench.refuses(contracts.SET_EXCHANGE_RATE, body, by=TARAS).code.name == "forbidden"
    assert desk.bench.refuses(contracts.LIST_EXCHANGE_RATES, by=KALYNA.login).code.name == "forbidden"


# ---------------------------------------------------------------- quotes


def test_a_converted_price_says_from_what_and_keeps_four_decimals(desk: Desk, euro: str) -> None:
    lamp = desk.an_item("LAMP")
    desk.price((lamp, "12.35"), on=MONDAY, price_type=euro)
    set_rate(desk, FRIDAY, "48.7312")
    quote = desk.quote((lamp, "7"), on=FRIDAY, price_type_id=euro, currency="UAH")
    line = quote["lines"][0]
    assert (quote["currency"], line["price"], line["total"]) == ("UAH", "601.8303", "4212.81")
    step = line["reasons"][-1]
    assert (step["rule"], step["before"], step["after"]) == ("exchange_rate", "12.3500", "601.8303")
    assert step["text"] == "Converted from EUR at the rate of the document's date"


def test_between_two_foreign_currencies_both_rates_count(desk: Desk, euro: str) -> None:
    lamp = desk.an_item("LAMP")
    desk.price((lamp, "10"), on=MONDAY, price_type=euro)
    set_rate(desk, MONDAY, "48")
    set_rate(desk, MONDAY, "44", currency="USD")
    assert desk.price_on(lamp, MONDAY, price_type_id=euro, currency="USD") == "10.9091"


def test_without_a_rate_the_quote_is_refused_naming_the_currency(desk: Desk, euro: str) -> None:
    lamp = desk.an_item("LAMP")
    desk.price((lamp, "10"), on=MONDAY, price_type=euro)
    set_rate(desk, FRIDAY, "48")
    asked = {
        "on": "2026-03-19",
        "lines": [{"item_id": lamp, "quantity": "1"}],
        "price_type_id": euro,
        "currency": "UAH",
    }
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, asked)
    assert (refusal.code.name, refusal.http_status) == ("no_exchange_rate", 409)
    assert refusal.values == {"currencies": "EUR", "on": "2026-03-19"}


def test_a_converted_price_beyond_what_a_document_may_come_to_is_refused(desk: Desk, euro: str) -> None:
    lamp = desk.an_item("LAMP")
    desk.price((lamp, "999999999"), on=MONDAY, price_type=euro)
    set_rate(desk, MONDAY, "1000.000001")
    asked = {"on": MONDAY, "lines": [{"item_id": lamp, "quantity": "1"}], "price_type_id": euro, "currency": "UAH"}
    assert desk.bench.refuses(contracts.ASK_QUOTE, asked).code.name == "amount_too_large"
    set_rate(desk, MONDAY, "1000")
    assert desk.bench.do(contracts.ASK_QUOTE, asked)["total"] == "999999999000.00"


def test_in_its_own_currency_a_price_needs_no_rate(desk: Desk, euro: str) -> None:
    lamp = desk.an_item("LAMP")
    desk.price((lamp, "10"), on=MONDAY, price_type=euro)
    assert desk.price_on(lamp, MONDAY, price_type_id=euro) == "10.0000"


def test_an_offer_in_hryvnias_sells_by_a_price_type_in_euros(desk: Desk, euro: str) -> None:
    """A price typed in the offer is in the offer's currency, whatever its price types are in."""
    lamp, cable = desk.an_item("LAMP"), desk.an_item("CABLE")
    desk.price((lamp, "10"), (cable, "10"), on=MONDAY, price_type=euro)
    set_rate(desk, MONDAY, "48")
    rows = [{"item_id": cable, "price": "470"}]
    offer = desk.an_offer(terms={"price_type_id": euro, "currency": "UAH"}, item_rows=rows)
    quote = desk.under(offer, (lamp, "1"), (cable, "1"), on=MONDAY)
    assert (quote["currency"], [line["price"] for line in quote["lines"]]) == ("UAH", ["480.0000", "470.0000"])
    in_euros = desk.under(offer, (lamp, "1"), (cable, "1"), on=MONDAY, currency="EUR")
    assert [line["price"] for line in in_euros["lines"]] == ["10.0000", "9.7917"]


def test_rates_cost_a_quote_one_statement_and_only_where_currencies_differ(desk: Desk, euro: str) -> None:
    lamp = desk.an_item("LAMP", price="100")
    desk.price((lamp, "10"), on=MONDAY, price_type=euro)
    set_rate(desk, MONDAY, "48")
    counted = []
    for more in ({}, {"price_type_id": euro}, {"price_type_id": euro, "currency": "UAH"}):
        with desk.bench.statements() as seen:
            desk.quote((lamp, "1"), on=MONDAY, **more)
        counted.append(len(seen))
    assert counted == [3, 3, 4]

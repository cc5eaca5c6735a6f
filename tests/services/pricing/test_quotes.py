"""Quotes: the price of many lines in one call, with the same number of statements whatever their number."""

import pytest

from services.chassis.ids import uuid7
from services.pricing import contracts
from tests.services.builders import Catalogue
from tests.services.cast import KALYNA, PRICER, TARAS
from tests.services.pricing.packages import in_packages, packages, row, set_prices


def test_a_quote_prices_every_line_and_sums_them(catalogue: Catalogue) -> None:
    lamp, cable = catalogue.an_item("LAMP", price="120"), catalogue.an_item("CABLE", price="10.03")
    quote = catalogue.quote((lamp, "2"), (cable, "3"))
    assert [(line["price"], line["total"], line["vat"]) for line in quote["lines"]] == [
        ("120.0000", "240.00", "40.00"),
        ("10.0300", "30.09", "5.02"),
    ]
    assert (quote["total"], quote["vat"], quote["currency"]) == ("270.09", "45.02", "UAH")


def test_lines_without_a_price_say_so_and_count_nothing(catalogue: Catalogue) -> None:
    lamp, bare = catalogue.an_item("LAMP", price="120"), catalogue.an_item("BARE")
    quote = catalogue.quote((lamp, "1"), (bare, "1"))
    assert [line["problem"] for line in quote["lines"]] == [None, "no_price"]
    assert quote["total"] == "120.00"


def test_a_typed_price_needs_no_listed_one(catalogue: Catalogue) -> None:
    bare = catalogue.an_item("BARE")
    lines = [{"item_id": bare, "quantity": "2", "manual_price": "5.005"}]
    line = catalogue.quote(lines=lines)["lines"][0]
    assert (line["price"], line["total"], line["listed_price"], line["problem"]) == ("5.0050", "10.01", None, None)
    assert [reason["rule"] for reason in line["reasons"]] == ["price_type", "manual"]


def test_prices_without_vat_are_converted_before_the_quantity(catalogue: Catalogue) -> None:
    lamp = catalogue.an_item("LAMP", price="120.55")
    quote = catalogue.quote((lamp, "4"), prices_with_vat=False)
    assert (quote["lines"][0]["price"], quote["total"], quote["vat"]) == ("100.4583", "401.83", "80.37")


@pytest.mark.parametrize(("rate", "vat"), [("20", "20.00"), ("7", "7.85"), ("0", "0.00"), ("exempt", "0.00")])
def test_vat_is_the_item_s(catalogue: Catalogue, rate: str, vat: str) -> None:
    item = catalogue.an_item("LAMP", price="120", vat_rate=rate)
    assert catalogue.quote((item, "1"))["vat"] == vat


def test_a_seller_who_pays_no_vat_quotes_none(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", price="120")
    quote = catalogue.quote((item, "1"), vat_free=True, prices_with_vat=False)
    assert (quote["total"], quote["vat"]) == ("120.00", "0.00")


def test_one_item_on_many_lines_is_priced_on_each(catalogue: Catalogue) -> None:
    lamp = catalogue.an_item("LAMP", price="120")
    assert [line["total"] for line in catalogue.quote((lamp, "1"), (lamp, "2"))["lines"]] == ["120.00", "240.00"]


def test_unknown_items_are_all_named(catalogue: Catalogue) -> None:
    lamp = catalogue.an_item("LAMP", price="120")
    lines = [{"item_id": one, "quantity": "1"} for one in (uuid7(), lamp, uuid7())]
    refusal = catalogue.bench.refuses(contracts.ASK_QUOTE, {"on": "2026-03-02", "lines": lines})
    assert [field.pointer for field in refusal.fields] == ["/lines/0/item_id", "/lines/2/item_id"]


def test_without_a_type_for_sales_one_must_be_named(catalogue: Catalogue) -> None:
    lamp = catalogue.an_item("LAMP", price="120")
    with catalogue.bench.database.write() as session:
        session.connection().exec_driver_sql("UPDATE price_types SET for_sales = (1 = 0)")
    body = {"on": "2026-03-02", "lines": [{"item_id": lamp, "quantity": "1"}]}
    assert catalogue.bench.refuses(contracts.ASK_QUOTE, body).code.name == "no_sales_price_type"
    assert catalogue.price_on(lamp, "2026-03-02", price_type_id=catalogue.retail) == "120.0000"


def test_an_unknown_price_type_is_named_at_its_field(catalogue: Catalogue) -> None:
    lamp = catalogue.an_item("LAMP", price="120")
    body = {"on": "2026-03-02", "lines": [{"item_id": lamp, "quantity": "1"}], "price_type_id": uuid7()}
    assert catalogue.bench.refuses(contracts.ASK_QUOTE, body).fields[0].pointer == "/price_type_id"


def test_the_reasons_are_said_in_the_asker_s_language(catalogue: Catalogue) -> None:
    lamp = catalogue.an_item("LAMP", price="120")
    assert catalogue.quote((lamp, "1"))["lines"][0]["reasons"][0]["text"] == "Price by type “Вид RETAIL”"


def test_quotes_of_1_10_and_100_lines_take_the_same_number_of_statements(catalogue: Catalogue) -> None:
    items = [catalogue.an_item(f"MANY-{place}") for place in range(100)]
    catalogue.price(*[(item, "5") for item in items], on="2026-01-01")
    counted = []
    for lines in (1, 10, 100):
        with catalogue.bench.statements() as seen:
            quote = catalogue.quote(*[(item, "1") for item in items[:lines]])
        assert len(quote["lines"]) == lines
        counted.append(len(seen))
    assert counted == [3, 3, 3]


def test_lines_of_packages_take_one_statement_more_whatever_their_number(catalogue: Catalogue) -> None:
    items = [catalogue.an_item(f"MANY-{place}") for place in range(100)]
    boxes = [packages(catalogue, item, Ящик="12", Пара="2") for item in items]
    rows = [row(item, box, catalogue.retail, value="50") for item, (box, _) in zip(items, boxes, strict=True)]
    set_prices(catalogue, "2026-01-01", *rows, *[row(item, None, catalogue.retail, value="5") for item in items])
    counted = []
    for items_asked in (1, 5, 50, 100):
        lines = [
            in_packages(item, package, "2")
            for item, of in zip(items[:items_asked], boxes, strict=False)
            for package in of
        ]
        with catalogue.bench.statements() as seen:
            quote = catalogue.quote(lines=lines)
        assert {line["price"] for line in quote["lines"]} == {"50.0000", "10.0000"}
        counted.append(len(seen))
    assert counted == [4, 4, 4, 4]


# ---------------------------------------------------------------- the catalogue


def test_an_sku_is_used_once(catalogue: Catalogue) -> None:
    catalogue.an_item("LAMP")
    refusal = catalogue.bench.refuses(contracts.ADD_ITEM, {"sku": "LAMP", "name": "Друга"}, by=PRICER)
    assert (refusal.code.name, refusal.http_status) == ("sku_taken", 409)


def test_items_are_listed_in_ukrainian_order_digits_first(catalogue: Catalogue) -> None:
    names = ["Їжак", "Яблуко", "ґанок", "Гак", "Є-кабель", "Індикатор", "Щит", "Абажур", "2-жильний", "Lamp", "Ель"]
    for place, name in enumerate(names):
        catalogue.an_item(f"SKU-{place}", name)
    wanted = ["2-жильний", "Абажур", "Гак", "ґанок", "Ель", "Є-кабель", "Індикатор", "Їжак", "Щит", "Яблуко", "Lamp"]
    listed = [row["name"] for page in catalogue.bench.pages(contracts.LIST_ITEMS, 2) for row in page]
    assert listed == wanted
    assert [row["name"] for row in catalogue.bench.listed(contracts.LIST_ITEMS, order="-name")] == wanted[::-1]


@pytest.mark.parametrize("query", ["п'єзо", "П’ЄЗО", "пʼєзо", "п`єзо", "пєзо", "динамік п'єз", "'"])
def test_search_ignores_case_word_order_and_the_kind_of_apostrophe(catalogue: Catalogue, query: str) -> None:
    catalogue.an_item("PIEZO", "П’єзодинамік")
    names = [row["name"] for row in catalogue.bench.listed(contracts.LIST_ITEMS, q=query)]
    assert names == ["П’єзодинамік"]


@pytest.mark.parametrize(("query", "found"), [("100%", 1), ("100_", 0), ("00", 2), ("щось", 0)])
def test_signs_that_databases_treat_as_wild_are_plain_in_a_search(catalogue: Catalogue, query: str, found: int) -> None:
    catalogue.an_item("A", "Знижка 100% вигадана")
    catalogue.an_item("B", "Лампа 1000 Вт")
    assert len(catalogue.bench.listed(contracts.LIST_ITEMS, q=query)) == found


def test_a_client_sees_items_but_no_price_types(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP")
    assert [row["id"] for row in catalogue.bench.listed(contracts.LIST_ITEMS, by=KALYNA.login)] == [item]
    assert catalogue.bench.refuses(contracts.LIST_PRICE_TYPES, by=KALYNA.login).code.name == "forbidden"


def test_a_change_of_an_item_is_told_and_keeps_the_rest(catalogue: Catalogue) -> None:
    item = catalogue.an_item("LAMP", name_en="Lamp")
    changed = catalogue.bench.do(contracts.CHANGE_ITEM, {"id": item, "withdrawn": True}, by=PRICER)
    assert (changed["withdrawn"], changed["name"], changed["name_en"], changed["version"]) == (
        True,
        "Лампа вигадана",
        "Lamp",
        2,
    )
    assert catalogue.bench.events()[-1]["data"]["withdrawn"] is True
    assert catalogue.bench.listed(contracts.LIST_ITEMS, withdrawn=False, by=TARAS) == []


def test_what_is_no_longer_sold_is_refused_at_every_line_of_it(catalogue: Catalogue) -> None:
    lamp, old = catalogue.an_item("LAMP", price="120"), catalogue.an_item("OLD", price="80")
    catalogue.bench.do(contracts.CHANGE_ITEM, {"id": old, "withdrawn": True}, by=PRICER)
    lines = [{"item_id": item, "quantity": "1"} for item in (lamp, old, old)]
    refusal = catalogue.bench.refuses(contracts.ASK_QUOTE, {"on": "2026-03-02", "lines": lines})
    named = [field.pointer for field in refusal.fields]
    assert (refusal.code.name, named) == ("item_withdrawn", ["/lines/1/item_id", "/lines/2/item_id"])


def test_a_client_asks_for_no_prices_of_days_to_come(catalogue: Catalogue) -> None:
    lamp = catalogue.an_item("LAMP", price="120")
    asked = {"on": "2999-01-01", "lines": [{"item_id": lamp, "quantity": "1"}]}
    assert catalogue.bench.refuses(contracts.ASK_QUOTE, asked, by=KALYNA.login).code.name == "not_yet_for_clients"
    assert catalogue.bench.do(contracts.ASK_QUOTE, asked, by=TARAS)["total"] == "120.00"

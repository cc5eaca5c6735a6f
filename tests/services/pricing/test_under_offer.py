"""Quotes under an offer: the places in their order, the trail that says each, and few statements."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.pricing import contracts
from tests.services.cast import DZVIN, KALYNA, PRICER, PROMIN, SVITLODIM
from tests.services.pricing.desk import Desk


def steps(line: dict[str, Any]) -> list[tuple[str, bool, str | None]]:
    return [(step["rule"], step["chosen"], step["after"]) for step in line["reasons"]]


@pytest.fixture
def tools(desk: Desk) -> dict[str, str]:
    """An item of a price group with a retail and a dealer's price."""
    dealer, group = desk.a_price_type("DEALER"), desk.a_price_group("Інструмент", name_en="Tools")
    drill = desk.an_item("DRILL", price="205", price_group_id=group)
    desk.price((drill, "180"), on="2026-01-01", price_type=dealer)
    return {"drill": drill, "group": group, "dealer": dealer}


def test_a_typed_price_of_the_item_comes_first(desk: Desk, tools: dict[str, str]) -> None:
    offer = desk.an_offer(
        item_rows=[{"item_id": tools["drill"], "price": "231.50"}],
        group_rows=[{"price_group_id": tools["group"], "price_type_id": tools["dealer"]}],
    )
    line = desk.under(offer, (tools["drill"], "2"))["lines"][0]
    assert (line["total"], steps(line)) == ("463.00", [("item_price", True, "231.5000")])
    assert line["reasons"][0]["text"] == "The item's own price in offer OFR-000001 (version 1)"


def test_then_the_price_type_named_for_the_item(desk: Desk, tools: dict[str, str]) -> None:
    offer = desk.an_offer(
        item_rows=[{"item_id": tools["drill"], "price_type_id": tools["dealer"]}],
        group_rows=[{"price_group_id": tools["group"], "percent": "-50"}],
    )
    line = desk.under(offer, (tools["drill"], "1"))["lines"][0]
    assert steps(line) == [("item_price_type", True, "180.0000")]
    assert line["reasons"][0]["document"] == "PRC-000002"


def test_then_the_row_of_its_price_group_by_type(desk: Desk, tools: dict[str, str]) -> None:
    offer = desk.an_offer(group_rows=[{"price_group_id": tools["group"], "price_type_id": tools["dealer"]}])
    line = desk.under(offer, (tools["drill"], "1"))["lines"][0]
    assert steps(line) == [("group_price_type", True, "180.0000")]
    said = "Price by type “Вид DEALER”, named for price group “Tools” in offer OFR-000001 (version 1)"
    assert line["reasons"][0]["text"] == said


def test_or_by_a_percent_on_the_main_type_kept_to_four_decimals(desk: Desk, tools: dict[str, str]) -> None:
    offer = desk.an_offer(group_rows=[{"price_group_id": tools["group"], "percent": "-3.3333"}])
    line = desk.under(offer, (tools["drill"], "1"))["lines"][0]
    assert (line["price"], line["listed_price"], line["total"]) == ("198.1667", "198.1667", "198.17")
    assert line["reasons"][0]["text"].startswith("-3.3333 % on the price by type “Вид RETAIL”")


def test_and_last_the_main_type(desk: Desk, tools: dict[str, str]) -> None:
    line = desk.under(desk.an_offer(), (tools["drill"], "1"))["lines"][0]
    assert steps(line) == [("main_price_type", True, "205.0000")]


def test_a_type_without_a_price_on_the_date_passes_on_and_the_trail_says_so(desk: Desk, tools: dict[str, str]) -> None:
    export = desk.a_price_type("EXPORT")
    offer = desk.an_offer(
        item_rows=[{"item_id": tools["drill"], "price_type_id": export}],
        group_rows=[{"price_group_id": tools["group"], "price_type_id": tools["dealer"]}],
    )
    line = desk.under(offer, (tools["drill"], "1"))["lines"][0]
    assert steps(line) == [("item_price_type", False, None), ("group_price_type", True, "180.0000")]
    assert line["reasons"][0]["text"].endswith(": there is no price on this day")


def test_no_price_anywhere_says_where_it_was_looked_for(desk: Desk, tools: dict[str, str]) -> None:
    bare = desk.an_item("BARE", price_group_id=tools["group"])
    offer = desk.an_offer(group_rows=[{"price_group_id": tools["group"], "price_type_id": tools["dealer"]}])
    line = desk.under(offer, (bare, "1"))["lines"][0]
    assert (line["problem"], line["total"]) == ("no_price", "0.00")
    assert [(step["rule"], step["chosen"]) for step in line["reasons"]] == [
        ("group_price_type", False),
        ("main_price_type", False),
    ]


def test_rows_of_the_individual_offer_stand_over_the_standard_one_s_row_by_row(
    desk: Desk, tools: dict[str, str]
) -> None:
    lamp = desk.an_item("LAMP", price="100", price_group_id=tools["group"])
    standard = desk.an_offer(
        item_rows=[{"item_id": lamp, "price": "57"}],
        group_rows=[{"price_group_id": tools["group"], "price_type_id": tools["dealer"]}],
    )
    own = desk.an_offer(
        KALYNA, standard_id=standard["id"], group_rows=[{"price_group_id": tools["group"], "percent": "-10"}]
    )
    lines = desk.under(own, (lamp, "1"), (tools["drill"], "1"))["lines"]
    assert [line["price"] for line in lines] == ["57.0000", "184.5000"]


def test_a_price_typed_in_the_offer_is_of_the_document_s_vat_kind_and_a_listed_one_is_converted(desk: Desk) -> None:
    lamp, cable = desk.an_item("LAMP", price="120"), desk.an_item("CABLE", price="120")
    offer = desk.an_offer(item_rows=[{"item_id": lamp, "price": "120"}])
    lines = desk.under(offer, (lamp, "1"), (cable, "1"), prices_with_vat=False)["lines"]
    assert [(line["price"], line["vat"]) for line in lines] == [("120.0000", "24.00"), ("100.0000", "20.00")]


def test_the_quote_tells_the_offer_s_terms_and_its_main_type(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="120")
    stages = [{"kind": "credit", "percent": "100", "shift": 14}]
    offer = desk.an_offer(terms={"price_type_id": desk.retail, "payment_stages": stages, "manual_limit": "5"})
    quote = desk.under(offer, (lamp, "1"))
    assert (quote["price_type_id"], quote["currency"], quote["terms"]["manual_limit"]) == (desk.retail, "UAH", "5.0000")
    assert (quote["terms"]["payment_stages"][0]["shift"], quote["terms"]["version_number"]) == (14, 1)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"partner_id": DZVIN.id}, "offer_for_another"),
        ({"partner_id": None}, "offer_for_another"),
        ({"organization_id": PROMIN}, "offer_for_another"),
        ({"on": "2025-12-31"}, "offer_not_in_force"),
        ({"on": "2026-07-01"}, "offer_not_in_force"),
        ({"offer_id": uuid7()}, "not_found"),
        ({}, None),
        ({"on": "2026-06-30"}, None),
        ({"organization_id": None}, None),
    ],
)
def test_an_offer_that_does_not_fit_the_document_is_refused_at_its_field(
    desk: Desk, more: dict[str, Any], code: str | None
) -> None:
    lamp = desk.an_item("LAMP", price="120")
    offer = desk.an_offer(KALYNA, valid_to="2026-06-30")
    parties = {"organization_id": SVITLODIM, "partner_id": KALYNA.id, "offer_id": offer["id"]}
    body = {"on": "2026-03-02", "lines": [{"item_id": lamp, "quantity": "1"}], **parties, **more}
    if code is None:
        assert desk.bench.do(contracts.ASK_QUOTE, body)["total"] == "120.00"
        return
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, body)
    assert (refusal.code.name, refusal.fields[0].pointer) == (code, "/offer_id")


def test_an_offer_and_a_price_type_are_not_named_together(desk: Desk) -> None:
    lamp, offer = desk.an_item("LAMP", price="120"), desk.an_offer()
    body = {"on": "2026-03-02", "lines": [{"item_id": lamp, "quantity": "1"}], "offer_id": offer["id"]}
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, {**body, "price_type_id": desk.retail})
    assert (refusal.code.name, refusal.fields[0].pointer) == ("offer_or_price_type", "/price_type_id")


def test_quotes_under_an_offer_of_1_10_and_100_lines_take_the_same_number_of_statements(desk: Desk) -> None:
    group = desk.a_price_group()
    items = [desk.an_item(f"MANY-{place}", price_group_id=group) for place in range(100)]
    desk.price(*[(item, "5") for item in items], on="2026-01-01")
    standard = desk.an_offer(item_rows=[{"item_id": item, "price": "4"} for item in items[:50]])
    offer = desk.an_offer(KALYNA, standard_id=standard["id"], group_rows=[{"price_group_id": group, "percent": "-1"}])
    counted = []
    for lines in (1, 10, 100):
        with desk.bench.statements() as seen:
            quote = desk.under(offer, *[(item, "1") for item in items[-lines:]])
        assert len(quote["lines"]) == lines
        counted.append(len(seen))
    assert counted == [6, 6, 6]


def test_an_item_moved_to_another_price_group_is_priced_by_that(desk: Desk, tools: dict[str, str]) -> None:
    offer = desk.an_offer(group_rows=[{"price_group_id": tools["group"], "price_type_id": tools["dealer"]}])
    desk.bench.do(contracts.CHANGE_ITEM, {"id": tools["drill"], "price_group_id": None}, by=PRICER)
    assert desk.bench.events()[-1]["data"]["price_group_id"] is None
    line = desk.under(offer, (tools["drill"], "1"))["lines"][0]
    assert steps(line) == [("main_price_type", True, "205.0000")]


def test_an_unknown_price_group_is_named(desk: Desk) -> None:
    body = {"sku": "LAMP", "name": "Лампа", "price_group_id": uuid7()}
    assert desk.bench.refuses(contracts.ADD_ITEM, body, by=PRICER).fields[0].pointer == "/price_group_id"
    lamp = desk.an_item("LAMP")
    refusal = desk.bench.refuses(contracts.CHANGE_ITEM, {"id": lamp, "price_group_id": uuid7()}, by=PRICER)
    assert refusal.fields[0].pointer == "/price_group_id"


def test_a_price_group_s_name_is_used_once(desk: Desk) -> None:
    first = desk.a_price_group("Фарби")
    second = desk.a_price_group("Лаки")
    for operation, body in (
        (contracts.ADD_PRICE_GROUP, {"name": "Фарби"}),
        (contracts.CHANGE_PRICE_GROUP, {"id": second, "name": "Фарби"}),
    ):
        assert desk.bench.refuses(operation, body, by=PRICER).code.name == "exists"
    renamed = desk.bench.do(contracts.CHANGE_PRICE_GROUP, {"id": first, "name": "Фарби", "name_en": "Paint"}, by=PRICER)
    assert renamed["name_en"] == "Paint"
    assert [row["name"] for row in desk.bench.listed(contracts.LIST_PRICE_GROUPS)] == ["Лаки", "Фарби"]

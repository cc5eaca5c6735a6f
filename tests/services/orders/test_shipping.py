"""Shipping: goods, revenue, debt and reservations move together, whole or not at all."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.chassis.tx import outbox_row
from services.orders import contracts
from services.orders.models import Shipment, ShipmentLine
from tests.services.builders import CABLE, INSTALL, LAMP, Shop, shipping_body
from tests.services.cast import HEAD, KEEPER


def summed(parts: list[dict[str, Any]], name: str) -> Decimal:
    return sum((Decimal(part[name]) for part in parts), Decimal(0))


def test_a_whole_shipment_empties_the_stock_and_makes_the_debt(shop: Shop) -> None:
    shop.receive((LAMP, "10", "60.00"))
    order = shop.an_order((LAMP, "4"), status="to_fulfil")
    shipment = shop.ship(order)
    assert (shipment["number"], shipment["total"], shipment["revenue"]) == ("SHP-000001", "480.00", "400.00")
    assert shop.stock(LAMP) == ("6.000", "0.000", "6.000")
    after = shop.now(order)
    assert (after["state"], after["shipped_amount"]) == ("awaiting_payment", "480.00")


@pytest.mark.parametrize(("quantity", "shipped"), [("4.999", True), ("5", True), ("5.001", False)])
def test_as_much_as_is_free_can_be_shipped_and_no_more(shop: Shop, quantity: str, shipped: bool) -> None:
    shop.receive((LAMP, "5", "60.00"))
    order = shop.an_order((LAMP, "6"), status="to_fulfil")
    body = shipping_body(order, (1, quantity))
    if shipped:
        assert (
            shop.bench.do(contracts.SHIP_GOODS, body, by=KEEPER)["lines"][0]["quantity"] == f"{Decimal(quantity):.3f}"
        )
    else:
        refusal = shop.bench.refuses(contracts.SHIP_GOODS, body, by=KEEPER)
        assert (refusal.code.name, refusal.values["available"]) == ("not_enough_stock", "5")


@pytest.mark.parametrize(("quantity", "shipped"), [("1.999", True), ("2", True), ("2.001", False)])
def test_no_more_than_is_open_can_be_shipped(shop: Shop, quantity: str, shipped: bool) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    body = shipping_body(order, (1, quantity))
    if shipped:
        shop.bench.do(contracts.SHIP_GOODS, body, by=KEEPER)
    else:
        refusal = shop.bench.refuses(contracts.SHIP_GOODS, body, by=KEEPER)
        assert (refusal.code.name, refusal.values["open"]) == ("more_than_open", Decimal(2))


def test_one_line_short_of_stock_ships_none(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"), (CABLE, "1", "5.00"))
    order = shop.an_order((LAMP, "2"), (CABLE, "2"), status="to_fulfil")
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, shipping_body(order), by=KEEPER)
    assert (refusal.code.name, refusal.values["item"]) == ("not_enough_stock", "CABLE-3")
    assert (shop.stock(LAMP), shop.stock(CABLE)) == (("5.000", "0.000", "5.000"), ("1.000", "0.000", "1.000"))
    assert shop.bench.rows(Shipment) == []
    assert shop.now(order) == order


def test_goods_never_received_cannot_be_shipped(shop: Shop) -> None:
    order = shop.an_order((LAMP, "1"), status="to_fulfil")
    assert shop.bench.refuses(contracts.SHIP_GOODS, shipping_body(order), by=KEEPER).code.name == "not_enough_stock"


def test_what_others_reserved_cannot_be_shipped_but_one_s_own_can(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"))
    first = shop.an_order((LAMP, "4"), status="to_fulfil")
    second = shop.an_order((LAMP, "2"), status="to_fulfil")
    shop.bench.do(contracts.RESERVE_ORDER, {"id": first["id"]})
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, shipping_body(second), by=KEEPER)
    assert (refusal.code.name, refusal.values["available"]) == ("not_enough_stock", "1")
    shop.ship(first)
    assert shop.stock(LAMP) == ("1.000", "0.000", "1.000")


def test_a_partial_shipment_takes_the_line_s_own_reservation_first(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"))
    order = shop.an_order((LAMP, "4"), status="to_fulfil")
    shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"]})
    shop.ship(order, (1, "3"))
    line = shop.now(order)["lines"][0]
    assert (line["reserved"], line["shipped"]) == ("1.000", "3.000")
    assert shop.stock(LAMP) == ("2.000", "1.000", "1.000")
    assert shop.now(order)["state"] == "shipping"


@pytest.mark.parametrize("with_vat", [True, False])
def test_three_partial_shipments_sum_to_the_order_exactly(shop: Shop, with_vat: bool) -> None:
    shop.receive((CABLE, "10", "5.00"))
    order = shop.an_order((CABLE, "7"), status="to_fulfil", prices_with_vat=with_vat)
    parts = [shop.ship(order, (1, quantity)) for quantity in ("1", "2.5", "3.5")]
    assert summed(parts, "total") == Decimal(order["payable"])
    assert summed([line for part in parts for line in part["lines"]], "vat") == Decimal(order["vat"])
    assert summed(parts, "revenue") == Decimal(order["payable"]) - Decimal(order["vat"])
    assert shop.now(order)["shipped_amount"] == order["payable"]


def test_the_cost_of_partial_shipments_sums_to_what_the_goods_cost(shop: Shop) -> None:
    shop.receive((LAMP, "3", "33.3333"))
    order = shop.an_order((LAMP, "3"), status="to_fulfil")
    for _ in range(3):
        shop.ship(order, (1, "1"))
    costs = [row.cost for row in shop.bench.rows(ShipmentLine)]
    assert sum(costs) == Decimal("99.99")


def test_the_same_line_named_twice_counts_together(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    body = shipping_body(order, (1, "1.5"), (1, "1"))
    assert shop.bench.refuses(contracts.SHIP_GOODS, body, by=KEEPER).code.name == "more_than_open"
    assert shop.ship(order, (1, "1.5"), (1, "0.5"))["lines"][0]["quantity"] == "2.000"


def test_two_lines_of_one_item_share_the_stock(shop: Shop) -> None:
    shop.receive((LAMP, "3", "60.00"))
    order = shop.an_order((LAMP, "2"), (LAMP, "2"), status="to_fulfil")
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, shipping_body(order), by=KEEPER)
    assert refusal.values["available"] == "1"
    assert shop.stock(LAMP)[0] == "3.000"


def test_a_line_of_another_order_cannot_be_shipped(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    mine, other = shop.an_order(status="to_fulfil"), shop.an_order(status="to_fulfil")
    body = {"order_id": mine["id"], "lines": shipping_body(other, (1, "1"))["lines"]}
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, body, by=KEEPER)
    assert [field.pointer for field in refusal.fields] == ["/lines/0/line_id"]


def test_services_are_handed_over_without_stock_and_cost(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "2"), status="to_fulfil")
    shop.ship(order)
    row = shop.bench.rows(ShipmentLine)[0]
    assert (row.total, row.revenue, row.cost) == (Decimal("3000.00"), Decimal("2500.00"), Decimal("0.00"))


def test_nothing_open_is_nothing_to_ship(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.ship(order)
    assert shop.bench.refuses(contracts.SHIP_GOODS, shipping_body(order), by=KEEPER).code.name == "nothing_to_ship"


def test_an_unknown_order_is_not_found(shop: Shop) -> None:
    assert shop.bench.refuses(contracts.SHIP_GOODS, {"order_id": uuid7()}, by=HEAD).http_status == 404


def test_a_shipment_tells_the_fact_and_the_order_s_new_state(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), (INSTALL, "2"), status="to_fulfil")
    before = len(shop.bench.told())
    shipment = shop.ship(order)
    assert sorted(shop.bench.told()[before:]) == ["goods_shipped", "order_changed"]
    told = next(event for event in shop.bench.events() if event["type"] == "orders.goods_shipped")
    assert (told["subject_id"], told["kind"], told["version"]) == (shipment["id"], "fact", 1)
    assert told["data"]["lines"] == [
        {"item_id": str(INSTALL.id), "quantity": quantity, "revenue": revenue}
        for quantity, revenue in (("1.000", "1250.00"), ("2.000", "2500.00"))
    ]
    assert told["data"]["revenue"] == "3750.00"


def test_a_shipment_of_a_thousand_lines_is_told_however_large_its_amounts_are(shop: Shop) -> None:
    """Together they are as much money as a document may have. Never stored."""
    about = {name: uuid7() for name in ("order_id", "organization_id", "partner_id", "manager_id", "card_id")}
    most = {"quantity": Decimal("9999999.999"), "revenue": Decimal("999999999.99"), "cost": Decimal("999999999.99")}
    shipment = Shipment(**about, number="SHP-999999", shipped_on=date(2026, 12, 31), currency="UAH", version=1)
    shipment.created_at = shipment.updated_at = datetime(2026, 12, 31, tzinfo=UTC)
    shipment.lines = [ShipmentLine(item_id=uuid7(), **most) for _ in range(1000)]
    shipment.total = shipment.revenue = Decimal("999999999990.00")
    with shop.bench.database.read() as session:
        reader = shop.bench.runtime.reader(session, HEAD)
        view = reader.show(contracts.GoodsShipped, shipment)
        told = outbox_row(reader, contracts.GOODS_SHIPPED, shipment, view, actor=HEAD, trace="t" * 55, replayed=False)
    assert len(json.loads(told["body"])["data"]["lines"]) == 1000


def test_a_shipment_dated_by_hand_belongs_to_that_month(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    body = {**shipping_body(order), "shipped_on": "2026-02-28"}
    assert shop.bench.do(contracts.SHIP_GOODS, body, by=KEEPER)["shipped_on"] == "2026-02-28"
    assert shop.bench.rows(Shipment)[0].period == "2026-02"

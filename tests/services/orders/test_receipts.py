"""Receipts: stock grows, and the average cost moves with what was paid without VAT."""

from decimal import Decimal

import pytest

from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid7
from services.orders import contracts
from services.orders.models import ItemCost, Receipt, ShipmentLine
from services.partners import contracts as partners
from tests.services.builders import CABLE, LAMP, Good, Shop
from tests.services.cast import ADMIN, CASHIER, KALYNA, KEEPER, PROMIN, TARAS


def cost_of(shop: Shop, good: Good) -> tuple[Decimal, ...]:
    """(quantity held, its value)."""
    row = shop.bench.rows(ItemCost, ItemCost.item_id == good.id)[0]
    return row.quantity, row.value


def exactly(*amounts: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, amounts))


def test_a_receipt_puts_goods_on_the_shelf_and_tells_of_it(shop: Shop) -> None:
    receipt = shop.receive((LAMP, "10", "60.00"), received_on="2026-03-02")
    assert (receipt["number"], receipt["received_on"]) == ("REC-000001", "2026-03-02")
    assert shop.stock(LAMP) == ("10.000", "0.000", "10.000")
    assert shop.bench.told()[-1] == "goods_received"
    assert shop.bench.do(contracts.GET_RECEIPT, {"id": receipt["id"]}) == receipt


def test_a_supplier_nobody_knows_is_named_and_nothing_is_received(shop: Shop) -> None:
    shop.bench.peers.reply(partners.GET_PARTNER, NOT_FOUND(subject="Partner"))
    line = {"item_id": LAMP.id, "quantity": "1", "price": "60.00"}
    body = {"warehouse_id": shop.warehouse, "supplier_id": uuid7(), "lines": [line]}
    refusal = shop.bench.refuses(contracts.RECEIVE_GOODS, body, by=KEEPER)
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("unknown_reference", ["/supplier_id"])
    assert shop.bench.rows(Receipt) == []


def test_the_average_cost_moves_with_receipts_and_is_fixed_at_shipment(shop: Shop) -> None:
    """10 × 60 + 10 × 80 = 1400 for 20: 70 each. After 5 × 70: 1050 for 15; with 5 × 100: 1550 for 20: 77.50 each."""
    shop.receive((LAMP, "10", "60.00"))
    shop.receive((LAMP, "10", "80.00"))
    assert cost_of(shop, LAMP) == exactly(20, 1400)
    order = shop.an_order((LAMP, "9"), status="to_fulfil")
    shop.ship(order, (1, "5"))
    assert cost_of(shop, LAMP) == exactly(15, 1050)
    shop.receive((LAMP, "5", "100.00"))
    assert cost_of(shop, LAMP) == exactly(20, 1550)
    shop.ship(order, (1, "4"))
    costs = [row.cost for row in sorted(shop.bench.rows(ShipmentLine), key=lambda row: row.id)]
    assert costs == [Decimal("350.00"), Decimal("310.00")]


def test_a_receipt_tells_what_a_unit_costs_on_average_once_it_is_in(shop: Shop) -> None:
    """A third of 100.00 is kept to 4 decimals; of an item on two lines both tell what it costs after both."""
    received = [shop.receive((LAMP, "2", "33.35")), shop.receive((LAMP, "1", "33.30"), (CABLE, "1", "10"))]
    received.append(shop.receive((CABLE, "1", "20"), (CABLE, "2", "21")))
    assert [[line["cost"] for line in receipt["lines"]] for receipt in received] == [
        ["33.3500"],
        ["33.3333", "10.0000"],
        ["18.0000", "18.0000"],
    ]


def test_the_last_piece_takes_the_rest_of_the_value_and_leaves_none(shop: Shop) -> None:
    shop.receive((LAMP, "3", "33.3333"))
    order = shop.an_order((LAMP, "3"), status="to_fulfil")
    for _ in range(3):
        shop.ship(order, (1, "1"))
    assert cost_of(shop, LAMP) == exactly(0, 0)


def test_one_item_on_two_lines_of_a_receipt_is_added_up(shop: Shop) -> None:
    shop.receive((LAMP, "1", "50.00"), (LAMP, "3", "70.00"))
    assert shop.stock(LAMP)[0] == "4.000"
    assert cost_of(shop, LAMP) == exactly(4, 260)


def test_each_organization_has_costs_of_its_own(shop: Shop) -> None:
    shop.receive((LAMP, "1", "50.00"))
    other = shop.open_warehouse("Другий склад", PROMIN)
    line = {"item_id": LAMP.id, "quantity": "1", "price": "90.00"}
    shop.bench.do(contracts.RECEIVE_GOODS, {"warehouse_id": other, "lines": [line]}, by=KEEPER)
    assert sorted(row.value for row in shop.bench.rows(ItemCost)) == [50, 90]


def test_a_receipt_into_a_second_warehouse_shares_the_organization_s_cost(shop: Shop) -> None:
    shop.receive((LAMP, "1", "50.00"))
    second = shop.open_warehouse("Дальній склад")
    line = {"item_id": LAMP.id, "quantity": "1", "price": "90.00"}
    shop.bench.do(contracts.RECEIVE_GOODS, {"warehouse_id": second, "lines": [line]}, by=KEEPER)
    assert cost_of(shop, LAMP) == exactly(2, 140)
    assert shop.stock(LAMP)[0] == "1.000"


@pytest.mark.parametrize(("quantity", "price", "value"), [("0.001", "0.05", "0.0001"), ("0.001", "0.0499", "0.0000")])
def test_the_value_of_a_receipt_keeps_four_decimals_half_up(shop: Shop, quantity: str, price: str, value: str) -> None:
    shop.receive((LAMP, quantity, price))
    assert cost_of(shop, LAMP)[1] == Decimal(value)


def test_items_that_pricing_does_not_know_are_all_named(shop: Shop) -> None:
    lines = [{"item_id": one, "quantity": "1", "price": "1"} for one in (uuid7(), LAMP.id, uuid7())]
    body = {"warehouse_id": shop.warehouse, "lines": lines}
    refusal = shop.bench.refuses(contracts.RECEIVE_GOODS, body, by=KEEPER)
    assert [field.pointer for field in refusal.fields] == ["/lines/0/item_id", "/lines/2/item_id"]
    assert shop.bench.rows(Receipt) == []
    assert shop.bench.listed(contracts.LIST_STOCK) == []


@pytest.mark.parametrize("actor", [TARAS, CASHIER, KALYNA.login])
def test_only_storekeepers_receive_goods_and_open_warehouses(shop: Shop, actor: object) -> None:
    line = {"item_id": LAMP.id, "quantity": "1", "price": "1"}
    receipt = {"warehouse_id": shop.warehouse, "lines": [line]}
    warehouse = {"organization_id": PROMIN, "name": "Склад"}
    assert shop.bench.refuses(contracts.RECEIVE_GOODS, receipt, by=actor).code.name == "forbidden"
    assert shop.bench.refuses(contracts.OPEN_WAREHOUSE, warehouse, by=actor).code.name == "forbidden"


def test_stock_is_listed_by_item_and_warehouse_with_what_is_free(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"), (CABLE, "7", "5.00"))
    second = shop.open_warehouse("Дальній склад")
    assert len(shop.bench.listed(contracts.LIST_STOCK)) == 2
    assert shop.bench.listed(contracts.LIST_STOCK, warehouse_id=second) == []
    rows = shop.bench.listed(contracts.LIST_STOCK, item_id=[CABLE.id], by=ADMIN)
    assert [(row["on_hand"], row["reserved"], row["free"]) for row in rows] == [("7.000", "0.000", "7.000")]

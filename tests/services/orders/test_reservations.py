"""Reservations: all or nothing, never above what lies there, never above what is open."""

from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from services.orders import contracts
from services.orders.models import Stock
from tests.services.builders import CABLE, INSTALL, LAMP, Shop, line_parts
from tests.services.cast import KEEPER


def test_reserving_without_naming_lines_takes_all_that_is_open(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"), (CABLE, "5", "5.00"))
    order = shop.an_order((LAMP, "2"), (CABLE, "3"), (INSTALL, "1"), status="to_fulfil")
    reserved = shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"]})
    assert [line["reserved"] for line in reserved["lines"]] == ["2.000", "3.000", "0.000"]
    assert reserved["state"] == "ready_to_ship"


@pytest.mark.parametrize(("stock", "reserves"), [("1.999", False), ("2", True), ("2.001", True)])
def test_a_line_is_reserved_only_whole(shop: Shop, stock: str, reserves: bool) -> None:
    shop.receive((LAMP, stock, "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    if reserves:
        assert shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"]})["lines"][0]["reserved"] == "2.000"
    else:
        refusal = shop.bench.refuses(contracts.RESERVE_ORDER, {"id": order["id"]})
        assert (refusal.code.name, refusal.values) == (
            "not_enough_stock",
            {"item": "LAMP-10", "wanted": "2", "available": "1.999"},
        )


def test_one_line_short_of_stock_reserves_none(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"), (CABLE, "1", "5.00"))
    order = shop.an_order((LAMP, "2"), (CABLE, "2"), status="to_fulfil")
    shop.bench.refuses(contracts.RESERVE_ORDER, {"id": order["id"]})
    assert shop.stock(LAMP) == ("5.000", "0.000", "5.000")
    assert shop.now(order) == order


@pytest.mark.parametrize(("more", "reserves"), [("1.499", True), ("1.5", True), ("1.501", False)])
def test_no_more_than_is_open_and_unreserved_can_be_named(shop: Shop, more: str, reserves: bool) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"], "lines": line_parts(order, (1, "0.5"))})
    body = {"id": order["id"], "lines": line_parts(order, (1, more))}
    if reserves:
        total = shop.bench.do(contracts.RESERVE_ORDER, body)["lines"][0]["reserved"]
        assert Decimal(total) == Decimal("0.5") + Decimal(more)
    else:
        refusal = shop.bench.refuses(contracts.RESERVE_ORDER, body)
        assert (refusal.code.name, refusal.values["open"]) == ("more_than_open", Decimal("1.5"))


def test_reserving_twice_reserves_once(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    for _ in range(2):
        shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"]})
    assert shop.stock(LAMP) == ("9.000", "2.000", "7.000")


def test_two_orders_reserve_what_is_free_and_the_third_nothing(shop: Shop) -> None:
    shop.receive((LAMP, "4", "60.00"))
    first, second, third = (shop.an_order((LAMP, "2"), status="to_fulfil") for _ in range(3))
    for order in (first, second):
        shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"]})
    refusal = shop.bench.refuses(contracts.RESERVE_ORDER, {"id": third["id"]})
    assert refusal.values["available"] == "0"


def test_two_lines_of_one_item_cannot_reserve_the_same_piece(shop: Shop) -> None:
    shop.receive((LAMP, "3", "60.00"))
    order = shop.an_order((LAMP, "2"), (LAMP, "2"), status="to_fulfil")
    assert shop.bench.refuses(contracts.RESERVE_ORDER, {"id": order["id"]}).values["available"] == "1"


def test_stock_of_another_warehouse_does_not_help(shop: Shop) -> None:
    other = shop.open_warehouse("Дальній склад")
    line = {"item_id": LAMP.id, "quantity": "9", "price": "60.00"}
    shop.bench.do(contracts.RECEIVE_GOODS, {"warehouse_id": other, "lines": [line]}, by=KEEPER)
    order = shop.an_order((LAMP, "1"), status="to_fulfil")
    assert shop.bench.refuses(contracts.RESERVE_ORDER, {"id": order["id"]}).code.name == "not_enough_stock"


@pytest.mark.parametrize(
    "broken", [{"reserved": Decimal("5.001")}, {"reserved": Decimal("-0.001")}, {"on_hand": Decimal(-1)}]
)
def test_the_database_itself_refuses_stock_below_its_reservations(shop: Shop, broken: dict[str, Decimal]) -> None:
    shop.receive((LAMP, "5", "60.00"))
    with pytest.raises(IntegrityError), shop.bench.database.write() as session:
        session.execute(update(Stock).values(**broken))


def test_a_partial_reservation_is_audited_though_only_a_line_changed(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    shop.bench.do(contracts.RESERVE_ORDER, {"id": order["id"], "lines": line_parts(order, (1, "0.5"))})
    row = shop.bench.audit(order["id"])[-1]
    assert (row.operation, row.version) == ("orders.reserve_order", 3)
    line = {"reserved": ["0.000", "0.500"], "supply": ["to_supply", "reserve"]}
    assert row.changes == {f"OrderLine {order['lines'][0]['id']}": line}

"""Returns of goods: never more than was shipped; stock, cost, revenue and debt go back as they came."""

from decimal import Decimal
from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.orders import contracts
from services.orders.models import GoodsReturn, GoodsReturnLine, ItemCost
from tests.services.builders import CABLE, GOODS, INSTALL, LAMP, Good, Shop, line_parts
from tests.services.cast import DARYNA, KALYNA, KEEPER, TARAS
from tests.services.orders.money import at_once, balance

Sold = tuple[dict[str, Any], dict[str, Any]]


def sold(shop: Shop, *lines: tuple[Good, str], **more: Any) -> Sold:
    """(order, shipment) of these, ten lamps unless said otherwise, received at 60.00 each."""
    shop.receive((LAMP, "20", "60.00"), (CABLE, "50", "5.00"))
    order = shop.an_order(*(lines or ((LAMP, "10"),)), status="to_fulfil", **more)
    return order, shop.ship(order)


def body(sale: Sold, *parts: tuple[int, str], **more: Any) -> dict[str, Any]:
    order, shipment = sale
    return {"shipment_id": shipment["id"], "lines": line_parts(order, *parts), "reason": "Не підійшло", **more}


def take_back(shop: Shop, sale: Sold, *parts: tuple[int, str], **more: Any) -> dict[str, Any]:
    return shop.bench.do(contracts.RETURN_GOODS, body(sale, *parts, **more), by=KEEPER)


def test_what_comes_back_goes_to_stock_and_lessens_the_debt(shop: Shop) -> None:
    sale = sold(shop)
    returned = take_back(shop, sale, (1, "4"))
    assert (returned["number"], returned["total"], returned["revenue"]) == ("RET-000001", "480.00", "400.00")
    assert shop.stock(LAMP) == ("14.000", "0.000", "14.000")
    after = shop.now(sale[0])
    assert (after["shipped_amount"], after["state"]) == ("720.00", "awaiting_payment")
    assert after["lines"][0]["shipped"] == "10.000", "a returned line is not open again"
    assert balance(shop) == [("1200.00", "0.00", "720.00")]


def test_a_return_brings_back_its_own_line_s_cost(shop: Shop) -> None:
    sale = sold(shop)
    shop.receive((LAMP, "10", "90.00"))
    take_back(shop, sale, (1, "10"))
    assert shop.bench.rows(GoodsReturnLine)[0].cost == Decimal("600.00")
    cost = next(row for row in shop.bench.rows(ItemCost) if row.item_id == LAMP.id)
    assert (cost.quantity, cost.value) == (Decimal(30), Decimal(20 * 60 + 10 * 90))


@pytest.mark.parametrize(("quantity", "taken"), [("9.999", True), ("10", True), ("10.001", False)])
def test_no_more_comes_back_than_was_shipped(shop: Shop, quantity: str, taken: bool) -> None:
    sale = sold(shop)
    if taken:
        take_back(shop, sale, (1, quantity))
    else:
        refusal = shop.bench.refuses(contracts.RETURN_GOODS, body(sale, (1, quantity)), by=KEEPER)
        assert (refusal.code.name, refusal.values["left"]) == ("more_than_shipped", "10")
        assert shop.bench.rows(GoodsReturn) == []


def test_what_came_back_before_cannot_come_back_again(shop: Shop) -> None:
    sale = sold(shop)
    take_back(shop, sale, (1, "6"))
    refusal = shop.bench.refuses(contracts.RETURN_GOODS, body(sale, (1, "2"), (1, "2.5")), by=KEEPER)
    assert (refusal.code.name, refusal.values["left"], refusal.values["wanted"]) == ("more_than_shipped", "4", "4.5")
    take_back(shop, sale, (1, "2"), (1, "2"))
    refusal = shop.bench.refuses(contracts.RETURN_GOODS, body(sale), by=KEEPER)
    assert refusal.code.name == "nothing_to_return"


def test_without_lines_all_that_is_left_comes_back(shop: Shop) -> None:
    sale = sold(shop, (LAMP, "10"), (INSTALL, "1"))
    take_back(shop, sale, (1, "4"))
    rest = take_back(shop, sale)
    assert [line["quantity"] for line in rest["lines"]] == ["6.000", "1.000"]
    assert shop.now(sale[0])["shipped_amount"] == "0.00"
    assert shop.now(sale[0])["state"] == "ready_to_close"


@pytest.mark.parametrize("with_vat", [True, False])
def test_returns_piece_by_piece_sum_to_the_shipment_to_the_cent(shop: Shop, with_vat: bool) -> None:
    sale = sold(shop, (CABLE, "7"), prices_with_vat=with_vat)
    parts = [take_back(shop, sale, (1, quantity)) for quantity in ("1", "2.5", "3.5")]
    shipped = sale[1]
    for name in ("total", "revenue"):
        assert sum(Decimal(part[name]) for part in parts) == Decimal(shipped[name])
    vat = sum(Decimal(line["vat"]) for part in parts for line in part["lines"])
    assert vat == Decimal(shipped["lines"][0]["vat"])
    assert sum(row.cost for row in shop.bench.rows(GoodsReturnLine)) == Decimal("35.00")


@pytest.mark.parametrize(("on", "taken"), [("2026-03-04", False), ("2026-03-05", True), ("2026-03-06", True)])
def test_goods_come_back_on_the_day_of_shipment_or_later(shop: Shop, on: str, taken: bool) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shipping = {"order_id": order["id"], "shipped_on": "2026-03-05"}
    sale = (order, shop.bench.do(contracts.SHIP_GOODS, shipping, by=KEEPER))
    if taken:
        assert take_back(shop, sale, returned_on=on)["returned_on"] == on
    else:
        refusal = shop.bench.refuses(contracts.RETURN_GOODS, body(sale, returned_on=on), by=KEEPER)
        assert [field.pointer for field in refusal.fields] == ["/returned_on"]


def test_a_line_that_was_not_shipped_cannot_come_back(shop: Shop) -> None:
    sale, other = sold(shop), sold(shop, (CABLE, "1"))
    wrong = {**body(sale), "lines": line_parts(other[0], (1, "1"))}
    refusal = shop.bench.refuses(contracts.RETURN_GOODS, wrong, by=KEEPER)
    assert [field.pointer for field in refusal.fields] == ["/lines/0/line_id"]


def test_a_paid_order_s_return_leaves_money_to_refund(shop: Shop) -> None:
    sale = sold(shop)
    shop.pay(sale[0], "1200.00")
    take_back(shop, sale, (1, "1"))
    assert balance(shop) == [("1200.00", "1200.00", "-120.00")]
    assert shop.now(sale[0])["state"] == "ready_to_close"


def test_goods_of_a_closed_order_come_back_and_it_stays_closed(shop: Shop) -> None:
    sale = sold(shop)
    shop.pay(sale[0], "1200.00")
    shop.bench.do(contracts.CLOSE_ORDER, {"id": sale[0]["id"]})
    take_back(shop, sale)
    assert (shop.now(sale[0])["state"], shop.now(sale[0])["shipped_amount"]) == ("closed", "0.00")


def test_a_return_is_told_with_the_order_s_new_state(shop: Shop) -> None:
    sale = sold(shop)
    before = len(shop.bench.told())
    returned = take_back(shop, sale, (1, "1"))
    assert sorted(shop.bench.told()[before:]) == ["goods_returned", "order_changed"]
    told = next(event for event in shop.bench.events() if event["type"] == "orders.goods_returned")
    assert (told["subject_id"], told["data"]["cost"]) == (returned["id"], "60.00")
    assert told["data"]["lines"] == [{"item_id": str(LAMP.id), "quantity": "1.000", "revenue": "100.00"}]
    assert "cost" not in shop.bench.do(contracts.GET_RETURN, {"id": returned["id"]}, by=KALYNA.login)


def test_another_s_shipment_cannot_come_back(shop: Shop) -> None:
    sale = sold(shop)
    assert shop.bench.refuses(contracts.RETURN_GOODS, body(sale), by=DARYNA).http_status == 404
    assert shop.bench.refuses(contracts.RETURN_GOODS, {**body(sale), "shipment_id": uuid7()}).http_status == 404
    returned = shop.bench.do(contracts.RETURN_GOODS, body(sale), by=TARAS)
    assert shop.bench.refuses(contracts.GET_RETURN, {"id": returned["id"]}, by=DARYNA).http_status == 404
    found = shop.bench.listed(contracts.LIST_RETURNS, shipment_id=sale[1]["id"], by=TARAS)
    assert [row["number"] for row in found] == ["RET-000001"]
    assert shop.bench.listed(contracts.LIST_RETURNS, by=DARYNA) == []


def test_rivals_never_take_back_more_than_was_shipped(shop: Shop) -> None:
    sale = sold(shop)
    answers = at_once([lambda: take_back(shop, sale, (1, "4"))] * 4)
    assert answers == ["done", "done", "more_than_shipped", "more_than_shipped"]
    assert shop.stock(LAMP)[0] == "18.000"


MANY = [Good(f"BACK-{place}", f"Товар {place}", "10.00") for place in range(33)]


def test_returns_of_1_and_30_lines_take_the_same_number_of_statements(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for good in MANY:
        monkeypatch.setitem(GOODS, good.id, good)
    counts = []
    for chosen in (MANY[:1], MANY[1:2], MANY[2:32]):
        shop.receive(*[(good, "5", "6.00") for good in chosen])
        order = shop.an_order(*[(good, "2") for good in chosen], status="to_fulfil")
        sale = (order, shop.ship(order))
        with shop.bench.statements() as seen:
            take_back(shop, sale)
        counts.append(len(seen))
    assert counts[1] == counts[2]

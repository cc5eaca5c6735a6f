"""Deposits for packaging beside goods on credit: what comes back pays for what it was charged for."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.orders import contracts
from services.orders.models import Shipment
from tests.services.builders import CRATE, Shop
from tests.services.cast import KALYNA, KEEPER
from tests.services.orders.crates import AGREED, MONDAY, cancelled, ordered, ship, take, with_crates
from tests.services.orders.money import balance, objects, refund
from tests.services.orders.test_packaging import DAY

HALF_AHEAD = [
    {"kind": "advance", "percent": "50"},
    {"kind": "credit", "percent": "50", "shift": 3000},
]


def overdue(shop: Shop) -> str:
    (row,) = shop.bench.do(contracts.GET_BALANCE, {"partner_id": KALYNA.id})["rows"]
    return str(row["overdue"])


def steps(shop: Shop, order: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(step["amount"], step["paid"], step["overdue"]) for step in shop.now(order)["payment_steps"]]


def bring_back(shop: Shop, order: dict[str, Any], shipment: dict[str, Any], quantity: str) -> None:
    lines = [{"line_id": order["lines"][0]["id"], "quantity": quantity}]
    body = {"shipment_id": shipment["id"], "lines": lines, "reason": "Не підійшло"}
    shop.bench.do(contracts.RETURN_GOODS, body, by=KEEPER)


def test_goods_that_came_back_do_not_pay_the_deposit(shop: Shop) -> None:
    order = ordered(shop, **AGREED, payment_stages=HALF_AHEAD)
    shop.pay(order, "7500.00", paid_on=MONDAY)
    bring_back(shop, order, ship(shop, order, "3"), "1")
    assert steps(shop, order) == [("7500.00", "7500.00", "0.00"), ("6000.00", "0.00", "0.00")]
    assert overdue(shop) == "180.30", "the deposit, nobody has paid it"


def test_a_deposit_given_back_does_not_pay_for_goods(shop: Shop) -> None:
    order = ordered(shop, **AGREED, payment_stages=[{"kind": "credit", "percent": "100", "shift": 5}])
    ship(shop, order, "1", (1, "1"))
    take(shop, ship(shop, order, "3", (1, "1"), on=MONDAY + 20 * DAY))
    assert steps(shop, order) == [("15000.00", "0.00", "3000.00")]
    assert (overdue(shop), balance(shop)[0][2]) == ("3060.10", "3060.10")


def test_of_a_cancelled_return_the_money_pays_its_shipment_again(shop: Shop) -> None:
    order = ordered(shop, **AGREED, settled_by="shipment")
    shipment = ship(shop, order, "3", (1, "1"))
    shop.pay(order, "1680.30")
    returned = take(shop, shipment)
    assert objects(shop) == {order["number"]: "-180.30"}
    cancelled(shop, returned)
    assert (objects(shop), overdue(shop)) == ({}, "0.00")


def test_of_a_cancelled_return_money_that_pays_elsewhere_stays_there(shop: Shop) -> None:
    order = ordered(shop, **AGREED, settled_by="shipment")
    shipment = ship(shop, order, "3", (1, "1"))
    shop.pay(order, "1680.30")
    returned = take(shop, shipment)
    ship(shop, order, "1", (1, "1"), on=MONDAY + DAY)
    assert objects(shop) == {"SHP-000002": "1379.80"}
    cancelled(shop, returned)
    assert objects(shop) == {"SHP-000001": "180.30", "SHP-000002": "1379.80"}


@pytest.mark.parametrize(
    ("quantities", "pointer"),
    [(["9999999", "9999999"], "/packaging/0/quantity"), (["1", "9999998.999"], None)],
)
def test_more_of_an_item_than_a_document_holds_is_refused(
    shop: Shop, quantities: list[str], pointer: str | None
) -> None:
    for _ in range(2):
        shop.receive((CRATE, "9999999", "40.00"))
    body = {"order_id": ordered(shop)["id"]}
    body["packaging"] = [{"item_id": CRATE.id, "quantity": quantity} for quantity in quantities]
    if pointer is None:
        shipment = shop.bench.do(contracts.SHIP_GOODS, body, by=KEEPER)
        assert Decimal(shipment["packaging"][0]["quantity"]) == Decimal("9999999.999")
        return
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, body, by=KEEPER)
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("amount_too_large", [pointer])
    assert shop.bench.rows(Shipment) == []


@pytest.mark.parametrize("days", ["calendar", "business"])
def test_what_goes_beyond_the_calendar_is_due_on_its_last_day(shop: Shop, days: str) -> None:
    credit = [{"kind": "credit", "percent": "100", "shift": 5, "days": days}]
    order = ordered(shop, **AGREED, packaging_day_kind=days, payment_stages=credit)
    shipment = ship(shop, order, "1", on=date.max)
    assert shipment["packaging"][0]["due_on"] == "9999-12-31"
    assert [step["due_on"] for step in shop.now(order)["payment_steps"]] == ["9999-12-31"]


# ---------------------------------------------------------------- prepaid goods go in parts, with crates

PREPAID = [{"kind": "prepayment", "percent": "100"}]
HALVES = [{"kind": "prepayment", "percent": "50"}, {"kind": "credit", "percent": "50", "shift": 30}]


@pytest.mark.parametrize("settled_by", ["order", "shipment"])
def test_a_deposit_does_not_block_goods_that_were_paid_for(shop: Shop, settled_by: str) -> None:
    order = ordered(shop, **AGREED, payment_stages=PREPAID, settled_by=settled_by)
    shop.pay(order, "15000.00", paid_on=MONDAY)
    ship(shop, order, "3", (1, "4"))
    assert (shop.now(order)["state"], steps(shop, order)) == ("shipping", [("15000.00", "15000.00", "0.00")])
    assert [row["number"] for row in shop.bench.listed(contracts.LIST_SHIPPING_DESK)] == [order["number"]]
    ship(shop, order, "1", (1, "6"), on=MONDAY + DAY)
    assert (shop.now(order)["state"], steps(shop, order)) == ("awaiting_payment", [("15000.00", "15000.00", "0.00")])
    assert (balance(shop), overdue(shop)) == ([("15000.00", "15000.00", "240.40")], "240.40")
    shop.pay(order, "240.40")
    assert (shop.now(order)["state"], overdue(shop)) == ("ready_to_close", "0.00")


def test_what_a_step_lacks_is_what_blocks(shop: Shop) -> None:
    order = ordered(shop, **AGREED, payment_stages=PREPAID)
    shop.pay(order, "15000.00", paid_on=MONDAY)
    ship(shop, order, "3", (1, "4"))
    refund(shop, "500.00", order)
    assert (shop.now(order)["state"], steps(shop, order)[0][:2]) == ("awaiting_prepayment", ("15000.00", "14500.00"))
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, with_crates(order, "1", (1, "6")), by=KEEPER)
    assert (refusal.code.name, refusal.values["missing"]) == ("prepayment_unpaid", "500.00")


def test_what_a_deposit_took_of_the_prepayment_is_no_step_s_debt(shop: Shop) -> None:
    order = ordered(shop, **AGREED, payment_stages=HALVES)
    shop.pay(order, "7500.00", paid_on=MONDAY)
    ship(shop, order, "3", (1, "4"))
    ship(shop, order, "1", (1, "6"), on=MONDAY + DAY)
    assert steps(shop, order) == [("7500.00", "7500.00", "0.00"), ("7500.00", "0.00", "7500.00")]
    assert overdue(shop) == "7740.40", "the deposits of 240.40 too"
    shop.pay(order, "240.40")
    assert steps(shop, order) == [("7500.00", "7500.00", "0.00"), ("7500.00", "0.00", "7500.00")]
    assert overdue(shop) == "7500.00"
    shop.pay(order, "7500.00")
    assert (shop.now(order)["state"], overdue(shop)) == ("ready_to_close", "0.00")

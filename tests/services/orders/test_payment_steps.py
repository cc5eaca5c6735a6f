"""Payment steps: computed from the offer's stages; an advance blocks supply, a prepayment shipment (R6)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.chassis.tx import business_day, utc_now
from services.orders import contracts
from tests.services.builders import LAMP, Shop, shipping_body, supply_body
from tests.services.cast import KALYNA, KEEPER
from tests.services.orders.money import cancel, refund

STAGES = [
    {"kind": "advance", "percent": "30"},
    {"kind": "prepayment", "percent": "20", "shift": 3},
    {"kind": "credit", "percent": "50", "shift": 14},
]


def told(order: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(step[name] for name in names) for step in order["payment_steps"]]


def test_the_steps_are_the_offer_s_stages_in_money_and_sum_to_the_order(shop: Shop) -> None:
    order = shop.under_offer((LAMP, "2"), payment_stages=STAGES)
    today = date.fromisoformat(order["ordered_on"])
    assert told(order, "kind", "amount", "due_on", "paid", "overdue") == [
        ("advance", "72.00", today.isoformat(), "0.00", "0.00"),
        ("prepayment", "48.00", (today + timedelta(3)).isoformat(), "0.00", "0.00"),
        ("credit", "120.00", None, "0.00", "0.00"),
    ]
    assert (order["advance"], order["prepayment"], order["state"]) == ("72.00", "48.00", "awaiting_advance")


def test_what_is_paid_covers_the_steps_in_their_order(shop: Shop) -> None:
    order = shop.under_offer((LAMP, "2"), payment_stages=STAGES)
    shop.pay(order, "100.00")
    assert told(shop.now(order), "kind", "paid") == [
        ("advance", "72.00"),
        ("prepayment", "28.00"),
        ("credit", "0.00"),
    ]


@pytest.mark.parametrize(("days", "overdue"), [(4, "48.00"), (3, "0.00"), (2, "0.00")])
def test_a_step_is_overdue_from_the_day_after_its_own(shop: Shop, days: int, overdue: str) -> None:
    today = date.fromisoformat(shop.an_order()["ordered_on"])
    order = shop.under_offer((LAMP, "2"), payment_stages=STAGES, status="on_approval")
    ago = shop.bench.do(
        contracts.CREATE_ORDER,
        shop.order_body((LAMP, "2"), offer_id=order["offer_id"], ordered_on=today - timedelta(days)),
    )
    assert ago["payment_steps"][1]["overdue"] == overdue


@pytest.mark.parametrize(("paid", "reserves"), [("71.99", False), ("72.00", True), ("72.01", True)])
def test_nothing_is_reserved_or_supplied_before_the_advance(shop: Shop, paid: str, reserves: bool) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.under_offer((LAMP, "2"), payment_stages=STAGES)
    shop.pay(order, paid)
    for operation, body in (
        (contracts.SUPPLY_ORDER, supply_body(order, "reserve")),
        (contracts.RESERVE_ORDER, {"id": order["id"]}),
    ):
        if reserves:
            assert shop.bench.do(operation, body)["state"] == "awaiting_prepayment"
        else:
            refusal = shop.bench.refuses(operation, body)
            assert (refusal.code.name, refusal.values) == ("advance_unpaid", {"missing": "0.01", "currency": "UAH"})


@pytest.mark.parametrize(("paid", "ships"), [("119.99", False), ("120.00", True), ("120.01", True)])
def test_nothing_is_shipped_before_the_prepayment(shop: Shop, paid: str, ships: bool) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.under_offer((LAMP, "2"), payment_stages=STAGES)
    shop.pay(order, paid)
    if ships:
        assert shop.ship(order)["total"] == "240.00"
    else:
        refusal = shop.bench.refuses(contracts.SHIP_GOODS, shipping_body(order), by=KEEPER)
        assert (refusal.code.name, refusal.values["missing"]) == ("prepayment_unpaid", "0.01")
        assert "0.01 UAH" in refusal.sentence("uk")


def test_without_stages_nothing_blocks_and_there_are_no_steps(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    assert (order["payment_steps"], order["advance"], order["state"]) == ([], "0.00", "awaiting_supply")


# ---------------------------------------------------------------- credit counts from each shipment

CREDIT = [{"kind": "credit", "percent": "30", "shift": 5}, {"kind": "credit", "percent": "70", "shift": 20}]


def days_ago(days: int) -> date:
    return business_day(utc_now()) - timedelta(days)


def overdue_by_balance(shop: Shop) -> list[str]:
    return [row["overdue"] for row in shop.bench.do(contracts.GET_BALANCE, {"partner_id": KALYNA.id})["rows"]]


def test_a_credit_step_is_due_from_its_first_shipment_that_is_not_paid(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.under_offer((LAMP, "2"), payment_stages=CREDIT)
    assert told(order, "due_on", "overdue") == [(None, "0.00"), (None, "0.00")]
    shop.ship(order, (1, "1"), on=days_ago(30))
    shop.ship(order, (1, "1"), on=days_ago(6))
    assert told(shop.now(order), "due_on", "overdue") == [
        (str(days_ago(25)), "72.00"),
        (str(days_ago(10)), "84.00"),
    ]
    assert overdue_by_balance(shop) == ["156.00"]
    shop.pay(order, "120.00")
    assert told(shop.now(order), "due_on", "overdue") == [
        (str(days_ago(1)), "36.00"),
        (str(days_ago(-14)), "0.00"),
    ]
    shop.pay(order, "120.00")
    assert told(shop.now(order), "due_on", "overdue") == [(None, "0.00"), (None, "0.00")]


@pytest.mark.parametrize(("ago", "overdue"), [(14, "0.00"), (15, "120.00")])
def test_credit_is_overdue_from_the_day_after_its_own(shop: Shop, ago: int, overdue: str) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.under_offer((LAMP, "2"), payment_stages=STAGES)
    shop.pay(order, "120.00", paid_on=days_ago(40))
    shop.ship(order, on=days_ago(ago))
    assert told(shop.now(order), "overdue") == [("0.00",), ("0.00",), (overdue,)]
    assert overdue_by_balance(shop) == [overdue]


def test_money_given_back_of_goods_shipped_is_overdue_once(shop: Shop) -> None:
    """All 240 were paid before; 150 go back: the prepayment lacks 30 of them, and its day is still to come."""
    shop.receive((LAMP, "9", "60.00"))
    order = shop.under_offer((LAMP, "2"), payment_stages=STAGES)
    shop.pay(order, "240.00", paid_on=days_ago(40))
    shop.ship(order, on=days_ago(2))
    refund(shop, "150.00", order)
    assert told(shop.now(order), "kind", "paid", "overdue") == [
        ("advance", "72.00", "0.00"),
        ("prepayment", "18.00", "0.00"),
        ("credit", "0.00", "120.00"),
    ]


# ---------------------------------------------------------------- goods that came back

PREPAID = [{"kind": "prepayment", "percent": "100"}]


def returned(shop: Shop, shipment: dict[str, Any]) -> dict[str, Any]:
    body = {"shipment_id": shipment["id"], "reason": "Не підійшло"}
    return shop.bench.do(contracts.RETURN_GOODS, body, by=KEEPER)


def half_shipped(shop: Shop, stages: list[dict[str, Any]], paid: str) -> tuple[dict[str, Any], ...]:
    """An order of two lamps at 120.00, one of them shipped: (order, payment, shipment)."""
    shop.receive((LAMP, "9", "60.00"))
    ago = date.fromisoformat(shop.an_order()["ordered_on"]) - timedelta(9)
    order = shop.under_offer((LAMP, "2"), payment_stages=stages, status="on_approval")
    body = shop.order_body((LAMP, "2"), offer_id=order["offer_id"], ordered_on=ago)
    order = shop.bench.do(contracts.APPROVE_ORDER, {"id": shop.bench.do(contracts.CREATE_ORDER, body)["id"]})
    payment = shop.pay(order, paid)
    return order, payment, shop.ship(order, (1, "1"))


@pytest.mark.parametrize("refund_first", [True, False])
def test_money_given_back_for_returned_goods_is_no_payment_taken_back(shop: Shop, refund_first: bool) -> None:
    order, _, shipment = half_shipped(shop, PREPAID, "240.00")
    if refund_first:
        refund(shop, "120.00", order)
        assert shop.now(order)["state"] == "awaiting_prepayment"
    returned(shop, shipment)
    if not refund_first:
        refund(shop, "120.00", order)
    order = shop.now(order)
    assert told(order, "amount", "paid", "overdue") == [("120.00", "120.00", "0.00")]
    assert (order["prepayment"], order["state"]) == ("120.00", "awaiting_supply")
    assert shop.ship(order)["total"] == "120.00"
    assert shop.now(order)["state"] == "ready_to_close"


def test_what_is_refunded_beyond_the_returned_goods_blocks_again(shop: Shop) -> None:
    order, _, shipment = half_shipped(shop, PREPAID, "240.00")
    returned(shop, shipment)
    refund(shop, "120.01", order)
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, shipping_body(order), by=KEEPER)
    assert (refusal.code.name, refusal.values["missing"]) == ("prepayment_unpaid", "0.01")
    assert told(shop.now(order), "paid", "overdue") == [("119.99", "0.01")]


def test_a_payment_that_never_came_blocks_again_whatever_came_back(shop: Shop) -> None:
    order, payment, shipment = half_shipped(shop, PREPAID, "240.00")
    returned(shop, shipment)
    cancel(shop, payment)
    refusal = shop.bench.refuses(contracts.SHIP_GOODS, shipping_body(order), by=KEEPER)
    assert (refusal.code.name, refusal.values["missing"]) == ("prepayment_unpaid", "120.00")


def test_returned_goods_shrink_the_stages_not_yet_paid_the_last_first(shop: Shop) -> None:
    order, _, shipment = half_shipped(shop, STAGES, "120.00")
    returned(shop, shipment)
    assert told(shop.now(order), "kind", "amount", "paid") == [
        ("advance", "72.00", "72.00"),
        ("prepayment", "48.00", "48.00"),
        ("credit", "0.00", "0.00"),
    ]


def test_new_lines_after_a_return_are_asked_for_and_the_returned_ones_are_not(shop: Shop) -> None:
    order, _, shipment = half_shipped(shop, PREPAID, "240.00")
    returned(shop, shipment)
    same = [
        {"line_id": line["id"], "item_id": line["item_id"], "quantity": line["quantity"]} for line in order["lines"]
    ]
    lines = [*same, {"item_id": LAMP.id, "quantity": "3"}]
    changed = shop.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], "lines": lines})
    assert (changed["payable"], told(changed, "amount", "paid")) == ("600.00", [("480.00", "240.00")])

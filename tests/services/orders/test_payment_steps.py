"""Payment steps: computed from the offer's stages; an advance blocks supply, a prepayment shipment (R6)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.orders import contracts
from tests.services.builders import LAMP, Shop, shipping_body, supply_body
from tests.services.cast import KEEPER

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

"""Cancelling lines: reservations come back, totals and the last unpaid steps follow (R2, R6)."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.orders import contracts
from tests.services.builders import CABLE, INSTALL, LAMP, Shop
from tests.services.cast import SVITLODIM
from tests.services.orders.money import refund

STAGES = [{"kind": "advance", "percent": "50"}, {"kind": "credit", "percent": "50", "shift": 14}]


def body(order: dict[str, Any], *positions: int, reason: str = "Клієнт передумав") -> dict[str, Any]:
    lines = [{"line_id": order["lines"][position - 1]["id"]} for position in positions]
    return {"id": order["id"], "lines": lines, "reason": reason}


def cancel(shop: Shop, order: dict[str, Any], *positions: int) -> dict[str, Any]:
    return shop.bench.do(contracts.CANCEL_LINES, body(order, *positions))


def test_a_cancelled_line_owes_nothing_and_holds_no_stock(shop: Shop) -> None:
    shop.receive((LAMP, "5", "60.00"))
    order = shop.an_order((LAMP, "2"), (CABLE, "3"), status="to_fulfil")
    shop.supply(order, "reserve")
    after = cancel(shop, order, 1)
    line = after["lines"][0]
    assert (line["cancelled"], line["cancel_reason"], line["reserved"]) == ("2.000", "Клієнт передумав", "0.000")
    assert (line["quantity"], line["total"], line["vat"]) == ("2.000", "0.00", "0.00")
    assert (after["total"], after["vat"], after["payable"]) == ("30.09", "5.02", "30.09")
    assert shop.stock(LAMP) == ("5.000", "0.000", "5.000")


@pytest.mark.parametrize("with_vat", [True, False])
def test_of_a_line_shipped_in_part_only_the_rest_is_cancelled(shop: Shop, with_vat: bool) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order((LAMP, "3"), status="to_fulfil", prices_with_vat=with_vat)
    shop.ship(order, (1, "1"))
    after = cancel(shop, order, 1)
    assert (after["lines"][0]["cancelled"], after["payable"]) == ("2.000", after["shipped_amount"])
    assert after["state"] == "awaiting_payment"
    shop.pay(order, after["payable"])
    assert shop.now(order)["state"] == "ready_to_close"


def test_an_order_whose_lines_are_all_cancelled_is_ready_to_close(shop: Shop) -> None:
    order = shop.an_order((LAMP, "2"), (INSTALL, "1"), status="to_fulfil")
    after = cancel(shop, order, 1, 2)
    assert (after["state"], after["payable"]) == ("ready_to_close", "0.00")
    assert shop.bench.do(contracts.CLOSE_ORDER, {"id": order["id"]})["status"] == "closed"


def test_the_last_unpaid_steps_shrink_first(shop: Shop) -> None:
    order = shop.under_offer((LAMP, "1"), (LAMP, "1"), (LAMP, "2"), payment_stages=STAGES)
    amounts = [[step["amount"] for step in order["payment_steps"]]]
    for position in (1, 3):
        after = cancel(shop, order, position)
        amounts.append([step["amount"] for step in after["payment_steps"]])
    assert amounts == [["240.00", "240.00"], ["240.00", "120.00"], ["120.00", "0.00"]]
    assert after["advance"] == "120.00"


@pytest.mark.parametrize("paid", ["100.00", "120.00", "200.00", "300.00"])
def test_the_steps_sum_to_the_order_however_much_was_paid_before(shop: Shop, paid: str) -> None:
    order = shop.under_offer((LAMP, "1"), (LAMP, "3"), payment_stages=STAGES)
    shop.pay(order, paid)
    after = cancel(shop, order, 2)
    assert [step["amount"] for step in after["payment_steps"]] == ["120.00", "0.00"]


def test_when_what_was_paid_too_much_is_refunded_the_rest_of_the_order_goes_on(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.under_offer((LAMP, "1"), (LAMP, "3"), payment_stages=STAGES)
    shop.pay(order, "300.00")
    cancel(shop, order, 2)
    refund(shop, "180.00", order)
    assert shop.now(order)["state"] == "awaiting_supply"
    assert shop.ship(order, (1, "1"))["total"] == "120.00"


def test_all_that_is_wrong_is_named_at_once_and_nothing_changes(shop: Shop) -> None:
    order = shop.an_order((LAMP, "1"), (CABLE, "1"))
    order = cancel(shop, order, 2)
    asked = body(order, 1, 2)
    asked["lines"].append({"line_id": uuid7()})
    refusal = shop.bench.refuses(contracts.CANCEL_LINES, asked)
    assert [(field.pointer, field.code) for field in refusal.fields] == [
        ("/lines/1/line_id", "line_done"),
        ("/lines/2/line_id", "unknown_reference"),
    ]
    assert shop.now(order) == order


def test_a_reason_is_demanded(shop: Shop) -> None:
    refusal = shop.bench.refuses(contracts.CANCEL_LINES, body(shop.an_order(), 1, reason=" "))
    assert [field.pointer for field in refusal.fields] == ["/reason"]


def test_lines_of_an_order_that_has_ended_are_not_cancelled(shop: Shop) -> None:
    order = shop.an_order()
    shop.bench.do(contracts.CANCEL_ORDER, {"id": order["id"], "reason": "Передумали"})
    assert shop.bench.refuses(contracts.CANCEL_LINES, body(order, 1)).code.name == "order_ended"


def test_what_departs_from_the_terms_without_the_line_sends_the_order_back(shop: Shop) -> None:
    order = shop.under_offer((LAMP, "1"), (LAMP, "1"), minimum_amount="240.00")
    assert order["deviations"] == []
    after = cancel(shop, order, 2)
    assert (after["status"], after["state"], after["awaits"]) == (
        "on_approval",
        "awaiting_approval",
        ["commercial_approver"],
    )


def test_when_nothing_is_left_to_ship_there_is_nothing_to_approve(shop: Shop) -> None:
    order = shop.under_offer((INSTALL, "1"), (LAMP, "1"), minimum_amount="1620.00")
    shop.ship(order, (1, "1"))
    after = cancel(shop, order, 2)
    assert (after["status"], after["state"]) == ("to_fulfil", "awaiting_payment")


def test_the_departure_of_a_cancelled_line_needs_no_approval(shop: Shop) -> None:
    rule = {"organization_id": SVITLODIM, "pass_without_deviations": True}
    shop.bench.do(contracts.SET_APPROVAL_RULE, rule)
    order = shop.under_offer((LAMP, "1"), (LAMP, "3"), credit_limit="200.00", status="on_approval")
    assert order["awaits"] == ["financial_approver"]
    after = cancel(shop, order, 2)
    assert (after["deviations"], after["awaits"], after["status"]) == ([], [], "to_fulfil")

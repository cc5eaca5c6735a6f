"""Settlements: what a document moves, what is due and when, refunds, cancelled payments, money moved by hand."""

import pytest

from services.chassis.ids import uuid7
from services.orders import contracts
from services.orders.models import Offset, Payment, Refund, ShipmentDue
from tests.services.builders import INSTALL, LAMP, Shop
from tests.services.cast import CASHIER, DARYNA, DZVIN, KALYNA, KEEPER, PROMIN, TARAS
from tests.services.orders.money import (
    MARCH,
    balance,
    cancel,
    objects,
    offset,
    on_account,
    pay_account,
    refund,
    register,
    shipped,
)

# ---------------------------------------------------------------- the register


def test_every_document_is_a_movement_with_the_balance_after_it(shop: Shop) -> None:
    order = shipped(shop)
    shop.pay(order, "1000.00", paid_on="2026-03-05")
    refund(shop, "200.00", order, refunded_on="2026-03-06")
    assert register(shop) == [
        ("shipment", "SHP-000001", "1500.00", "1500.00"),
        ("payment", "PAY-000001", "-1000.00", "500.00"),
        ("refund", "RFD-000001", "200.00", "700.00"),
    ]
    assert balance(shop) == [("1500.00", "1000.00", "700.00")]


def test_a_document_dated_back_stands_at_its_day_in_the_register(shop: Shop) -> None:
    order = shipped(shop, on=MARCH[9])
    shop.pay(order, "500.00", paid_on="2026-03-01")
    assert register(shop) == [
        ("payment", "PAY-000001", "-500.00", "-500.00"),
        ("shipment", "SHP-000001", "1500.00", "1000.00"),
    ]
    assert register(shop, order="-moved_on") == register(shop)[::-1]
    assert register(shop, moved_on_from="2026-03-02") == [("shipment", "SHP-000001", "1500.00", "1000.00")]
    assert register(shop, kind=["payment"]) == [("payment", "PAY-000001", "-500.00", "-500.00")]


def test_running_balances_are_of_one_organization_and_currency(shop: Shop) -> None:
    pay_account(shop, "10.00")
    pay_account(shop, "20.00", organization_id=PROMIN)
    pay_account(shop, "30.00", currency="EUR")
    assert [row[3] for row in register(shop)] == ["-10.00", "-20.00", "-30.00"]
    assert [row[3] for row in register(shop, organization_id=PROMIN)] == ["-20.00"]
    assert [row[3] for row in register(shop, currency="EUR")] == ["-30.00"]


def test_another_s_client_has_no_register(shop: Shop) -> None:
    body = {"partner_id": KALYNA.id}
    assert shop.bench.refuses(contracts.LIST_SETTLEMENTS, body, by=DARYNA).http_status == 404
    assert shop.bench.refuses(contracts.LIST_SETTLEMENTS, body, by=DZVIN.login).http_status == 404
    assert shop.bench.do(contracts.LIST_SETTLEMENTS, body, by=KALYNA.login)["items"] == []


def test_a_balance_is_told_as_of_any_day(shop: Shop) -> None:
    order = shipped(shop, on=MARCH[4])
    payment = shop.pay(order, "400.00", paid_on="2026-03-10")
    cancel(shop, payment)

    def on(day: int) -> list[tuple[str, str]]:
        asked = {"partner_id": KALYNA.id, "on": MARCH[day - 1]}
        rows = shop.bench.do(contracts.GET_BALANCE, asked)["rows"]
        return [(row["balance"], row["overdue"]) for row in rows]

    assert on(4) == []
    assert on(5) == [("1500.00", "0.00")], "it is due on the day of shipment, and overdue from the next"
    assert on(6) == [("1500.00", "1500.00")]
    assert on(9) == [("1500.00", "1500.00")]
    assert on(10) == [("1100.00", "1100.00")], "the payment was not cancelled on that day yet"
    assert balance(shop) == [("1500.00", "0.00", "1500.00")]


def test_a_payment_and_a_shipment_take_few_statements_more(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "5"), status="to_fulfil")
    with shop.bench.statements() as seen:
        shop.ship(order, (1, "1"))
    register = [one for one in seen if "settlement" in one or "shipment_dues" in one]
    assert len(register) == 2, "the movement and its dues"
    with shop.bench.statements() as seen:
        shop.pay(order, "100.00")
    assert len([one for one in seen if "settlement" in one or "shipment_dues" in one]) == 1


# ---------------------------------------------------------------- dues


def dues(shop: Shop) -> list[tuple[str, bool, str]]:
    return sorted((str(row.due_on), row.prepaid, f"{row.amount:.2f}") for row in shop.bench.rows(ShipmentDue))


def test_a_shipment_takes_the_order_s_whole_free_prepayment_and_the_rest_is_due(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "4"), status="to_fulfil")
    shop.pay(order, "2000.00", paid_on="2026-03-01")
    shop.ship(order, (1, "2"), on=MARCH[1])
    shop.ship(order, (1, "2"), on=MARCH[2])
    assert dues(shop) == [
        ("2026-03-02", False, "1000.00"),
        ("2026-03-02", True, "2000.00"),
        ("2026-03-03", False, "3000.00"),
    ]


@pytest.mark.parametrize(("paid_on", "prepaid"), [("2026-03-01", True), ("2026-03-02", True), ("2026-03-03", False)])
def test_a_prepayment_is_what_was_paid_by_the_day_of_the_shipment(shop: Shop, paid_on: str, prepaid: bool) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.pay(order, "1500.00", paid_on=paid_on)
    shop.ship(order, on=MARCH[1])
    assert dues(shop) == [("2026-03-02", prepaid, "1500.00")]
    assert shop.now(order)["state"] == "ready_to_close"


def test_money_that_paid_an_earlier_shipment_is_not_free_for_the_next(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "2"), status="to_fulfil")
    shop.ship(order, (1, "1"), on=MARCH[0])
    shop.pay(order, "1500.00", paid_on="2026-03-02")
    shop.ship(order, (1, "1"), on=MARCH[2])
    assert dues(shop) == [("2026-03-01", False, "1500.00"), ("2026-03-03", False, "1500.00")]


def test_a_payment_without_an_order_pays_the_oldest_due_and_the_rest_stays_on_account(shop: Shop) -> None:
    late, early = shipped(shop, on=MARCH[9]), shipped(shop, on=MARCH[4])
    pay_account(shop, "2000.00")
    assert (shop.now(early)["paid"], shop.now(early)["state"]) == ("1500.00", "ready_to_close")
    assert (shop.now(late)["paid"], shop.now(late)["state"]) == ("500.00", "awaiting_payment")
    pay_account(shop, "1300.00")
    assert shop.now(late)["state"] == "ready_to_close"
    assert objects(shop) == {None: "-300.00"}


def test_a_payment_without_an_order_pays_no_other_organization_legal_entity_or_currency(shop: Shop) -> None:
    order = shipped(shop)
    for more in ({"organization_id": PROMIN}, {"legal_entity_id": uuid7()}, {"currency": "EUR"}):
        pay_account(shop, "1500.00", **more)
    assert shop.now(order)["paid"] == "0.00"


# ---------------------------------------------------------------- refunds


@pytest.mark.parametrize(("amount", "given"), [("99.99", True), ("100.00", True), ("100.01", False)])
def test_no_more_is_refunded_of_an_order_than_was_paid(shop: Shop, amount: str, given: bool) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.pay(order, "100.00")
    if given:
        assert refund(shop, amount, order)["number"] == "RFD-000001"
        assert float(shop.now(order)["paid"]) == pytest.approx(100 - float(amount))
        return
    body = on_account(amount, order_id=order["id"])
    refusal = shop.bench.refuses(contracts.GIVE_REFUND, body, by=CASHIER)
    assert (refusal.code.name, refusal.values["available"]) == ("more_than_paid", "100.00 UAH")
    assert shop.bench.rows(Refund) == []


@pytest.mark.parametrize(("amount", "given"), [("99.99", True), ("100.00", True), ("100.01", False)])
def test_no_more_is_refunded_from_the_account_than_lies_there(shop: Shop, amount: str, given: bool) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.pay(order, "500.00")
    pay_account(shop, "100.00")
    if given:
        refund(shop, amount)
        assert shop.now(order)["paid"] == "500.00"
    else:
        refusal = shop.bench.refuses(contracts.GIVE_REFUND, on_account(amount), by=CASHIER)
        assert (refusal.code.name, refusal.values["available"]) == ("more_than_paid", "100.00 UAH")


def test_two_refunds_together_are_no_more_than_was_paid(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.pay(order, "100.00")
    refund(shop, "60.00", order)
    body = on_account("40.01", order_id=order["id"])
    assert shop.bench.refuses(contracts.GIVE_REFUND, body, by=CASHIER).code.name == "more_than_paid"


def test_a_refund_is_told_with_the_order_s_new_state(shop: Shop) -> None:
    order = shipped(shop)
    shop.pay(order, "1500.00")
    before = len(shop.bench.told())
    refund(shop, "0.01", order)
    assert sorted(shop.bench.told()[before:]) == ["money_refunded", "order_changed"]
    assert shop.now(order)["state"] == "awaiting_payment"


def test_a_refund_is_of_the_order_s_own_client(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.pay(order, "100.00")
    body = on_account("1.00", order_id=order["id"], partner_id=DZVIN.id)
    assert shop.bench.refuses(contracts.GIVE_REFUND, body, by=CASHIER).code.name == "payment_mismatch"


def test_what_is_refunded_after_shipment_is_overdue_again(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.pay(order, "1500.00", paid_on="2026-03-01")
    shop.ship(order, on=MARCH[1])
    refund(shop, "500.00", order, refunded_on="2026-03-05")
    row = shop.bench.do(contracts.GET_BALANCE, {"partner_id": KALYNA.id, "on": "2026-03-05"})["rows"][0]
    assert (row["balance"], row["overdue"]) == ("500.00", "500.00")


# ---------------------------------------------------------------- cancelled payments


def test_a_cancelled_payment_counts_no_more_and_stays_as_it_was(shop: Shop) -> None:
    order = shipped(shop)
    payment = shop.pay(order, "1500.00", paid_on="2026-03-03")
    before = len(shop.bench.told())
    after = cancel(shop, payment)
    assert (after["amount"], after["cancel_reason"]) == ("1500.00", "Банк відкликав платіж")
    assert sorted(shop.bench.told()[before:]) == ["order_changed", "payment_cancelled"]
    assert (shop.now(order)["paid"], shop.now(order)["state"]) == ("0.00", "awaiting_payment")
    assert [row[:3] for row in register(shop)] == [
        ("shipment", "SHP-000001", "1500.00"),
        ("payment", "PAY-000001", "-1500.00"),
        ("payment", "PAY-000001", "1500.00"),
    ]


def test_a_payment_is_cancelled_once(shop: Shop) -> None:
    payment = pay_account(shop, "10.00")
    cancel(shop, payment)
    body = {"id": payment["id"], "reason": "Ще раз"}
    assert shop.bench.refuses(contracts.CANCEL_PAYMENT, body, by=CASHIER).code.name == "payment_is_cancelled"
    assert balance(shop) == [("0.00", "0.00", "0.00")]


def test_a_payment_on_account_that_paid_orders_is_taken_from_them(shop: Shop) -> None:
    order = shipped(shop)
    payment = pay_account(shop, "2000.00")
    cancel(shop, payment)
    assert shop.now(order)["paid"] == "0.00"
    assert objects(shop) == {order["number"]: "1500.00"}


def test_a_payment_refunded_since_is_not_cancelled(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    payment = shop.pay(order, "100.00")
    refund(shop, "0.01", order)
    body = {"id": payment["id"], "reason": "Помилка"}
    refusal = shop.bench.refuses(contracts.CANCEL_PAYMENT, body, by=CASHIER)
    assert (refusal.code.name, refusal.values["amount"]) == ("payment_is_spent", "0.01 UAH")
    assert shop.bench.rows(Payment)[0].cancelled_at is None


def test_a_payment_of_another_s_client_is_not_there(shop: Shop) -> None:
    payment = pay_account(shop, "10.00")
    for name, who in (("forbidden", TARAS), ("forbidden", KALYNA.login)):
        body = {"id": payment["id"], "reason": "Просто так"}
        assert shop.bench.refuses(contracts.CANCEL_PAYMENT, body, by=who).code.name == name
    assert shop.bench.refuses(contracts.CANCEL_PAYMENT, {"id": uuid7(), "reason": "x"}, by=CASHIER).http_status == 404


# ---------------------------------------------------------------- money moved by hand


def test_money_on_account_is_moved_to_an_order_and_back(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    pay_account(shop, "1500.00")
    moved = offset(shop, "1000.00", target=order)
    assert (moved["number"], moved["partner_id"], moved["currency"]) == ("OFS-000001", str(KALYNA.id), "UAH")
    assert shop.now(order)["paid"] == "1000.00"
    assert objects(shop) == {None: "-500.00", order["number"]: "-1000.00"}
    offset(shop, "1000.00", source=order)
    assert shop.now(order)["paid"] == "0.00"
    assert objects(shop) == {None: "-1500.00"}
    assert balance(shop) == [("0.00", "1500.00", "-1500.00")]


@pytest.mark.parametrize(("amount", "moved"), [("99.99", True), ("100.00", True), ("100.01", False)])
def test_no_more_is_moved_than_was_paid(shop: Shop, amount: str, moved: bool) -> None:
    first, second = (shop.an_order((INSTALL, "1"), status="to_fulfil") for _ in range(2))
    shop.pay(first, "100.00")
    if moved:
        offset(shop, amount, first, second)
        assert shop.now(second)["paid"] == amount
    else:
        body = {"from_order_id": first["id"], "to_order_id": second["id"], "amount": amount}
        assert shop.bench.refuses(contracts.OFFSET_MONEY, body, by=CASHIER).code.name == "more_than_paid"
        assert shop.bench.rows(Offset) == []


def test_money_moved_from_a_shipped_order_makes_it_owed_again(shop: Shop) -> None:
    first, second = shipped(shop), shipped(shop)
    shop.pay(first, "1500.00")
    offset(shop, "1500.00", first, second)
    assert [shop.now(order)["state"] for order in (first, second)] == ["awaiting_payment", "ready_to_close"]


def test_money_is_not_moved_to_another_client_s_order(shop: Shop) -> None:
    first, second = shipped(shop), shipped(shop, client=DZVIN)
    shop.pay(first, "100.00")
    body = {"from_order_id": first["id"], "to_order_id": second["id"], "amount": "1.00"}
    refusal = shop.bench.refuses(contracts.OFFSET_MONEY, body, by=CASHIER)
    assert refusal.code.name == "offset_mismatch"
    assert [field.pointer for field in refusal.fields] == ["/from_order_id", "/to_order_id"]


@pytest.mark.parametrize("named", ["none", "same"])
def test_an_offset_names_two_ends(shop: Shop, named: str) -> None:
    order = shop.an_order((INSTALL, "1"))
    ends = {"from_order_id": order["id"], "to_order_id": order["id"]} if named == "same" else {}
    refusal = shop.bench.refuses(contracts.OFFSET_MONEY, {**ends, "amount": "1.00"}, by=CASHIER)
    assert (refusal.code.name, refusal.http_status) == ("offset_of_nothing", 422)


def test_lamps_of_two_lines_are_one_movement(shop: Shop) -> None:
    shop.receive((LAMP, "10", "60.00"))
    order = shop.an_order((LAMP, "2"), (LAMP, "3"), status="to_fulfil")
    shop.bench.do(contracts.SHIP_GOODS, {"order_id": order["id"]}, by=KEEPER)
    assert [row[0] for row in register(shop)] == ["shipment"]

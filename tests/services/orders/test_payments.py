"""Payments and what a client owes: shipped less paid, by organization, legal entity and currency."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.orders import contracts
from services.orders.models import Payment
from tests.services.builders import INSTALL, Shop
from tests.services.cast import CASHIER, DARYNA, DZVIN, HEAD, KALYNA, PROMIN, TARAS
from tests.services.orders.money import balance, on_account


def test_a_payment_of_an_order_is_counted_on_it(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    payment = shop.pay(order, "500.00", paid_on="2026-03-02", purpose="Аванс")
    assert (payment["number"], payment["amount"], payment["paid_on"]) == ("PAY-000001", "500.00", "2026-03-02")
    assert shop.now(order)["paid"] == "500.00"
    assert sorted(shop.bench.told()[-2:]) == ["order_changed", "payment_received"]


def test_a_payment_on_account_touches_no_order(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.bench.do(contracts.RECEIVE_PAYMENT, on_account("500.00"), by=CASHIER)
    assert shop.now(order) == order
    assert balance(shop) == [("0.00", "500.00", "-500.00")]


@pytest.mark.parametrize(
    "other",
    [{"partner_id": DZVIN.id}, {"organization_id": PROMIN}, {"currency": "EUR"}, {"legal_entity_id": uuid7()}],
    ids=["client", "ours", "currency", "legal entity"],
)
def test_a_payment_of_another_client_organization_or_currency_is_a_conflict(shop: Shop, other: dict[str, Any]) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    body = on_account("500.00", order_id=order["id"], **other)
    refusal = shop.bench.refuses(contracts.RECEIVE_PAYMENT, body, by=CASHIER)
    assert (refusal.code.name, refusal.http_status) == ("payment_mismatch", 409)
    assert shop.bench.rows(Payment) == []
    assert shop.now(order)["paid"] == "0.00"


@pytest.mark.parametrize(("amount", "taken"), [("-0.01", False), ("0", False), ("0.01", True)])
def test_an_amount_is_positive(shop: Shop, amount: str, taken: bool) -> None:
    if taken:
        assert shop.bench.do(contracts.RECEIVE_PAYMENT, on_account(amount), by=CASHIER)["amount"] == amount
    else:
        refusal = shop.bench.refuses(contracts.RECEIVE_PAYMENT, on_account(amount), by=CASHIER)
        assert [field.pointer for field in refusal.fields] == ["/amount"]


def test_a_payment_of_an_unknown_order_is_not_found(shop: Shop) -> None:
    body = on_account("1.00", order_id=uuid7())
    assert shop.bench.refuses(contracts.RECEIVE_PAYMENT, body, by=CASHIER).http_status == 404


def test_the_balance_is_shipped_less_paid_whatever_the_orders(shop: Shop) -> None:
    first = shop.an_order((INSTALL, "2"), status="to_fulfil")
    second = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.ship(first, (1, "1"))
    shop.ship(second)
    shop.pay(first, "1000.00")
    assert balance(shop) == [("3000.00", "1000.00", "2000.00")]
    shop.pay(second, "2500.00")
    assert balance(shop) == [("3000.00", "3500.00", "-500.00")]


def test_organizations_legal_entities_and_currencies_are_not_offset(shop: Shop) -> None:
    entity = uuid7()
    for more in ({}, {"organization_id": PROMIN}, {"legal_entity_id": entity}, {"currency": "EUR"}):
        shop.bench.do(contracts.RECEIVE_PAYMENT, on_account("10.00", **more), by=CASHIER)
    assert balance(shop) == [("0.00", "10.00", "-10.00")] * 4


def test_a_client_without_documents_owes_nothing(shop: Shop) -> None:
    assert balance(shop, DZVIN) == []


def test_another_s_client_and_an_unknown_one_are_not_found(shop: Shop) -> None:
    body = {"partner_id": KALYNA.id}
    assert shop.bench.refuses(contracts.GET_BALANCE, body, by=DARYNA).http_status == 404
    assert shop.bench.refuses(contracts.GET_BALANCE, body, by=DZVIN.login).http_status == 404
    assert shop.bench.refuses(contracts.GET_BALANCE, {"partner_id": uuid7()}).http_status == 404


def test_a_client_and_its_manager_see_the_balance(shop: Shop) -> None:
    shop.bench.do(contracts.RECEIVE_PAYMENT, on_account("10.00"), by=CASHIER)
    assert balance(shop, by=KALYNA.login) == balance(shop, by=TARAS) == [("0.00", "10.00", "-10.00")]


@pytest.mark.parametrize("actor", [HEAD, TARAS, KALYNA.login])
def test_only_cashiers_record_payments(shop: Shop, actor: Any) -> None:
    assert shop.bench.refuses(contracts.RECEIVE_PAYMENT, on_account("1.00"), by=actor).code.name == "forbidden"


def test_a_closed_order_whose_payment_was_cancelled_is_open_again(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.ship(order)
    payment = shop.pay(order, "1500.00")
    closed = shop.bench.do(contracts.CLOSE_ORDER, {"id": order["id"]})
    assert closed["closed_at"] is not None
    shop.bench.do(contracts.CANCEL_PAYMENT, {"id": payment["id"], "reason": "Повернув банк"}, by=CASHIER)
    now = shop.now(order)
    assert (now["status"], now["state"], now["closed_at"]) == ("to_fulfil", "awaiting_payment", None)
    shop.pay(order, "1500.00")
    assert shop.bench.do(contracts.CLOSE_ORDER, {"id": order["id"]})["status"] == "closed"

"""Money told in the wrong currency: what orders paid in hryvnias take, and what all others do (O2)."""

from typing import Any

import pytest

from services.orders import contracts as orders
from services.orders.models import Payment, Refund
from tests.services.cast import CASHIER
from tests.services.orders.euros import MONDAY, WEDNESDAY, Euros, a_rate, counted


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"amount": "1080.56", "currency": "EUR"}, "/amount"),
        ({"amount": "52000"}, "/amount"),
        ({"amount": "1080.56", "currency": "EUR", "hryvnia_amount": "52000"}, "/amount"),
        ({}, "/hryvnia_amount"),
    ],
    ids=["euros", "hryvnias in the wrong field", "both", "neither"],
)
@pytest.mark.parametrize("operation", [orders.RECEIVE_PAYMENT, orders.GIVE_REFUND], ids=["payment", "refund"])
def test_an_order_paid_in_hryvnias_takes_and_gives_hryvnias_alone(
    order: dict[str, Any], euros: Euros, operation: Any, said: dict[str, Any], pointer: str
) -> None:
    euros.pay(order, "52000")
    assert euros.refuses(operation, euros.paying(order, **said)) == [(pointer, "paid_in_hryvnias")]
    assert euros.paid(order) == "1080.56"


def test_what_is_wrong_with_a_request_is_told_before_a_rate_is_missed(euros: Euros, order: dict[str, Any]) -> None:
    body = euros.paying(order, amount="1", hryvnia_amount="48", paid_on="2026-01-15")
    assert euros.refuses(orders.RECEIVE_PAYMENT, body) == [("/amount", "paid_in_hryvnias")]


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"hryvnia_amount": "52000", "currency": "EUR"}, "/hryvnia_amount"),
        ({"amount": "1", "currency": "EUR", "hryvnia_amount": "52000"}, "/hryvnia_amount"),
        ({"currency": "EUR"}, "/amount"),
    ],
    ids=["hryvnias", "both", "neither"],
)
@pytest.mark.parametrize("operation", [orders.RECEIVE_PAYMENT, orders.GIVE_REFUND], ids=["payment", "refund"])
@pytest.mark.parametrize("terms", [{}, {"settlement_order": "currency"}], ids=["nothing said", "in currency"])
def test_any_other_order_in_euros_takes_and_gives_euros_alone(
    euros: Euros, operation: Any, terms: dict[str, Any], said: dict[str, Any], pointer: str
) -> None:
    order = euros.order(offer_id=euros.offer(**terms))
    assert euros.refuses(operation, euros.paying(order, **said)) == [(pointer, "paid_in_its_currency")]
    paid = euros.till.do(orders.RECEIVE_PAYMENT, euros.paying(order, amount="1", currency="EUR"), by=CASHIER)
    assert counted(paid) == ("1.00", "EUR", None, None)


@pytest.mark.parametrize("operation", [orders.RECEIVE_PAYMENT, orders.GIVE_REFUND], ids=["payment", "refund"])
def test_money_on_account_and_of_orders_in_hryvnias_is_told_in_amount(euros: Euros, operation: Any) -> None:
    lamp = euros.till.an_item("LAMP", "100")
    in_hryvnias = euros.till.order((lamp, "1"), card_id=None)
    account = {name: in_hryvnias[name] for name in ("organization_id", "partner_id")}
    for about in (account, {**account, "order_id": in_hryvnias["id"]}):
        said = {**about, "hryvnia_amount": "100"}
        assert euros.refuses(operation, said) == [("/hryvnia_amount", "paid_in_its_currency")]
        assert euros.refuses(operation, about) == [("/amount", "paid_in_its_currency")]
    assert euros.till.orders.rows(Payment) == euros.till.orders.rows(Refund) == []


def test_money_on_account_in_euros_pays_the_oldest_dues_of_such_orders_too(euros: Euros, order: dict[str, Any]) -> None:
    euros.till.ship(order)
    account = {name: order[name] for name in ("organization_id", "partner_id")}
    euros.till.do(orders.RECEIVE_PAYMENT, {**account, "amount": "80.56", "currency": "EUR"}, by=CASHIER)
    assert euros.paid(order) == "80.56"
    assert euros.pay(order, "49000", on=WEDNESDAY)["amount"] == "1000.00"
    assert euros.now(order)["state"] == "ready_to_close"


def test_hryvnias_of_an_order_in_euros_are_said_to_be_no_third_currency(euros: Euros, order: dict[str, Any]) -> None:
    for currency in ("EUR", "UAH"):
        body = euros.paying(order, hryvnia_amount="49", currency=currency)
        assert euros.till.do(orders.RECEIVE_PAYMENT, body, by=CASHIER)["currency"] == "EUR"
    body = euros.paying(order, hryvnia_amount="49", currency="USD")
    assert euros.refuses(orders.RECEIVE_PAYMENT, body) == [("/order_id", "payment_mismatch")]


def test_more_hryvnias_than_make_an_amount_are_refused_at_their_place(euros: Euros, by_contract: str) -> None:
    order = euros.order(offer_id=by_contract, contract_rate="0.000001")
    body = euros.paying(order, hryvnia_amount="1000000")
    assert euros.refuses(orders.RECEIVE_PAYMENT, body) == [("/hryvnia_amount", "amount_too_large")]
    assert euros.pay(order, "999999.99")["amount"] == "999999990000.00"


def test_a_payment_recorded_twice_is_recorded_once_whatever_the_rate_is_by_then(
    euros: Euros, order: dict[str, Any]
) -> None:
    body = euros.paying(order, hryvnia_amount="52000", paid_on=MONDAY)
    first = euros.till.orders.do(orders.RECEIVE_PAYMENT, body, by=CASHIER, key="pay-1")
    a_rate(euros.till, MONDAY, "47")
    again = euros.till.orders.do(orders.RECEIVE_PAYMENT, body, by=CASHIER, key="pay-1")
    assert (again, euros.paid(order)) == (first, "1080.56")


def test_refusals_tell_what_to_give(euros: Euros, order: dict[str, Any]) -> None:
    refusal = euros.till.orders.refuses(
        orders.RECEIVE_PAYMENT, euros.paying(order, amount="1", currency="EUR"), by=CASHIER
    )
    assert refusal.sentence("en") == (
        "This order is paid in hryvnias. Enter how many of them in hryvnia_amount, and leave amount out."
    )

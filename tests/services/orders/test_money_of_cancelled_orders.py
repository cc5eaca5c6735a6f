"""Money and orders that were cancelled: none comes to them, and what they hold goes back or on."""

from typing import Any

from services.orders import contracts
from services.orders.models import Payment
from tests.services.builders import INSTALL, Shop
from tests.services.cast import CASHIER
from tests.services.orders.money import balance, offset, on_account, pay_account, refund


def a_cancelled_order(shop: Shop) -> dict[str, Any]:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    return shop.bench.do(contracts.CANCEL_ORDER, {"id": order["id"], "reason": "Клієнт передумав"})


def test_a_cancelled_order_takes_no_payment_and_the_money_is_recorded_without_it(shop: Shop) -> None:
    order = a_cancelled_order(shop)
    body = on_account("500.00", order_id=order["id"])
    refusal = shop.bench.refuses(contracts.RECEIVE_PAYMENT, body, by=CASHIER)
    assert (refusal.code.name, refusal.http_status) == ("order_takes_no_money", 409)
    assert [field.pointer for field in refusal.fields] == ["/order_id"]
    assert shop.bench.rows(Payment) == []
    pay_account(shop, "500.00")
    assert balance(shop) == [("0.00", "500.00", "-500.00")]


def test_no_money_is_moved_to_a_cancelled_order(shop: Shop) -> None:
    order = a_cancelled_order(shop)
    pay_account(shop, "500.00")
    body = {"from_order_id": None, "to_order_id": order["id"], "amount": "500.00"}
    refusal = shop.bench.refuses(contracts.OFFSET_MONEY, body, by=CASHIER)
    assert refusal.code.name == "order_takes_no_money"
    assert [field.pointer for field in refusal.fields] == ["/to_order_id"]


def test_a_paid_order_is_cancelled_once_its_money_went_back_or_on(shop: Shop) -> None:
    order, other = (shop.an_order((INSTALL, "1"), status="to_fulfil") for _ in range(2))
    shop.pay(order, "500.00")
    body = {"id": order["id"], "reason": "Клієнт передумав"}
    assert shop.bench.refuses(contracts.CANCEL_ORDER, body).code.name == "order_in_progress"
    refund(shop, "200.00", order)
    offset(shop, "300.00", order, other)
    assert shop.bench.do(contracts.CANCEL_ORDER, body)["state"] == "cancelled"
    assert (shop.now(order)["paid"], shop.now(other)["paid"]) == ("0.00", "300.00")

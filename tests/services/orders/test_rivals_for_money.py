"""Who moves the same money at once takes turns: never more than there is, never twice."""

from collections.abc import Callable
from typing import Any

import pytest

from services.orders.models import Settlement
from tests.services.builders import INSTALL, Shop
from tests.services.orders.money import at_once, balance, cancel, objects, offset, pay_account, refund, shipped


@pytest.mark.parametrize("of_order", [True, False], ids=["of an order", "on account"])
def test_rivals_never_refund_more_than_was_paid(shop: Shop, of_order: bool) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil") if of_order else None
    if order is not None:
        shop.pay(order, "100.00")
    else:
        pay_account(shop, "100.00")
    answers = at_once([lambda: refund(shop, "40.00", order)] * 4)
    assert answers == ["done", "done", "more_than_paid", "more_than_paid"]
    assert balance(shop) == [("0.00", "100.00", "-20.00")]


def test_a_payment_cancelled_by_rivals_is_cancelled_once(shop: Shop) -> None:
    payment = pay_account(shop, "100.00")
    assert at_once([lambda: cancel(shop, payment)] * 3) == ["done", "payment_is_cancelled", "payment_is_cancelled"]
    assert len(shop.bench.rows(Settlement)) == 2


def test_refunds_payments_and_offsets_at_once_keep_the_balance(shop: Shop) -> None:
    orders = [shipped(shop) for _ in range(3)]
    pay_account(shop, "2000.00")
    tasks: list[Callable[[], Any]] = [lambda order=order: offset(shop, "100.00", source=order) for order in orders[:2]]
    tasks += [lambda order=order: shop.pay(order, "10.00") for order in orders]
    tasks += [lambda: pay_account(shop, "50.00"), lambda: refund(shop, "1.00", orders[0])]
    assert at_once(tasks) == ["done"] * len(tasks)
    assert balance(shop) == [("4500.00", "2080.00", "2421.00")]
    assert sum(float(shop.now(order)["paid"]) for order in orders) + account(shop) == pytest.approx(2079.0)


def account(shop: Shop) -> float:
    return -float(objects(shop).get(None, "0"))

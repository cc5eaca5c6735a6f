"""Bonuses of goods that come back and of money that comes and goes; told twice, late, in another order (T13)."""

import random
from decimal import Decimal

from services.chassis.ids import uuid7
from services.orders import contracts
from tests.services.builders import line_parts
from tests.services.cast import CASHIER, KEEPER
from tests.services.till import AFTER_PAYMENT, Till

D = Decimal
CREATE = contracts.CREATE_ORDER


# ---------------------------------------------------------------- goods that come back


def test_a_return_gives_back_and_takes_back_by_quantity(till: Till, card: str, lamp: str) -> None:
    order = till.order((lamp, "3"), bonuses="50")
    shipment = till.ship(order)
    assert (shipment["total"], shipment["lines"][0]["bonuses"]) == ("250.00", "50.00")
    assert till.balance() == "162.50"
    for expected, balance in (("16.67", "175.00"), ("16.66", "187.50"), ("16.67", "200.00")):
        returned = till.take_back(order, shipment, (1, "1"))
        assert (returned["bonuses"], returned["lines"][0]["bonuses"]) == (expected, expected)
        assert abs(D(till.balance()) - D(balance)) <= D("0.01")
    assert till.balance() == "200.00", "whatever the pieces, all that came back is all"


def test_what_the_card_no_longer_holds_is_withheld_from_the_refund(till: Till, lamp: str) -> None:
    till.on("2026-04-10")
    till.a_card(percent="10", limit="100")
    first = till.order((lamp, "2"))
    shipment = till.ship(first)
    till.pay(first, "200.00")
    till.order((lamp, "1"), bonuses="15")
    assert till.balance() == "5.00"
    till.take_back(first, shipment)
    assert till.balance() == "0.00"
    assert till.shop.now(first)["withheld"] == "15.00"
    assert till.refuses_refund(first, "185.01").code.name == "more_than_paid"
    till.refund(first, "185.00")
    assert till.shop.now(first)["paid"] == "15.00"


def test_a_refund_waits_until_the_bonuses_of_the_return_are_counted_but_not_for_ever(till: Till, lamp: str) -> None:
    till.on("2026-04-10")
    till.a_card(percent="10", limit="100")
    order = till.order((lamp, "2"))
    shipment = till.ship(order)
    till.pay(order, "200.00")
    back = {"shipment_id": shipment["id"], "lines": line_parts(order, (1, "1")), "reason": "Не підійшло"}
    till.orders.do(contracts.RETURN_GOODS, back, by=KEEPER)
    assert till.refuses_refund(order, "100.00").code.name == "bonuses_being_counted"
    till.carry()
    till.refund(order, "100.00")
    till.orders.do(contracts.RETURN_GOODS, back, by=KEEPER)
    assert till.refuses_refund(order, "100.00").code.name == "bonuses_being_counted"
    till.on("2026-04-11")
    till.orders.do(contracts.GIVE_REFUND, till.money_of(order, "100.00"), by=CASHIER)


def test_half_a_return_withholds_only_what_is_missing_of_its_half(till: Till, lamp: str) -> None:
    till.on("2026-04-10")
    till.a_card(percent="10", limit="100")
    first = till.order((lamp, "2"))
    shipment = till.ship(first)
    till.order((lamp, "1"), bonuses="15")
    till.take_back(first, shipment, (1, "1"))
    assert (till.balance(), till.shop.now(first)["withheld"]) == ("0.00", "5.00")


# ---------------------------------------------------------------- money that comes and goes


def test_a_payment_that_is_cancelled_takes_its_accrual_back_and_one_more_brings_it_again(till: Till, lamp: str) -> None:
    till.on("2026-04-10")
    till.a_card(accrue=AFTER_PAYMENT)
    order = till.order((lamp, "2"))
    till.ship(order, (1, "1"))
    till.ship(order, (1, "1"))
    assert till.balance() == "0.00"
    payment = till.pay(order, "150.00")
    assert till.balance() == "5.00", "the first shipment is paid, the second is not"
    till.pay(order, "50.00")
    assert till.balance() == "10.00"
    till.do(contracts.CANCEL_PAYMENT, {"id": payment["id"], "reason": "Помилка банку"}, by=CASHIER)
    assert till.balance() == "0.00"
    till.on("2026-04-12")
    till.pay(order, "150.00")
    assert till.balance() == "10.00"
    assert till.entries()[-1] == ("accrued", "2026-04-12", "5.00")


def test_what_waited_for_money_is_earned_on_the_day_of_the_payment_or_of_a_later_shipment(
    till: Till, lamp: str
) -> None:
    till.on("2026-04-10")
    till.a_card(accrue=AFTER_PAYMENT)
    order = till.order((lamp, "2"))
    till.pay(order, "200.00", on="2026-04-03")
    till.ship(order, (1, "1"), on="2026-04-01")
    till.ship(order, (1, "1"), on="2026-04-05")
    assert till.entries() == [("accrued", "2026-04-03", "5.00"), ("accrued", "2026-04-05", "5.00")]


def test_a_document_of_the_last_day_there_is_earns_like_any_other(till: Till, lamp: str) -> None:
    till.on("2026-04-10")
    till.a_card(in_force_after=10, lives=30)
    till.ship(till.order((lamp, "1")), on="9999-12-30")
    assert till.balance() == "5.00"
    lot = till.bonuses()["lots"][0]
    assert (lot["in_force_on"], lot["expires_on"]) == ("9999-12-31", "9999-12-31")


def test_what_was_withheld_is_forgiven_when_the_money_comes_after_all(till: Till, lamp: str) -> None:
    till.on("2026-04-10")
    till.a_card(percent="10", accrue=AFTER_PAYMENT, limit="100")
    first = till.order((lamp, "2"))
    till.ship(first)
    payment = till.pay(first, "200.00")
    till.order((lamp, "1"), bonuses="15")
    till.do(contracts.CANCEL_PAYMENT, {"id": payment["id"], "reason": "Помилка банку"}, by=CASHIER)
    assert (till.balance(), till.shop.now(first)["withheld"]) == ("0.00", "15.00")
    till.pay(first, "200.00")
    assert (till.balance(), till.shop.now(first)["withheld"]) == ("5.00", "0.00")


# ---------------------------------------------------------------- told twice, late, in another order


def test_a_replay_changes_nothing(till: Till, card: str, lamp: str, cable: str) -> None:
    order = till.order((lamp, "3"), (cable, "2"), bonuses="60")
    shipment = till.ship(order)
    till.pay(order, "100.00")
    till.take_back(order, shipment, (1, "1"))
    till.do(contracts.CANCEL_ORDER, {"id": till.order((lamp, "1"), bonuses="10")["id"], "reason": "Передумали"})
    till.orders.refuses(CREATE, till.body((lamp, "1"), bonuses="10", warehouse_id=uuid7()))
    till.carry()
    before = till.whole_ledger()
    assert len(before) > 10
    till.on("2026-05-01")
    till.replay()
    assert till.whole_ledger() == before


def test_in_whatever_order_it_is_told_the_card_comes_to_the_same(till: Till, lamp: str) -> None:
    till.on("2026-04-10")
    till.a_card()
    till.accrue("1000")
    turns = random.Random(4)
    for place in range(1, 13):
        order = till.order((lamp, "3"), bonuses="30")
        shipment = till.shop.ship(order)
        till.shop.pay(order, "270.00")
        back = {"shipment_id": shipment["id"], "lines": line_parts(order, (1, "1")), "reason": "Не підійшло"}
        till.orders.do(contracts.RETURN_GOODS, back, by=KEEPER)
        told = till.withheld_news()
        assert {body["type"] for body in told} == {
            "orders.card_order_changed",
            "orders.goods_shipped",
            "orders.goods_returned",
        }
        turns.shuffle(told)
        for body in [*told, told[0]]:
            till.pricing.take(body)
        # each time 30 are spent, 10 given back, and 5 percent earned of 270 - 90
        assert till.balance() == str(D("1000.00") - place * (D("20.00") - D("9.00"))), [body["type"] for body in told]

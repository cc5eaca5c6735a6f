"""The state of an order (R7): the first that holds, in the order of the specification; each edge from both sides."""

from decimal import Decimal

import pytest

from services.orders.contracts import OrderState, OrderStatus
from services.orders.rules.state import Line, Money, state_of


def a_line(
    quantity: str = "10", *, reserved: str = "0", shipped: str = "0", service: bool = False, planned: bool = True
) -> Line:
    return Line(Decimal(quantity), Decimal(reserved), Decimal(shipped), not service, planned)


def money(paid: str = "0", shipped: str = "0", advance: str = "0", prepayment: str = "0") -> Money:
    return Money(Decimal(paid), Decimal(shipped), Decimal(advance), Decimal(prepayment))


def state(*lines: Line, of: Money | None = None, status: OrderStatus = OrderStatus.TO_FULFIL) -> OrderState:
    return state_of(status, lines, of or money())


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (OrderStatus.CANCELLED, OrderState.CANCELLED),
        (OrderStatus.CLOSED, OrderState.CLOSED),
        (OrderStatus.ON_APPROVAL, OrderState.AWAITING_APPROVAL),
    ],
)
def test_these_statuses_decide_alone_whatever_lines_and_money_say(status: OrderStatus, expected: OrderState) -> None:
    assert state(a_line(shipped="5"), of=money("1", "99", "500", "500"), status=status) is expected


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ("99.99", OrderState.AWAITING_ADVANCE),
        ("100.00", OrderState.AWAITING_SUPPLY),
        ("100.01", OrderState.AWAITING_SUPPLY),
    ],
)
def test_the_advance_blocks_until_its_last_cent(paid: str, expected: OrderState) -> None:
    assert state(a_line(), of=money(paid, advance="100")) is expected


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ("299.99", OrderState.AWAITING_PREPAYMENT),
        ("300.00", OrderState.AWAITING_SUPPLY),
        ("300.01", OrderState.AWAITING_SUPPLY),
    ],
)
def test_the_prepayment_comes_on_top_of_the_advance(paid: str, expected: OrderState) -> None:
    assert state(a_line(), of=money(paid, advance="100", prepayment="200")) is expected


def test_an_advance_unpaid_comes_before_unplanned_supply() -> None:
    assert state(a_line(planned=False), of=money(advance="1")) is OrderState.AWAITING_ADVANCE


def test_unplanned_supply_comes_before_the_prepayment() -> None:
    assert state(a_line(planned=False), of=money(prepayment="1")) is OrderState.READY_TO_SUPPLY


def test_unplanned_supply_of_a_line_all_shipped_does_not_count() -> None:
    gone = a_line(shipped="10", planned=False)
    assert state(gone, a_line(reserved="10")) is OrderState.SHIPPING


def test_a_service_without_planned_supply_never_asks_for_it() -> None:
    assert state(a_line(service=True, planned=False)) is OrderState.READY_TO_SHIP


@pytest.mark.parametrize(
    ("reserved", "expected"),
    [
        ("9.999", OrderState.AWAITING_SUPPLY),
        ("10", OrderState.READY_TO_SHIP),
        ("10.001", OrderState.READY_TO_SHIP),
    ],
)
def test_goods_await_supply_until_wholly_reserved(reserved: str, expected: OrderState) -> None:
    assert state(a_line(reserved=reserved)) is expected


@pytest.mark.parametrize(("reserved", "expected"), [("5", OrderState.AWAITING_SUPPLY), ("6", OrderState.SHIPPING)])
def test_what_was_shipped_needs_no_reservation_any_more(reserved: str, expected: OrderState) -> None:
    assert state(a_line(reserved=reserved, shipped="4")) is expected


def test_one_line_unsupplied_holds_the_whole_order() -> None:
    assert state(a_line(reserved="10"), a_line()) is OrderState.AWAITING_SUPPLY


def test_services_alone_are_ready_to_ship_at_once() -> None:
    assert state(a_line(service=True)) is OrderState.READY_TO_SHIP


@pytest.mark.parametrize(("shipped", "expected"), [("0", OrderState.READY_TO_SHIP), ("0.001", OrderState.SHIPPING)])
def test_the_first_thing_shipped_makes_it_shipping(shipped: str, expected: OrderState) -> None:
    assert state(a_line(reserved="10", shipped=shipped)) is expected


@pytest.mark.parametrize(
    ("shipped", "expected"),
    [("9.999", OrderState.SHIPPING), ("10", OrderState.READY_TO_CLOSE)],
)
def test_shipping_ends_when_nothing_is_open(shipped: str, expected: OrderState) -> None:
    assert state(a_line(reserved="10", shipped=shipped)) is expected


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ("99.99", OrderState.AWAITING_PAYMENT),
        ("100.00", OrderState.READY_TO_CLOSE),
        ("100.01", OrderState.READY_TO_CLOSE),
    ],
)
def test_a_debt_of_one_cent_awaits_payment(paid: str, expected: OrderState) -> None:
    assert state(a_line(shipped="10"), of=money(paid, shipped="100.00")) is expected


def test_an_order_all_shipped_and_then_refunded_awaits_payment_not_the_advance() -> None:
    assert state(a_line(shipped="10"), of=money("0", "100", advance="50")) is OrderState.AWAITING_PAYMENT


def test_an_order_without_open_lines_and_debts_is_ready_to_close() -> None:
    assert state() is OrderState.READY_TO_CLOSE


@pytest.mark.parametrize("blocked", [money("4", advance="5"), money("4", prepayment="5")])
def test_a_refund_blocks_again_in_the_middle_of_shipping(blocked: Money) -> None:
    line = a_line(reserved="5", shipped="5")
    assert state(line, of=blocked) in (OrderState.AWAITING_ADVANCE, OrderState.AWAITING_PREPAYMENT)

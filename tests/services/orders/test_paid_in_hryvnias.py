"""Orders in euros that are paid in hryvnias, as their offer says: what counts, at which rate, to the cent (O2, R10)."""

from typing import Any

import pytest

from services.orders import contracts as orders
from services.orders.models import Order, Payment
from services.pricing import contracts as pricing
from tests.services.cast import APPROVER, CASHIER, HEAD, KALYNA
from tests.services.orders.euros import BY_BANK, BY_CONTRACT, MONDAY, TUESDAY, WEDNESDAY, Euros, a_rate, counted

# ---------------------------------------------------------------- at the National Bank's rate


def test_an_order_says_in_which_money_it_is_paid(order: dict[str, Any], euros: Euros) -> None:
    names = ("payable", "currency", "settlement_order", "payment_rate", "contract_rate")
    wanted = ("1080.56", "EUR", "currency_paid_in_hryvnia", "national_bank", None)
    assert tuple(order[name] for name in names) == wanted
    seen = euros.till.orders.do(orders.GET_ORDER, {"id": order["id"]}, by=KALYNA.login)
    assert tuple(seen[name] for name in names) == wanted


def test_hryvnias_pay_a_debt_in_euros_at_the_rate_of_their_day(order: dict[str, Any], euros: Euros) -> None:
    """52,000.00 / 48.1234 = 1,080.5554…"""
    euros.till.ship(order)
    payment = euros.pay(order, "52000")
    assert counted(payment) == ("1080.56", "EUR", "52000.00", "48.123400")
    assert (euros.now(order)["paid"], euros.now(order)["state"]) == ("1080.56", "ready_to_close")
    balance = euros.till.orders.do(orders.GET_BALANCE, {"partner_id": KALYNA.id})["rows"]
    assert [(row["currency"], row["paid"], row["balance"]) for row in balance] == [("EUR", "1080.56", "0.00")]
    listed = euros.till.orders.listed(orders.LIST_PAYMENTS, order_id=order["id"])
    assert [counted(row) for row in listed] == [counted(payment)]
    assert counted(euros.till.orders.do(orders.GET_PAYMENT, {"id": payment["id"]})) == counted(payment)


@pytest.mark.parametrize(
    ("day", "amount", "rate"),
    [
        (MONDAY, "1080.56", "48.123400"),  # 1,080.5554…
        (TUESDAY, "1080.56", "48.123400"),  # no rate of its own: the one before holds
        (WEDNESDAY, "1061.22", "49.000000"),  # 1,061.2244…
    ],
)
def test_the_day_of_the_payment_says_the_rate_whenever_it_is_recorded(
    order: dict[str, Any], euros: Euros, day: str, amount: str, rate: str
) -> None:
    euros.till.on("2026-03-20")
    assert counted(euros.pay(order, "52000", on=day)) == (amount, "EUR", "52000.00", rate)


def test_without_a_day_it_is_today_s(order: dict[str, Any], euros: Euros) -> None:
    euros.till.on(WEDNESDAY)
    payment = euros.till.do(orders.RECEIVE_PAYMENT, euros.paying(order, hryvnia_amount="49"), by=CASHIER)
    assert (payment["paid_on"], *counted(payment)) == (WEDNESDAY, "1.00", "EUR", "49.00", "49.000000")


@pytest.mark.parametrize(
    ("hryvnias", "amount"),
    [
        ("0.24", None),  # 0.00489 at 49
        ("0.25", "0.01"),  # 0.00510
        ("0.73", "0.01"),  # 0.01489
        ("0.74", "0.02"),  # 0.01510
    ],
)
def test_the_cent_is_rounded_half_up(order: dict[str, Any], euros: Euros, hryvnias: str, amount: str | None) -> None:
    if amount is not None:
        assert euros.pay(order, hryvnias, on=WEDNESDAY)["amount"] == amount
        return
    body = euros.paying(order, hryvnia_amount=hryvnias, paid_on=WEDNESDAY)
    assert euros.refuses(orders.RECEIVE_PAYMENT, body) == [("/hryvnia_amount", "hryvnias_too_few")]


def test_half_a_cent_is_a_cent(euros: Euros, order: dict[str, Any]) -> None:
    a_rate(euros.till, "2026-03-19", "50")
    assert euros.pay(order, "0.25", on="2026-03-19")["amount"] == "0.01"


def test_a_day_without_a_rate_is_one_problem_and_nothing_is_recorded(order: dict[str, Any], euros: Euros) -> None:
    body = euros.paying(order, hryvnia_amount="100", paid_on="2026-03-15")
    refusal = euros.till.orders.refuses(orders.RECEIVE_PAYMENT, body, by=CASHIER)
    assert (refusal.code.name, refusal.values) == ("no_exchange_rate", {"currencies": "EUR", "on": "2026-03-15"})
    assert euros.till.orders.rows(Payment) == []
    a_rate(euros.till, "2026-03-15", "48")
    assert euros.pay(order, "100", on="2026-03-15")["amount"] == "2.08"


def test_a_rate_that_is_corrected_later_leaves_payments_as_they_counted(order: dict[str, Any], euros: Euros) -> None:
    payment = euros.pay(order, "52000")
    a_rate(euros.till, MONDAY, "47")
    assert counted(euros.till.orders.do(orders.GET_PAYMENT, {"id": payment["id"]})) == counted(payment)


def test_the_rate_is_asked_once_and_of_such_orders_alone(order: dict[str, Any], euros: Euros) -> None:
    def asked() -> int:
        return [address for address, _ in euros.till.orders.peers.questions].count(pricing.GET_EXCHANGE_RATE.address)

    euros.pay(order, "100")
    assert asked() == 1
    by_contract = euros.order(offer_id=euros.offer(**BY_CONTRACT), contract_rate="50")
    euros.pay(by_contract, "100")
    plain = euros.order(offer_id=euros.offer())
    euros.till.do(orders.RECEIVE_PAYMENT, euros.paying(plain, amount="1", currency="EUR"), by=CASHIER)
    assert asked() == 1


# ---------------------------------------------------------------- back again


def test_a_cancelled_payment_takes_back_the_euros_it_brought(order: dict[str, Any], euros: Euros) -> None:
    first, second = euros.pay(order, "26000"), euros.pay(order, "26000", on=WEDNESDAY)
    assert (first["amount"], second["amount"], euros.paid(order)) == ("540.28", "530.61", "1070.89")
    euros.till.on(WEDNESDAY)
    said = {"id": first["id"], "reason": "Банк відкликав платіж"}
    cancelled = euros.till.do(orders.CANCEL_PAYMENT, said, by=CASHIER)
    assert (counted(cancelled), cancelled["cancelled_on"]) == (counted(first), WEDNESDAY)
    assert euros.paid(order) == "530.61"


def test_a_refund_counts_at_the_rate_of_its_own_day(order: dict[str, Any], euros: Euros) -> None:
    """All 1,080.56 that 52,000.00 paid are 52,947.44 hryvnias on Wednesday: 1,080.56 × 49."""
    euros.pay(order, "52000")
    euros.till.on(WEDNESDAY)
    body = euros.paying(order, hryvnia_amount="52947.69", refunded_on=WEDNESDAY)
    refusal = euros.till.orders.refuses(orders.GIVE_REFUND, body, by=CASHIER)
    assert (refusal.code.name, refusal.values) == (
        "more_than_paid",
        {"available": "1080.56 EUR", "wanted": "1080.57 EUR"},
    )
    refund = euros.refund(order, "52947.44", on=WEDNESDAY)
    assert counted(refund) == ("1080.56", "EUR", "52947.44", "49.000000")
    assert euros.paid(order) == "0.00"
    listed = euros.till.orders.listed(orders.LIST_REFUNDS, order_id=order["id"])
    assert [counted(row) for row in listed] == [counted(refund)]


def test_money_moved_by_hand_moves_in_euros(order: dict[str, Any], euros: Euros) -> None:
    other = euros.order("1", offer_id=order["offer_id"])
    euros.pay(order, "52000")
    said = {"from_order_id": order["id"], "to_order_id": other["id"], "amount": "540.28"}
    euros.till.do(orders.OFFSET_MONEY, said, by=CASHIER)
    assert (euros.paid(order), euros.paid(other)) == ("540.28", "540.28")


# ---------------------------------------------------------------- at the contract's rate


def test_the_contract_s_rate_stands_on_the_order(euros: Euros, by_contract: str) -> None:
    order = euros.order(offer_id=by_contract, contract_rate="47.5")
    assert (order["payment_rate"], order["contract_rate"]) == ("contract", "47.500000")
    payment = euros.pay(order, "51326.60")
    assert counted(payment) == ("1080.56", "EUR", "51326.60", "47.500000")
    assert counted(euros.refund(order, "475", on=WEDNESDAY)) == ("10.00", "EUR", "475.00", "47.500000")


def test_an_order_at_the_contract_s_rate_names_it_and_no_other_order_does(euros: Euros, by_contract: str) -> None:
    assert euros.refuses(orders.CREATE_ORDER, euros.body(offer_id=by_contract), by=HEAD) == [
        ("/contract_rate", "contract_rate_required")
    ]
    for rate in ("0", "-1", "1.0000001"):
        body = euros.body(offer_id=by_contract, contract_rate=rate)
        assert [pointer for pointer, _ in euros.refuses(orders.CREATE_ORDER, body, by=HEAD)] == ["/contract_rate"]
    others = [euros.offer(**BY_BANK), euros.offer(settlement_order="currency"), euros.offer()]
    for said in [*({"offer_id": offer} for offer in others), {"price_type_id": euros.euro}]:
        body = euros.body(contract_rate="47.5", **said)
        assert euros.refuses(orders.CREATE_ORDER, body, by=HEAD) == [("/contract_rate", "contract_rate_not_asked")]
    assert euros.till.orders.rows(Order) == []


def test_a_rate_agreed_anew_is_for_money_from_then_on_and_is_approved_anew(euros: Euros, by_contract: str) -> None:
    order = euros.order(offer_id=by_contract, contract_rate="50")
    first = euros.pay(order, "5000")
    same = euros.till.do(orders.CHANGE_ORDER, {"id": order["id"], "contract_rate": "50.0", "comment": "Терміново"})
    assert (same["status"], same["contract_rate"]) == ("to_fulfil", "50.000000")
    changed = euros.till.do(orders.CHANGE_ORDER, {"id": order["id"], "contract_rate": "40"})
    assert (changed["status"], changed["contract_rate"], changed["paid"]) == ("on_approval", "40.000000", "100.00")
    euros.till.approved(changed)
    assert counted(euros.pay(order, "5000")) == ("125.00", "EUR", "5000.00", "40.000000")
    assert counted(euros.till.orders.do(orders.GET_PAYMENT, {"id": first["id"]})) == counted(first)


def test_a_rate_is_neither_taken_away_nor_put_where_it_does_not_belong(
    euros: Euros, by_contract: str, order: dict[str, Any]
) -> None:
    agreed = euros.order(offer_id=by_contract, contract_rate="50")
    said = {"id": agreed["id"], "contract_rate": None}
    assert euros.refuses(orders.CHANGE_ORDER, said, by=HEAD) == [("/contract_rate", "contract_rate_required")]
    said = {"id": order["id"], "contract_rate": "50"}
    assert euros.refuses(orders.CHANGE_ORDER, said, by=HEAD) == [("/contract_rate", "contract_rate_not_asked")]
    assert euros.till.do(orders.CHANGE_ORDER, {"id": order["id"], "contract_rate": None})["status"] == "to_fulfil"


def test_a_client_names_no_rate_and_its_money_waits_for_ours(euros: Euros) -> None:
    euros.till.orders.peers.reply(pricing.GET_TERMS_OF_OFFER, euros.till.pricing.answers(pricing.GET_TERMS_OF_OFFER))
    offer = euros.offer(opened=True, **BY_CONTRACT)
    body = euros.body(offer_id=offer, contract_rate="1")
    assert euros.refuses(orders.CREATE_ORDER, body, by=KALYNA.login) == [("/contract_rate", "said_by_our_staff")]
    order = euros.till.do(orders.CREATE_ORDER, euros.body(offer_id=offer), by=KALYNA.login)
    paying = euros.paying(order, hryvnia_amount="5000")
    assert euros.refuses(orders.RECEIVE_PAYMENT, paying) == [("/order_id", "contract_rate_required")]
    euros.till.do(orders.CHANGE_ORDER, {"id": order["id"], "contract_rate": "50"})
    assert euros.till.do(orders.RECEIVE_PAYMENT, paying, by=CASHIER)["amount"] == "100.00"


def test_an_order_of_a_proposal_is_told_its_rate(euros: Euros, by_contract: str) -> None:
    proposal = euros.till.orders.do(orders.MAKE_PROPOSAL, euros.body(offer_id=by_contract))
    moves = [(orders.SUBMIT_PROPOSAL, HEAD), (orders.APPROVE_PROPOSAL, APPROVER), (orders.SEND_PROPOSAL, HEAD)]
    for move, by in [*moves, (orders.ACCEPT_PROPOSAL, HEAD)]:
        euros.till.orders.do(move, {"id": proposal["id"]}, by=by)
    said = {"id": proposal["id"]}
    assert euros.refuses(orders.ORDER_PROPOSAL, said, by=HEAD) == [("/contract_rate", "contract_rate_required")]
    order = euros.till.orders.do(orders.ORDER_PROPOSAL, {**said, "contract_rate": "47.5"})
    assert (order["settlement_order"], order["contract_rate"]) == ("currency_paid_in_hryvnia", "47.500000")
    assert euros.pay(order, "475")["amount"] == "10.00"


def test_an_order_keeps_what_was_agreed_whatever_becomes_of_the_offer(euros: Euros, order: dict[str, Any]) -> None:
    in_currency = {"settlement_order": "currency", "payment_rate": None}
    changed = euros.till.desk.change({"id": order["offer_id"]}, valid_from=TUESDAY, terms=in_currency)
    euros.till.desk.agree(changed)
    euros.till.on(WEDNESDAY)
    assert euros.pay(order, "49", on=WEDNESDAY)["amount"] == "1.00"
    later = euros.order(offer_id=order["offer_id"])
    assert later["settlement_order"] == "currency"

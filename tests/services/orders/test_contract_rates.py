"""A rate named on an order is as good as a price: who approves prices sees it. And rates of offers read through."""

from typing import Any

import pytest

from services.chassis.actor import Role
from services.orders import contracts as orders
from tests.services.cast import APPROVER, CASHIER, HEAD, KALYNA, SVITLODIM, a_person
from tests.services.orders.euros import BY_BANK, BY_CONTRACT, TUESDAY, WEDNESDAY, Euros, counted

FINANCIER = a_person("Фінансистка Вигадана", Role.FINANCIAL_APPROVER)
PASSES = {"organization_id": SVITLODIM, "pass_without_deviations": True}


def changed(euros: Euros, order: dict[str, Any], **said: Any) -> dict[str, Any]:
    return euros.till.do(orders.CHANGE_ORDER, {"id": order["id"], **said})


def approved(euros: Euros, order: dict[str, Any], by: Any = APPROVER) -> dict[str, Any]:
    return euros.till.do(orders.APPROVE_ORDER, {"id": order["id"]}, by=by)


def standing(order: dict[str, Any]) -> tuple[str, list[str]]:
    return order["status"], order["awaits"]


def test_a_new_rate_passes_by_no_rule(euros: Euros, by_contract: str) -> None:
    order = euros.order(offer_id=by_contract, contract_rate="50")
    euros.till.do(orders.SET_APPROVAL_RULE, PASSES)
    assert standing(changed(euros, order, contract_rate="0.5")) == ("on_approval", ["commercial_approver"])
    again = changed(euros, order, comment="Терміново")
    assert standing(again) == ("on_approval", ["commercial_approver"]), "nor by a change of something else"
    assert approved(euros, order)["status"] == "to_fulfil"


def test_an_order_made_with_a_rate_passes_by_no_rule(euros: Euros, by_contract: str) -> None:
    euros.till.do(orders.SET_APPROVAL_RULE, PASSES)
    body = euros.body(offer_id=by_contract, contract_rate="0.5")
    order = euros.till.do(orders.CREATE_ORDER, body)
    assert standing(order) == ("on_approval", ["commercial_approver"])
    by_bank = euros.till.do(orders.CREATE_ORDER, euros.body(offer_id=euros.offer(**BY_BANK)))
    assert by_bank["status"] == "to_fulfil"


def test_who_approves_debts_approves_no_rate(euros: Euros) -> None:
    """The client may owe 100.00 EUR: the order needs the financial approver, and its rate the commercial one."""
    offer = euros.offer(credit_limit="100.00", **BY_CONTRACT)
    order = euros.till.do(orders.CREATE_ORDER, euros.body(offer_id=offer, contract_rate="50"))
    both = ["commercial_approver", "financial_approver"]
    assert standing(order) == ("on_approval", both)
    assert standing(approved(euros, order)) == ("on_approval", ["financial_approver"])
    assert standing(changed(euros, order, comment="Терміново"))[1] == ["financial_approver"]
    assert standing(changed(euros, order, contract_rate="0.5")) == ("on_approval", both)
    assert standing(approved(euros, order, by=FINANCIER)) == ("on_approval", ["commercial_approver"])
    assert approved(euros, order)["status"] == "to_fulfil"


# ---------------------------------------------------------------- offers that are read through


def an_individual(euros: Euros, standard: dict[str, Any], **own: Any) -> str:
    offer: str = euros.till.desk.an_offer(KALYNA, standard_id=standard["id"], terms=own)["id"]
    return offer


@pytest.fixture
def standard(euros: Euros) -> dict[str, Any]:
    said = {"price_type_id": euros.euro, "currency": "EUR", **BY_BANK}
    offer: dict[str, Any] = euros.till.desk.an_offer(terms=said)
    return offer


def becomes(euros: Euros, offer: dict[str, Any], **terms: Any) -> None:
    euros.till.desk.agree(euros.till.desk.change(offer, valid_from=TUESDAY, terms=terms))
    euros.till.on(WEDNESDAY)


def test_a_rate_of_one_s_own_is_none_where_the_standard_offer_is_paid_in_euros_by_now(
    euros: Euros, standard: dict[str, Any]
) -> None:
    own = an_individual(euros, standard, payment_rate="contract")
    becomes(euros, standard, settlement_order="currency", payment_rate=None)
    order = euros.order(offer_id=own)
    assert (order["settlement_order"], order["contract_rate"]) == ("currency", None)
    paid = euros.till.do(orders.RECEIVE_PAYMENT, euros.paying(order, amount="1", currency="EUR"), by=CASHIER)
    assert counted(paid) == ("1.00", "EUR", None, None)
    body = euros.body(offer_id=own, contract_rate="50")
    assert euros.refuses(orders.CREATE_ORDER, body, by=HEAD) == [("/contract_rate", "contract_rate_not_asked")]


def test_hryvnias_at_nobody_s_rate_are_at_the_national_bank_s(euros: Euros, standard: dict[str, Any]) -> None:
    own = an_individual(euros, standard, settlement_order="currency_paid_in_hryvnia")
    becomes(euros, standard, settlement_order="currency", payment_rate=None)
    order = euros.order(offer_id=own)
    assert (order["settlement_order"], order["payment_rate"]) == ("currency_paid_in_hryvnia", None)
    assert counted(euros.pay(order, "49", on=WEDNESDAY)) == ("1.00", "EUR", "49.00", "49.000000")
    assert counted(euros.refund(order, "24.50", on=WEDNESDAY)) == ("0.50", "EUR", "24.50", "49.000000")

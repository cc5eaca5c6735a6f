"""An order made to a contract: it must be the client's and hold, and what may be owed under it counts (R1, R2)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.chassis.ids import uuid7
from services.chassis.runtime import Incoming
from services.orders import contracts
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.builders import INSTALL, Shop, a_quote_under, offer_terms, terms_of_sale
from tests.services.news import NEWS
from tests.services.orders.money import objects

CONTRACT = uuid7()


def under_contract(limit: str | None = None, currency: str = "UAH") -> Any:
    """Partners' answer: the contract named is the client's, with this limit."""

    def answer(asked: partners.TermsOfSaleAsked, incoming: Incoming) -> partners.TermsOfSale:
        terms = terms_of_sale(asked, incoming)
        said = {
            "contract_id": asked.contract_id,
            "contract_currency": currency,
            "contract_limit": limit and Decimal(limit),
        }
        return terms.model_copy(update=said if asked.contract_id else {})

    return answer


def asked_contracts(shop: Shop) -> list[UUID | None]:
    return [one.contract_id for _, one in shop.bench.peers.questions if isinstance(one, partners.TermsOfSaleAsked)]


def kinds(order: dict[str, Any]) -> list[str]:
    return [one["kind"] for one in order["deviations"]]


@pytest.mark.parametrize(("limit", "deviates"), [("2999.99", True), ("3000.00", False), ("3000.01", False)])
def test_what_may_be_owed_under_the_contract_counts_with_this_order(shop: Shop, limit: str, deviates: bool) -> None:
    """1500 is owed for an order made to it, 1500 for one that is not, and 1500 more are ordered."""
    shop.bench.peers.reply(partners.GET_TERMS_OF_SALE, under_contract())
    for more in ({"contract_id": CONTRACT}, {}):
        shop.ship(shop.an_order((INSTALL, "1"), status="to_fulfil", **more))
    shop.bench.peers.reply(partners.GET_TERMS_OF_SALE, under_contract(limit))
    order = shop.an_order((INSTALL, "1"), contract_id=CONTRACT)
    assert (order["contract_id"], kinds(order)) == (str(CONTRACT), ["credit_limit"] * deviates)


def test_a_limit_in_another_currency_bounds_nothing(shop: Shop) -> None:
    shop.bench.peers.reply(partners.GET_TERMS_OF_SALE, under_contract("1.00", "EUR"))
    assert kinds(shop.an_order((INSTALL, "1"), contract_id=CONTRACT)) == []


def test_of_the_offer_s_and_the_contract_s_limit_the_one_exceeded_by_more_is_shown(shop: Shop) -> None:
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under(credit_limit="1000.00"))
    shop.bench.peers.reply(partners.GET_TERMS_OF_SALE, under_contract("400.00"))
    order = shop.an_order((INSTALL, "1"), contract_id=CONTRACT, offer_id=offer_terms().id)
    assert [(one["kind"], one["limit"], one["beyond"]) for one in order["deviations"]] == [
        ("credit_limit", "400.00", "1100.00")
    ]


def test_a_contract_named_later_is_asked_about_and_its_limit_sends_the_order_back(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.bench.peers.reply(partners.GET_TERMS_OF_SALE, under_contract("1499.99"))
    after = shop.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], "contract_id": CONTRACT})
    assert asked_contracts(shop)[-1] == CONTRACT
    assert (after["status"], after["awaits"]) == ("on_approval", ["financial_approver"])
    after = shop.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], "contract_id": None})
    assert (after["contract_id"], after["deviations"]) == (None, [])


def test_under_an_offer_that_demands_a_contract_orders_name_one(shop: Shop) -> None:
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under(contract_required=True))
    body = shop.order_body((INSTALL, "1"), offer_id=offer_terms().id)
    refusal = shop.bench.refuses(contracts.CREATE_ORDER, body)
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("contract_required", ["/contract_id"])
    shop.bench.peers.reply(partners.GET_TERMS_OF_SALE, under_contract())
    order = shop.bench.do(contracts.CREATE_ORDER, {**body, "contract_id": CONTRACT})
    refusal = shop.bench.refuses(contracts.CHANGE_ORDER, {"id": order["id"], "contract_id": None})
    assert refusal.code.name == "contract_required"


def test_a_contract_must_hold_on_the_order_s_day_when_it_is_made_and_when_it_is_changed(shop: Shop) -> None:
    order = shop.an_order(contract_id=CONTRACT, ordered_on="2026-03-02")
    shop.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], "contract_id": uuid7()})
    asked = [one for _, one in shop.bench.peers.questions if isinstance(one, partners.TermsOfSaleAsked)]
    assert [str(one.on) for one in asked] == ["2026-03-02", "2026-03-02"]


def test_orders_of_a_contract_are_found(shop: Shop) -> None:
    order = shop.an_order(contract_id=CONTRACT)
    shop.an_order(contract_id=uuid7())
    shop.an_order()
    assert [row["id"] for row in shop.bench.listed(contracts.LIST_ORDERS, contract_id=CONTRACT)] == [order["id"]]


def test_an_order_whose_debt_is_kept_by_its_contract_stays_under_it(shop: Shop) -> None:
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under(settled_by="contract"))
    order = shop.an_order((INSTALL, "1"), status="to_fulfil", offer_id=offer_terms().id, contract_id=uuid7())
    change = {"id": order["id"], "contract_id": CONTRACT}
    assert shop.bench.do(contracts.CHANGE_ORDER, change)["contract_id"] == str(CONTRACT)
    shop.ship(order)
    for other in (uuid7(), None):
        refusal = shop.bench.refuses(contracts.CHANGE_ORDER, {**change, "contract_id": other})
        assert (refusal.code.name, [one.pointer for one in refusal.fields]) == ("contract_settled", ["/contract_id"])
    assert shop.bench.do(contracts.CHANGE_ORDER, change)["contract_id"] == str(CONTRACT)


def test_an_order_whose_debt_is_kept_by_itself_may_come_under_a_contract_at_any_time(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.ship(order)
    change = {"id": order["id"], "contract_id": CONTRACT}
    assert shop.bench.do(contracts.CHANGE_ORDER, change)["contract_id"] == str(CONTRACT)


@pytest.mark.parametrize("heard_first", [True, False], ids=["before", "after"])
def test_a_balance_calls_a_contract_by_its_number_whenever_it_was_heard_of(shop: Shop, heard_first: bool) -> None:
    contract, view = NEWS[partners.CONTRACT_CHANGED.address]
    if heard_first:
        shop.bench.hear(partners.CONTRACT_CHANGED, view)
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under(settled_by="contract"))
    shop.ship(shop.an_order((INSTALL, "1"), status="to_fulfil", offer_id=offer_terms().id, contract_id=contract))
    if not heard_first:
        assert list(objects(shop)) == [None]
        shop.bench.hear(partners.CONTRACT_CHANGED, view)
    assert objects(shop) == {"Д-17/26": "1500.00"}

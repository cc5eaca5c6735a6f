"""How an order is paid: discounts for a form of payment reach it, an offer that names one is held to (T12, O2)."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.deals import contracts as deals
from services.orders import contracts as orders
from services.pricing import contracts as pricing
from tests.services.cast import APPROVER, HEAD, KALYNA, PRICER, SVITLODIM
from tests.services.orders.test_deal_orders import a_deal_of
from tests.services.till import Till


@pytest.fixture
def lamp(till: Till) -> str:
    """At 100.00, and a tenth less for whoever pays in cash."""
    discount = {"name": "Готівкою дешевше", "percent": "10", "payment_form": "cash"}
    till.pricing.do(pricing.ADD_DISCOUNT, discount, by=PRICER)
    return till.an_item("LAMP", "100")


def made(till: Till, lamp: str, quantity: str = "1", **more: Any) -> dict[str, Any]:
    return till.orders.do(orders.CREATE_ORDER, till.body((lamp, quantity), card_id=None, **more))


def change(till: Till, order: dict[str, Any], **what: Any) -> dict[str, Any]:
    return till.orders.do(orders.CHANGE_ORDER, {"id": order["id"], **what})


def refused(till: Till, operation: Any, body: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in till.orders.refuses(operation, body).fields]


def paid_as(order: dict[str, Any]) -> tuple[str | None, str]:
    return order["payment_form"], order["total"]


@pytest.fixture
def cash_offer(till: Till) -> str:
    offer: str = till.desk.an_offer(terms={"price_type_id": till.desk.retail, "payment_form": "cash"})["id"]
    return offer


@pytest.mark.parametrize(
    ("form", "total"), [("cash", "90.00"), ("card", "100.00"), ("bank_transfer", "100.00"), (None, "100.00")]
)
def test_a_discount_for_a_form_of_payment_lowers_orders_paid_so_alone(
    till: Till, lamp: str, form: str | None, total: str
) -> None:
    order = made(till, lamp, payment_form=form)
    assert paid_as(order) == (form, total)
    assert paid_as(till.orders.do(orders.GET_ORDER, {"id": order["id"]})) == (form, total)


def test_where_nobody_says_the_order_is_paid_as_its_offer_says(till: Till, lamp: str, cash_offer: str) -> None:
    assert paid_as(made(till, lamp, offer_id=cash_offer)) == ("cash", "90.00")
    assert paid_as(made(till, lamp, offer_id=cash_offer, payment_form="cash")) == ("cash", "90.00")
    any_form = till.desk.an_offer(terms={"price_type_id": till.desk.retail})["id"]
    assert paid_as(made(till, lamp, offer_id=any_form)) == (None, "100.00")
    assert paid_as(made(till, lamp, offer_id=any_form, payment_form="cash")) == ("cash", "90.00")


def test_another_form_than_the_offer_names_is_refused(till: Till, lamp: str, cash_offer: str) -> None:
    body = till.body((lamp, "1"), card_id=None, offer_id=cash_offer, payment_form="card")
    assert refused(till, orders.CREATE_ORDER, body) == [("/payment_form", "payment_form_of_offer")]
    order = made(till, lamp, offer_id=cash_offer)
    said = {"id": order["id"], "payment_form": "card"}
    assert refused(till, orders.CHANGE_ORDER, said) == [("/payment_form", "payment_form_of_offer")]
    assert paid_as(change(till, order, payment_form=None)) == ("cash", "90.00"), "the offer's again"


def test_an_order_paid_otherwise_is_priced_anew(till: Till, lamp: str) -> None:
    order = made(till, lamp)
    assert paid_as(change(till, order, payment_form="cash")) == ("cash", "90.00")
    assert paid_as(change(till, order, comment="Терміново")) == ("cash", "90.00")
    lines = [{"line_id": order["lines"][0]["id"], "item_id": lamp, "quantity": "3"}]
    assert paid_as(change(till, order, lines=lines)) == ("cash", "270.00")
    assert paid_as(change(till, order, lines=lines, payment_form="card")) == ("card", "300.00")
    assert paid_as(change(till, order, payment_form=None)) == (None, "300.00")
    order = change(till, order, payment_form="cash", payment_stages=[{"kind": "advance", "percent": "100"}])
    assert (order["total"], order["advance"]) == ("270.00", "270.00")


def test_the_form_it_has_already_asks_nobody(till: Till, lamp: str) -> None:
    order = made(till, lamp, payment_form="cash")
    till.desk.price((lamp, "200"), on="2026-01-02")
    asked = len(till.orders.peers.questions)
    assert paid_as(change(till, order, payment_form="cash")) == ("cash", "90.00")
    assert len(till.orders.peers.questions) == asked


def test_what_is_typed_on_a_line_stays_and_what_was_shipped_of(till: Till, lamp: str) -> None:
    body = till.body((lamp, "1"), (lamp, "2"), (lamp, "4"), card_id=None)
    body["lines"][0]["manual_price"] = "95"
    body["lines"][1]["manual_discount"] = "50"
    order = till.approved(till.orders.do(orders.CREATE_ORDER, body))
    till.ship(order, (3, "1"))
    order = change(till, order, payment_form="cash")
    assert [(line["manual_price"], line["manual_discount"], line["total"]) for line in order["lines"]] == [
        ("95.0000", None, "95.00"),
        (None, "50.0000", "90.00"),
        (None, None, "400.00"),
    ]


def test_a_change_of_the_form_sends_an_order_back_where_it_takes_a_discount_that_was_not_allowed(
    till: Till, lamp: str
) -> None:
    """The typed 85.00 is 5.56 % below 90.00, and 15 % below 100.00."""
    body = till.body((lamp, "1"), card_id=None, payment_form="cash")
    body["lines"][0]["manual_price"] = "85"
    order = till.approved(till.orders.do(orders.CREATE_ORDER, body, by=HEAD))
    assert order["status"] == "to_fulfil"
    after = change(till, order, payment_form="card")
    assert paid_as(after) == ("card", "85.00")
    assert (after["status"], after["lines"][0]["rule_price"]) == ("on_approval", "100.0000")


def test_an_order_of_a_proposal_is_paid_as_its_offer_says_at_the_agreed_prices(
    till: Till, lamp: str, cash_offer: str
) -> None:
    def ordered(**more: Any) -> dict[str, Any]:
        proposal = till.orders.do(orders.MAKE_PROPOSAL, till.body((lamp, "1"), card_id=None, **more))
        moves = [(orders.SUBMIT_PROPOSAL, HEAD), (orders.APPROVE_PROPOSAL, APPROVER), (orders.SEND_PROPOSAL, HEAD)]
        for move, by in [*moves, (orders.ACCEPT_PROPOSAL, HEAD)]:
            till.orders.do(move, {"id": proposal["id"]}, by=by)
        return till.orders.do(orders.ORDER_PROPOSAL, {"id": proposal["id"]})

    assert paid_as(ordered(offer_id=cash_offer)) == ("cash", "90.00")
    order = ordered()
    assert paid_as(order) == (None, "100.00")
    assert paid_as(change(till, order, payment_form="cash")) == ("cash", "100.00"), "agreed in the proposal"
    assert paid_as(change(till, order, set_price_by_terms=True)) == ("cash", "90.00")


def test_an_order_of_a_deal_is_paid_as_the_deal_s_offer_says(till: Till, lamp: str, cash_offer: str) -> None:
    deal = a_deal_of(KALYNA, {"item_id": lamp}, offer_id=cash_offer)
    till.orders.peers.reply(deals.GET_DEAL, deal)
    body = {"organization_id": SVITLODIM, "warehouse_id": till.shop.warehouse, "deal_id": deal.id}
    assert paid_as(till.orders.do(orders.CREATE_ORDER, body)) == ("cash", "90.00")
    without = {**body, "price_type_id": till.desk.retail, "payment_form": "card"}
    assert paid_as(till.orders.do(orders.CREATE_ORDER, without)) == ("card", "100.00")


def test_orders_are_found_by_how_they_are_paid(till: Till, lamp: str) -> None:
    made_so = {form: made(till, lamp, payment_form=form)["id"] for form in ("cash", "card", "bank_transfer", None)}
    found = till.orders.listed(orders.LIST_ORDERS, payment_form=["cash", "card"])
    assert {row["id"] for row in found} == {made_so["cash"], made_so["card"]}
    assert {row["payment_form"] for row in found} == {"cash", "card"}


def test_a_client_says_how_it_pays(till: Till, lamp: str) -> None:
    body = till.body((lamp, "1"), card_id=None, payment_form="cash")
    order = till.orders.do(orders.CREATE_ORDER, body, by=KALYNA.login)
    assert paid_as(order) == ("cash", "90.00")


def test_a_form_that_there_is_not_is_named(till: Till, lamp: str) -> None:
    body = till.body((lamp, "1"), card_id=None, payment_form="barter")
    assert [pointer for pointer, _ in refused(till, orders.CREATE_ORDER, body)] == ["/payment_form"]
    order = made(till, lamp)
    said = {"id": order["id"], "payment_form": "barter", "contact_person_id": "x", "lines": [{"item_id": uuid7()}]}
    assert [pointer for pointer, _ in refused(till, orders.CHANGE_ORDER, said)][-1] == "/payment_form"

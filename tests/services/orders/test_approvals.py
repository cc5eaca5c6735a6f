"""Approval: all deviations are shown at once, each is its approver's, and some orders need nobody (R2)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.chassis.actor import Role
from services.chassis.runtime import Incoming
from services.orders import contracts
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.builders import INSTALL, LAMP, Shop, a_partner, a_quote, a_quote_under, offer_terms
from tests.services.cast import ADMIN, APPROVER, DZVIN, HEAD, KALYNA, KEEPER, SVITLODIM, TARAS, a_person

FINANCIER = a_person("Фінансистка Вигадана", Role.FINANCIAL_APPROVER)
LOGISTICIAN = a_person("Логіст Вигаданий", Role.LOGISTICS_APPROVER)
STRICT = {"minimum_amount": "300.00", "credit_limit": "200.00", "delivery_days": 5}


def kinds(order: dict[str, Any]) -> list[str]:
    return [deviation["kind"] for deviation in order["deviations"]]


def approve(shop: Shop, order: dict[str, Any], by: Any) -> dict[str, Any]:
    return shop.bench.do(contracts.APPROVE_ORDER, {"id": order["id"]}, by=by)


def a_deviating_order(shop: Shop, **more: Any) -> dict[str, Any]:
    """Two lamps for 240, of a client whose orders are 300 at least, on credit up to 200, in five days."""
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under(**STRICT))
    today = date.fromisoformat(shop.an_order()["ordered_on"])
    return shop.an_order((LAMP, "2"), offer_id=offer_terms().id, wished_to=today + timedelta(4), **more)


def test_all_deviations_are_shown_at_once_with_their_approvers(shop: Shop) -> None:
    order = a_deviating_order(shop)
    told = [(one["kind"], one["approver"], one["beyond"]) for one in order["deviations"]]
    assert told == [
        ("delivery", "logistics_approver", "1"),
        ("minimum_amount", "commercial_approver", "60.00"),
        ("credit_limit", "financial_approver", "40.00"),
    ]
    assert order["awaits"] == ["commercial_approver", "financial_approver", "logistics_approver"]


def test_the_order_passes_when_each_has_approved_what_is_theirs(shop: Shop) -> None:
    order = a_deviating_order(shop)
    for by, left in (
        (FINANCIER, ["commercial_approver", "logistics_approver"]),
        (APPROVER, ["logistics_approver"]),
        (LOGISTICIAN, []),
    ):
        order = approve(shop, order, by)
        assert order["awaits"] == left
        assert order["status"] == ("on_approval" if left else "to_fulfil")
    assert (order["approved_by"], order["state"]) == (str(LOGISTICIAN.user_id), "awaiting_supply")
    assert [one["approved_by"] for one in order["deviations"]] == [
        str(by.user_id) for by in (LOGISTICIAN, APPROVER, FINANCIER)
    ]


@pytest.mark.parametrize("by", [HEAD, ADMIN])
def test_a_head_approves_all_at_once(shop: Shop, by: Any) -> None:
    assert approve(shop, a_deviating_order(shop), by)["status"] == "to_fulfil"


def test_who_has_nothing_to_approve_is_told_whose_it_is(shop: Shop) -> None:
    order = shop.an_order()
    refusal = shop.bench.refuses(contracts.APPROVE_ORDER, {"id": order["id"]}, by=FINANCIER)
    assert (refusal.code.name, refusal.http_status) == ("approval_of_others", 409)
    assert "комерційний погоджувач" in refusal.sentence("uk")


def test_an_order_without_deviations_needs_the_commercial_approver(shop: Shop) -> None:
    order = shop.an_order()
    assert (order["deviations"], order["awaits"]) == ([], ["commercial_approver"])
    assert approve(shop, order, APPROVER)["status"] == "to_fulfil"


def rule(shop: Shop, *, passes: bool) -> None:
    body = {"organization_id": SVITLODIM, "pass_without_deviations": passes}
    shop.bench.do(contracts.SET_APPROVAL_RULE, body)


def test_without_deviations_an_order_passes_at_once_where_the_rule_says_so(shop: Shop) -> None:
    rule(shop, passes=True)
    order = shop.an_order((INSTALL, "1"))
    assert (order["status"], order["state"], order["awaits"]) == ("to_fulfil", "ready_to_ship", [])
    assert (order["approved_at"] is not None, order["approved_by"]) == (True, None)
    assert a_deviating_order(shop)["status"] == "on_approval"


def test_an_organization_has_one_rule_the_latest(shop: Shop) -> None:
    rule(shop, passes=True)
    rule(shop, passes=False)
    listed = shop.bench.listed(contracts.LIST_APPROVAL_RULES, organization_id=SVITLODIM)
    assert [row["pass_without_deviations"] for row in listed] == [False]
    assert shop.an_order()["status"] == "on_approval"


@pytest.mark.parametrize("by", [TARAS, APPROVER, KEEPER])
def test_only_heads_say_which_orders_pass(shop: Shop, by: Any) -> None:
    body = {"organization_id": SVITLODIM, "pass_without_deviations": True}
    assert shop.bench.refuses(contracts.SET_APPROVAL_RULE, body, by=by).code.name == "forbidden"


# ---------------------------------------------------------------- kinds that own rows or the quote say


def _typed_too_low(asked: pricing.AskQuote, incoming: Incoming) -> pricing.Quote:
    quote = a_quote_under(manual_limit="10")(asked, incoming)
    lines = [
        line.model_copy(update={"rule_price": Decimal(120), "needs_approval": said.manual_price is not None})
        for line, said in zip(quote.lines, asked.lines, strict=True)
    ]
    return quote.model_copy(update={"lines": tuple(lines)})


def test_a_price_beyond_the_limit_is_a_deviation_of_its_line(shop: Shop) -> None:
    shop.bench.peers.reply(pricing.ASK_QUOTE, _typed_too_low)
    lines = [{"item_id": LAMP.id, "quantity": "1"}, {"item_id": LAMP.id, "quantity": "1", "manual_price": "96.00"}]
    order = shop.an_order(lines=lines, offer_id=offer_terms().id)
    assert [
        (one["kind"], one["line_id"], one["actual"], one["limit"], one["beyond"]) for one in order["deviations"]
    ] == [("price", order["lines"][1]["id"], "20", "10", "10")]
    assert [line["needs_approval"] for line in order["lines"]] == [False, True]


def test_stages_later_than_the_offer_s_are_a_deviation_for_the_financial_approver(shop: Shop) -> None:
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under(payment_stages=[{"kind": "prepayment", "percent": "100"}]))
    own = [{"kind": "credit", "percent": "100", "shift": 14}]
    order = shop.an_order(offer_id=offer_terms().id, payment_stages=own)
    assert (kinds(order), order["awaits"]) == (["payment"], ["financial_approver"])
    assert [step["kind"] for step in order["payment_steps"]] == ["credit"]


@pytest.mark.parametrize(("percent", "whole"), [("99.9999", False), ("100", True)])
def test_stages_of_an_order_are_a_whole(shop: Shop, percent: str, whole: bool) -> None:
    own = [{"kind": "credit", "percent": percent}]
    if whole:
        assert shop.an_order(payment_stages=own)["payment_stages"][0]["percent"] == "100.0000"
    else:
        refusal = shop.bench.refuses(contracts.CREATE_ORDER, shop.order_body(payment_stages=own))
        assert [(field.pointer, field.code) for field in refusal.fields] == [("/payment_stages", "stages_not_whole")]


@pytest.mark.parametrize(("paid", "deviates"), [("279.99", True), ("280.00", False), ("280.01", False)])
def test_the_client_s_debt_and_this_order_count_against_the_credit_limit(shop: Shop, paid: str, deviates: bool) -> None:
    """Owed 480 less what was paid, and 240 more, up to 440."""
    shop.receive((LAMP, "9", "60.00"))
    earlier = shop.an_order((LAMP, "4"), status="to_fulfil")
    shop.ship(earlier)
    shop.pay(earlier, paid)
    assert kinds(shop.under_offer(status="on_approval", credit_limit="440.00")) == ["credit_limit"] * deviates


@pytest.mark.parametrize(("limit", "deviates"), [("1619.99", True), ("1620.00", False), ("1620.01", False)])
def test_goods_that_came_back_are_not_to_be_owed_again(shop: Shop, limit: str, deviates: bool) -> None:
    """Of two lamps at 120 one was shipped and came back: 120 are still to come, and 1500 are owed for another order."""
    shop.receive((LAMP, "9", "60.00"))
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under(credit_limit=limit))
    order = shop.an_order((LAMP, "2"), offer_id=offer_terms().id, status="to_fulfil")
    shipment = shop.ship(order, (1, "1"))
    shop.bench.do(contracts.RETURN_GOODS, {"shipment_id": shipment["id"], "reason": "Не підійшов"}, by=KEEPER)
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote)
    shop.ship(shop.an_order((INSTALL, "1"), status="to_fulfil"))
    after = shop.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], "comment": "Ще"})
    assert kinds(after) == ["credit_limit"] * deviates


def _owing(shop: Shop, days_ago: int) -> dict[str, Any]:
    """240 for lamps shipped so many days ago, due at once."""
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    shop.ship(order, on=date.fromisoformat(order["ordered_on"]) - timedelta(days_ago))
    return order


@pytest.mark.parametrize(("days_ago", "deviates"), [(5, False), (6, True)])
def test_debt_overdue_by_more_days_than_the_terms_bear_deviates(shop: Shop, days_ago: int, deviates: bool) -> None:
    """Due on its day, overdue from the next one: five days ago it is overdue by five, not by more."""
    _owing(shop, days_ago)
    order = shop.under_offer(status="on_approval", breach_days=5)
    assert kinds(order) == ["overdue_debt"] * deviates


@pytest.mark.parametrize(("paid", "deviates"), [("139.99", True), ("140.00", False), ("140.01", False)])
def test_more_overdue_debt_than_the_terms_bear_deviates(shop: Shop, paid: str, deviates: bool) -> None:
    owing = _owing(shop, 1)
    shop.pay(owing, paid)
    order = shop.under_offer(status="on_approval", breach_amount="100.00")
    assert kinds(order) == ["overdue_debt"] * deviates


def test_debt_of_a_card_that_was_merged_is_the_client_s(shop: Shop) -> None:
    owing = shop.an_order((INSTALL, "1"), status="to_fulfil", client=DZVIN)
    shop.ship(owing, on=date.fromisoformat(owing["ordered_on"]) - timedelta(9))
    terms: dict[str, Any] = {"status": "on_approval", "breach_days": 5, "credit_limit": "1700.00"}
    assert kinds(shop.under_offer(**terms)) == []
    shop.bench.hear(partners.PARTNER_CHANGED, a_partner(DZVIN, merged_into=KALYNA.id, version=2))
    assert kinds(shop.under_offer(**terms)) == ["credit_limit", "overdue_debt"]


def test_money_on_account_pays_what_is_overdue(shop: Shop) -> None:
    owing = _owing(shop, 9)
    shop.pay({**owing, "id": None}, "240.00")
    assert kinds(shop.under_offer(status="on_approval", breach_days=0)) == []


def test_what_was_paid_before_a_shipment_is_not_overdue(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"))
    order = shop.an_order((LAMP, "2"), status="to_fulfil")
    today = date.fromisoformat(order["ordered_on"])
    shop.pay(order, "200.00", paid_on=today - timedelta(9))
    shop.ship(order, on=today - timedelta(8))
    late = shop.under_offer(status="on_approval", breach_days=0)["deviations"]
    assert [(one["kind"], one["actual"]) for one in late] == [("overdue_debt", "40.00")]


# ---------------------------------------------------------------- a client's own order


def test_a_client_s_order_is_held_to_limits_the_client_never_sees(shop: Shop) -> None:
    full = offer_terms(credit_limit="100.00")
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under())
    shop.bench.peers.reply(pricing.GET_TERMS_OF_OFFER, full)
    order = shop.an_order(by=KALYNA.login, offer_id=full.id)
    assert (order["deviations"], order["awaits"]) == ([], ["financial_approver"])
    assert kinds(shop.now(order)) == ["credit_limit"]


def test_who_of_us_approved_an_order_is_not_the_client_s_to_see(shop: Shop) -> None:
    order = shop.an_order(status="to_fulfil")
    seen = shop.bench.do(contracts.GET_ORDER, {"id": order["id"]}, by=KALYNA.login)
    assert (order["approved_by"], seen["approved_by"]) == (str(APPROVER.user_id), None)
    assert seen["approved_at"] == order["approved_at"]


def test_our_own_people_s_orders_ask_pricing_once(shop: Shop) -> None:
    shop.under_offer(status="on_approval", credit_limit="100.00")
    asked = [address for address, _ in shop.bench.peers.questions if address.startswith("pricing.")]
    assert asked == [pricing.ASK_QUOTE.address]


def test_payment_and_priority_are_not_the_client_s_to_say(shop: Shop) -> None:
    said = {"payment_stages": [{"kind": "credit", "percent": "100"}], "priority": 1}
    refusal = shop.bench.refuses(contracts.CREATE_ORDER, shop.order_body(**said), by=KALYNA.login)
    assert sorted(field.pointer for field in refusal.fields) == ["/payment_stages", "/priority"]


@pytest.mark.parametrize(("quantity", "status"), [("1", "to_fulfil"), ("2", "to_fulfil"), ("1000", "on_approval")])
def test_a_price_allowed_for_two_pieces_is_not_allowed_for_a_thousand(shop: Shop, quantity: str, status: str) -> None:
    shop.bench.peers.reply(pricing.ASK_QUOTE, _typed_too_low)
    typed = {"item_id": LAMP.id, "manual_price": "60.00"}
    order = shop.an_order(lines=[{**typed, "quantity": "2"}], offer_id=offer_terms().id, status="to_fulfil")
    lines = [{**typed, "quantity": quantity, "line_id": order["lines"][0]["id"]}]
    after = shop.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], "lines": lines})
    assert after["status"] == status
    assert [one["approved_by"] is None for one in after["deviations"]] == [status == "on_approval"]


# ---------------------------------------------------------------- debts that other documents made meanwhile


def _an_approved_order_whose_client_owes_more_by_now(shop: Shop, **terms: Any) -> dict[str, Any]:
    """Two lamps at 120; then 1500 shipped for another order, ten days ago."""
    order = shop.under_offer((LAMP, "2"), **terms)
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote)
    other = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.ship(other, on=date.fromisoformat(other["ordered_on"]) - timedelta(10))
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under(**terms))
    return order


@pytest.mark.parametrize("terms", [{"credit_limit": "300.00"}, {"breach_days": 5}, {"breach_amount": "100.00"}])
def test_debt_that_a_change_does_not_add_to_does_not_send_the_order_back(shop: Shop, terms: dict[str, Any]) -> None:
    order = _an_approved_order_whose_client_owes_more_by_now(shop, **terms)
    after = shop.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], "comment": "Подзвонити перед доставкою"})
    assert (after["status"], after["approved_at"]) == ("to_fulfil", order["approved_at"])
    assert [(one["kind"], one["approved_by"]) for one in after["deviations"]] == [
        ("credit_limit" if "credit_limit" in terms else "overdue_debt", None)
    ]


@pytest.mark.parametrize(("quantity", "status"), [("1", "to_fulfil"), ("2", "to_fulfil"), ("2.001", "on_approval")])
def test_a_change_that_adds_to_the_debt_does(shop: Shop, quantity: str, status: str) -> None:
    order = _an_approved_order_whose_client_owes_more_by_now(shop, credit_limit="300.00")
    line = {"line_id": order["lines"][0]["id"], "item_id": LAMP.id, "quantity": quantity}
    after = shop.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], "lines": [line]})
    assert (after["status"], after["awaits"]) == (status, ["financial_approver"] * (status == "on_approval"))


def test_lines_cancelled_of_an_order_do_not_send_it_back_for_older_debt(shop: Shop) -> None:
    terms = {"credit_limit": "400.00"}
    order = shop.under_offer((LAMP, "2"), (LAMP, "1"), **terms)
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote)
    shop.ship(shop.an_order((INSTALL, "1"), status="to_fulfil"))
    body = {"id": order["id"], "reason": "Передумали", "lines": [{"line_id": order["lines"][1]["id"]}]}
    assert shop.bench.do(contracts.CANCEL_LINES, body)["status"] == "to_fulfil"


def test_what_was_allowed_of_a_debt_stays_allowed_though_the_debt_grew(shop: Shop) -> None:
    _owing(shop, 9)
    order = approve(shop, shop.under_offer((LAMP, "2"), status="on_approval", breach_days=5), FINANCIER)
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote)
    other = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.ship(other, on=date.fromisoformat(other["ordered_on"]) - timedelta(9))
    after = shop.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], "comment": "Ще"})
    assert (after["status"], after["deviations"]) == ("to_fulfil", order["deviations"])
    assert order["deviations"][0]["actual"] == "240.00"

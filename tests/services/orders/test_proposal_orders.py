"""An accepted proposal becomes an order: the chosen lines at the agreed prices, once."""

from decimal import Decimal
from typing import Any

import pytest

from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid7
from services.chassis.runtime import Incoming
from services.deals import contracts as deals
from services.orders import contracts
from services.orders.models import Order
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.builders import CABLE, INSTALL, LAMP, a_quote
from tests.services.cast import APPROVER, KALYNA, SVITLODIM, TARAS
from tests.services.orders.talks import OFFER, Talks, under_an_offer
from tests.services.orders.test_deal_orders import a_deal_of
from tests.services.orders.test_proposals import a_card_with


def test_the_order_has_the_chosen_lines_and_everything_that_was_agreed(talks: Talks) -> None:
    deal, card = a_deal_of(KALYNA), str(uuid7())
    talks.bench.peers.reply(deals.GET_DEAL, deal)
    talks.bench.peers.reply(pricing.ASK_QUOTE, under_an_offer)
    proposal = talks.a_proposal(status="sent", offer_id=OFFER, card_id=card, deal_id=deal.id)
    order = talks.order(talks.accept(proposal, 3), by=TARAS)
    assert [(line["sku"], line["quantity"], line["total"]) for line in order["lines"]] == [
        ("INSTALL", "1.000", "1500.00"),
        ("CABLE-3", "10.000", "100.30"),
    ]
    assert (order["total"], order["vat"], order["payable"]) == ("1600.30", "266.72", "1600.30")
    assert (order["status"], order["partner_id"], order["warehouse_id"]) == (
        "on_approval",
        str(KALYNA.id),
        talks.shop.warehouse,
    )
    assert (order["offer_id"], order["offer_version"], order["card_id"], order["deal_id"]) == (
        str(OFFER),
        2,
        card,
        str(deal.id),
    )
    assert [stage["percent"] for stage in order["payment_stages"]] == ["50.0000", "50.0000"]
    assert order["proposal_id"] == proposal["id"]
    assert talks.now(proposal)["order_id"] == order["id"]


def test_prices_that_rose_meanwhile_are_not_asked(talks: Talks) -> None:
    lines = [{"item_id": LAMP.id, "quantity": "2", "manual_price": "99.50"}]
    proposal = talks.a_proposal(lines=lines, status="accepted")
    talks.bench.peers.reply(pricing.ASK_QUOTE, NOT_FOUND(subject="nobody asks"))
    order = talks.order(proposal)
    assert (order["lines"][0]["price"], order["lines"][0]["listed_price"], order["total"]) == (
        "99.5000",
        "120.0000",
        "199.00",
    )


def test_each_line_says_that_its_price_was_agreed_in_the_proposal(talks: Talks) -> None:
    proposal = talks.a_proposal((LAMP, "1", None), status="accepted")
    reason = talks.order(proposal)["lines"][0]["reasons"][-1]
    assert (reason["rule"], reason["document"], reason["rule_id"]) == ("proposal", "PRP-000001", proposal["id"])
    assert reason["text"] == "Agreed in commercial proposal PRP-000001"
    assert (reason["before"], reason["after"]) == ("120.0000", "120.0000")


def test_a_second_time_answers_the_same_order(talks: Talks) -> None:
    proposal = talks.a_proposal(status="accepted")
    first = talks.order(proposal)
    told = len(talks.bench.events())
    assert talks.order(proposal) == first
    assert len(talks.bench.rows(Order)) == 1
    assert len(talks.bench.events()) == told


def test_orders_of_a_proposal_are_found_and_both_are_told(talks: Talks) -> None:
    proposal = talks.a_proposal(status="accepted")
    talks.shop.an_order()
    order = talks.order(proposal)
    assert [row["id"] for row in talks.bench.listed(contracts.LIST_ORDERS, proposal_id=proposal["id"])] == [order["id"]]
    told = {event["type"]: event["data"] for event in talks.bench.events()[-2:]}
    assert told["orders.order_changed"]["proposal_id"] == proposal["id"]
    assert told["orders.proposal_changed"]["order_id"] == order["id"]


def test_a_client_that_is_not_ours_any_more_gets_no_order(talks: Talks) -> None:
    proposal = talks.a_proposal(status="accepted")
    talks.bench.peers.reply(partners.GET_TERMS_OF_SALE, partners.PARTNER_NOT_OURS())
    assert talks.bench.refuses(contracts.ORDER_PROPOSAL, {"id": proposal["id"]}).code.name == "partner_not_found"
    assert talks.now(proposal)["order_id"] is None


def test_an_order_not_of_a_proposal_has_none(talks: Talks) -> None:
    assert talks.shop.an_order()["proposal_id"] is None


def test_what_needed_approval_in_the_proposal_shows_so_in_the_order(talks: Talks) -> None:
    talks.bench.peers.reply(pricing.ASK_QUOTE, under_an_offer)
    lines: list[dict[str, Any]] = [
        {"item_id": LAMP.id, "quantity": "1", "manual_price": "90"},
        {"item_id": CABLE.id, "quantity": "1"},
    ]
    proposal = talks.a_proposal(lines=lines, status="accepted", offer_id=OFFER)
    assert proposal["needs_approval"] is True
    assert [line["needs_approval"] for line in talks.order(proposal)["lines"]] == [True, False]
    again = talks.a_proposal((INSTALL, "1", None), status="accepted", offer_id=OFFER)
    assert [line["needs_approval"] for line in talks.order(again)["lines"]] == [False]


def test_the_order_keeps_to_the_contact_person_of_the_proposal(talks: Talks) -> None:
    person = uuid7()
    talks.bench.peers.reply(partners.GET_PARTNER, a_card_with(person))
    proposal = talks.a_proposal(status="accepted", contact_person_id=person)
    assert talks.order(proposal)["contact_person_id"] == str(person)


# ---------------------------------------------------------------- what was agreed is not asked again


CHEAP_LAMP: list[dict[str, Any]] = [{"item_id": LAMP.id, "quantity": "1", "manual_price": "90"}]


def ordered(talks: Talks, *, passes: bool = True, **terms: Any) -> dict[str, Any]:
    """An order of a proposal whose lamp is a quarter cheaper than the terms say."""

    def answer(asked: pricing.AskQuote, incoming: Incoming) -> pricing.Quote:
        quote = under_an_offer(asked, incoming)
        assert quote.terms is not None
        return quote.model_copy(update={"terms": quote.terms.model_copy(update=terms)})

    talks.bench.peers.reply(pricing.ASK_QUOTE, answer)
    rule = {"organization_id": SVITLODIM, "pass_without_deviations": passes}
    talks.bench.do(contracts.SET_APPROVAL_RULE, rule)
    return talks.order(talks.a_proposal(lines=CHEAP_LAMP, status="accepted", offer_id=OFFER))


def departures(order: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one["kind"], one["approved_by"]) for one in order["deviations"]]


def test_a_price_agreed_with_the_proposal_is_not_asked_about_again(talks: Talks) -> None:
    order = ordered(talks)
    assert departures(order) == [("price", str(APPROVER.user_id))]
    assert (order["status"], order["awaits"]) == ("to_fulfil", [])


def test_without_the_rule_the_order_waits_for_the_commercial_approver_as_any_other(talks: Talks) -> None:
    order = ordered(talks, passes=False)
    assert departures(order) == [("price", str(APPROVER.user_id))]
    assert (order["status"], order["awaits"]) == ("on_approval", ["commercial_approver"])


@pytest.mark.parametrize(("minimum", "asked"), [("90.00", False), ("90.01", True)])
def test_other_departures_of_the_order_are_judged_all_the_same(talks: Talks, minimum: str, asked: bool) -> None:
    order = ordered(talks, minimum_amount=Decimal(minimum))
    price = ("price", str(APPROVER.user_id))
    assert departures(order) == ([price, ("minimum_amount", None)] if asked else [price])
    assert order["status"] == ("on_approval" if asked else "to_fulfil")


@pytest.mark.parametrize(("price", "asked"), [("90", False), ("89.99", True)])
def test_a_change_that_goes_further_than_was_agreed_sends_the_order_to_approval(
    talks: Talks, price: str, asked: bool
) -> None:
    order = ordered(talks)
    agreed = order["lines"][0]
    line = {"line_id": agreed["id"], "item_id": LAMP.id, "quantity": agreed["quantity"], "manual_price": price}
    changed = talks.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], "lines": [line]})
    assert changed["status"] == ("on_approval" if asked else "to_fulfil")
    assert departures(changed) == [("price", None if asked else str(APPROVER.user_id))]


def test_the_order_is_made_to_a_contract_where_the_offer_demands_one(talks: Talks) -> None:
    def answer(asked: pricing.AskQuote, incoming: Incoming) -> pricing.Quote:
        quote = under_an_offer(asked, incoming)
        assert quote.terms is not None
        return quote.model_copy(update={"terms": quote.terms.model_copy(update={"contract_required": True})})

    talks.bench.peers.reply(pricing.ASK_QUOTE, answer)
    proposal, contract = talks.a_proposal(status="accepted", offer_id=OFFER), uuid7()
    refusal = talks.bench.refuses(contracts.ORDER_PROPOSAL, {"id": proposal["id"]})
    assert refusal.code.name == "contract_required"
    made = talks.bench.do(contracts.ORDER_PROPOSAL, {"id": proposal["id"], "contract_id": contract})
    assert made["contract_id"] == str(contract)


# ---------------------------------------------------------------- the order is changed


def _dearer(asked: pricing.AskQuote, incoming: Incoming) -> pricing.Quote:
    """The list has risen to 200.00 for everything, and nobody has a price for lamps any more."""
    quote = a_quote(asked, incoming)
    risen = {"price": Decimal("200.0000"), "total": Decimal("200.00"), "reasons": ()}
    lines = [
        line.model_copy(update={**risen, "problem": "no_price" if line.item_id == LAMP.id else None})
        for line in quote.lines
    ]
    return quote.model_copy(update={"lines": tuple(lines)})


def _as_ordered(order: dict[str, Any], position: int, **more: Any) -> dict[str, Any]:
    line = order["lines"][position - 1]
    return {"line_id": line["id"], "item_id": line["item_id"], "quantity": line["quantity"], **more}


def _prices(order: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """(price, typed or not, agreed in the proposal) of each line."""
    return [
        (line["price"], line["manual_price"], line["reasons"] != [] and line["reasons"][-1]["rule"] == "proposal")
        for line in order["lines"]
    ]


def _ordered(talks: Talks) -> dict[str, Any]:
    """A lamp at a typed 99.50 and two cables at 10.03, agreed; prices have risen since."""
    lines = [{"item_id": LAMP.id, "quantity": "1", "manual_price": "99.50"}, {"item_id": CABLE.id, "quantity": "2"}]
    order = talks.order(talks.a_proposal(lines=lines, status="accepted"))
    talks.bench.peers.reply(pricing.ASK_QUOTE, _dearer)
    return order


def _change(talks: Talks, order: dict[str, Any], **more: Any) -> dict[str, Any]:
    return talks.bench.do(contracts.CHANGE_ORDER, {"id": order["id"], **more})


@pytest.mark.parametrize("typed", [{}, {"manual_price": "99.50"}])
def test_agreed_lines_that_stay_keep_their_prices_and_new_ones_are_priced(talks: Talks, typed: Any) -> None:
    order = _ordered(talks)
    lines = [_as_ordered(order, 1, **typed), _as_ordered(order, 2), {"item_id": INSTALL.id, "quantity": "1"}]
    after = _change(talks, order, lines=lines)
    assert _prices(after) == [("99.5000", "99.5000", True), ("10.0300", None, True), ("200.0000", None, False)]
    assert after["total"] == "319.56"


@pytest.mark.parametrize("changes", [{"quantity": "3"}, {"item_id": INSTALL.id}, {"manual_price": "9.00"}])
def test_an_agreed_line_that_is_changed_is_priced_anew_and_no_other(talks: Talks, changes: dict[str, Any]) -> None:
    order = _ordered(talks)
    after = _change(talks, order, lines=[_as_ordered(order, 1), _as_ordered(order, 2, **changes)])
    assert [(price, agreed) for price, _, agreed in _prices(after)] == [("99.5000", True), ("200.0000", False)]


def test_the_terms_prices_replace_the_agreed_ones_where_it_is_said_so(talks: Talks) -> None:
    order = _ordered(talks)
    body = {"id": order["id"], "set_price_by_terms": True}
    refusal = talks.bench.refuses(contracts.CHANGE_ORDER, body)
    assert [(field.pointer, field.code) for field in refusal.fields] == [("/lines/0/item_id", "no_price")]
    after = _change(talks, order, lines=[_as_ordered(order, 2)], set_price_by_terms=True)
    assert _prices(after) == [("200.0000", None, False)]

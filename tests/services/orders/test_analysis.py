"""What a proposal or an order brings: margin by line and in total, prices against listed ones, deviations."""

from decimal import Decimal
from typing import Any

import pytest

from services.orders import contracts
from services.orders.rules import analysis as rules
from services.pricing import contracts as pricing
from tests.services.builders import CABLE, INSTALL, LAMP, line_parts
from tests.services.cast import KALYNA, KEEPER
from tests.services.orders.talks import OFFER, Talks, under_an_offer


def profit(part: dict[str, Any]) -> tuple[str | None, ...]:
    return tuple(part[name] for name in ("revenue", "cost", "margin", "profitability"))


def of_proposal(talks: Talks, proposal: dict[str, Any]) -> dict[str, Any]:
    return talks.bench.do(contracts.ANALYSE_PROPOSAL, {"id": proposal["id"]})


def of_order(talks: Talks, order: dict[str, Any]) -> dict[str, Any]:
    return talks.bench.do(contracts.ANALYSE_ORDER, {"id": order["id"]})


def test_margin_is_revenue_without_vat_less_the_average_cost(talks: Talks) -> None:
    talks.shop.receive((LAMP, "1", "50"))
    talks.shop.receive((LAMP, "3", "70"))  # 260 for 4: 65 each
    analysis = of_proposal(talks, talks.a_proposal((LAMP, "2", None), (INSTALL, "1", None)))
    lamp, mounting = analysis["lines"]
    assert profit(lamp) == ("200.00", "130.00", "70.00", "35.00")
    assert profit(mounting) == ("1250.00", "0.00", "1250.00", "100.00")
    assert profit(analysis) == ("1450.00", "130.00", "1320.00", "91.03")
    assert (analysis["without_cost"], analysis["deviating"], analysis["currency"]) == (0, 0, "UAH")


def test_prices_without_vat_are_revenue_as_they_are(talks: Talks) -> None:
    talks.shop.receive((LAMP, "2", "65"))
    analysis = of_proposal(talks, talks.a_proposal((LAMP, "2", None), prices_with_vat=False))
    assert profit(analysis) == ("240.00", "130.00", "110.00", "45.83")


def test_goods_without_a_cost_leave_the_margin_open_rather_than_whole(talks: Talks) -> None:
    talks.shop.receive((LAMP, "2", "65"))
    analysis = of_proposal(talks, talks.a_proposal((LAMP, "2", None), (CABLE, "1", None)))
    assert profit(analysis["lines"][0]) == ("200.00", "130.00", "70.00", "35.00")
    assert profit(analysis["lines"][1]) == ("8.36", None, None, None)
    assert profit(analysis) == ("208.36", None, None, None)
    assert analysis["without_cost"] == 1


def test_alternatives_count_once_they_are_chosen(talks: Talks) -> None:
    talks.shop.receive((LAMP, "5", "65"), (CABLE, "50", "5"))
    proposal = talks.a_proposal(status="sent")
    before = of_proposal(talks, proposal)
    assert [line["counted"] for line in before["lines"]] == [True, False, False]
    assert before["revenue"] == "1250.00"
    talks.accept(proposal, 2)
    after = of_proposal(talks, proposal)
    assert [line["counted"] for line in after["lines"]] == [True, True, False]
    assert profit(after) == ("1450.00", "130.00", "1320.00", "91.03")


def test_prices_are_compared_with_the_list_and_with_the_terms_of_sale(talks: Talks) -> None:
    talks.bench.peers.reply(pricing.ASK_QUOTE, under_an_offer)
    lines = [
        {"item_id": LAMP.id, "quantity": "1", "manual_price": "90"},
        {"item_id": LAMP.id, "quantity": "1", "manual_price": "150"},
        {"item_id": CABLE.id, "quantity": "1"},
    ]
    for analysis in (
        of_proposal(talks, talks.a_proposal(lines=lines, offer_id=OFFER)),
        of_order(talks, talks.shop.an_order(lines=lines, offer_id=OFFER)),
    ):
        shown = [(line["of_listed"], line["below_rules"], line["needs_approval"]) for line in analysis["lines"]]
        assert shown == [("75.00", "25.00", True), ("125.00", "-25.00", False), ("100.00", "0.00", False)]
        assert analysis["deviating"] == 1


def test_a_document_in_another_currency_has_no_cost_that_can_be_compared(talks: Talks) -> None:
    talks.shop.receive((LAMP, "5", "65"))
    talks.bench.peers.reply(
        pricing.ASK_QUOTE, lambda asked, who: under_an_offer(asked, who).model_copy(update={"currency": "EUR"})
    )
    analysis = of_proposal(talks, talks.a_proposal((LAMP, "1", None), (INSTALL, "1", None)))
    assert (analysis["currency"], analysis["cost"], analysis["without_cost"]) == ("EUR", None, 1)


def test_what_was_shipped_keeps_its_cost_and_the_rest_costs_the_average_of_today(talks: Talks) -> None:
    talks.shop.receive((LAMP, "2", "60"))
    order = talks.shop.an_order((LAMP, "4"), status="to_fulfil")
    talks.shop.ship(order, (1, "1"))
    talks.shop.receive((LAMP, "1", "100"))  # 160 for 2
    assert profit(of_order(talks, order)) == ("400.00", "300.00", "100.00", "25.00")


def test_an_order_that_took_the_last_of_the_stock_still_knows_its_cost(talks: Talks) -> None:
    talks.shop.receive((LAMP, "2", "60"))
    order = talks.shop.an_order((LAMP, "2"), status="to_fulfil")
    talks.shop.ship(order)
    assert profit(of_order(talks, order)) == ("200.00", "120.00", "80.00", "40.00")


def test_what_came_back_is_in_neither_revenue_nor_cost(talks: Talks) -> None:
    talks.shop.receive((LAMP, "4", "60"))
    order = talks.shop.an_order((LAMP, "4"), (INSTALL, "1"), status="to_fulfil")
    shipment = talks.shop.ship(order, (1, "3"), (2, "1"))
    talks.shop.receive((LAMP, "1", "100"))  # 160 for 2: the one to ship costs 80, those shipped 60 each
    assert profit(of_order(talks, order)["lines"][0]) == ("400.00", "260.00", "140.00", "35.00")
    back = {"shipment_id": shipment["id"], "lines": line_parts(order, (1, "1")), "reason": "Не підійшло"}
    talks.bench.do(contracts.RETURN_GOODS, back, by=KEEPER)
    analysis = of_order(talks, order)
    lamp, mounting = analysis["lines"]
    # 220 for 3 now: 73.33 the one to ship, and 120 the two that stayed with the client
    assert (lamp["quantity"], lamp["returned"], mounting["returned"]) == ("4.000", "1.000", "0.000")
    assert profit(lamp) == ("300.00", "193.33", "106.67", "35.56")
    assert profit(analysis) == ("1550.00", "193.33", "1356.67", "87.53")


def test_an_order_of_which_everything_came_back_brought_nothing(talks: Talks) -> None:
    talks.shop.receive((LAMP, "2", "60"))
    order = talks.shop.an_order((LAMP, "2"), status="to_fulfil")
    shipment = talks.shop.ship(order)
    talks.bench.do(contracts.RETURN_GOODS, {"shipment_id": shipment["id"], "reason": "Брак"}, by=KEEPER)
    assert profit(of_order(talks, order)) == ("0.00", "0.00", "0.00", None)


def test_analysis_is_not_for_clients(talks: Talks) -> None:
    proposal = talks.a_proposal(status="accepted")
    order = talks.order(proposal)
    for operation, one in ((contracts.ANALYSE_PROPOSAL, proposal), (contracts.ANALYSE_ORDER, order)):
        assert talks.bench.refuses(operation, {"id": one["id"]}, by=KALYNA.login).code.name == "forbidden"


@pytest.mark.parametrize(
    ("earned", "cost", "percent"),
    [("100", "60", "40.00"), ("100", "130", "-30.00"), ("3", "2", "33.33"), ("0", "60", None), ("100", None, None)],
)
def test_profitability_is_margin_in_percent_of_revenue(earned: str, cost: str | None, percent: str | None) -> None:
    found = rules.profitability(Decimal(earned), None if cost is None else Decimal(cost))
    assert found == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize(("held", "cost"), [("-1", None), ("0", None), ("0.001", "20000.00"), ("3", "6.67")])
def test_an_average_needs_something_held(held: str, cost: str | None) -> None:
    found = rules.average_cost(Decimal(2), Decimal(held), Decimal(10))
    assert found == (None if cost is None else Decimal(cost))

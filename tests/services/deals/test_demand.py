"""What the client needed in the first place (D8), and the potential that comes of it."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.deals import contracts
from services.deals.models import DemandRow
from services.pricing import contracts as pricing
from tests.services.builders import LAMP, OFFER, Pipeline
from tests.services.cast import DARYNA_ID, DZVIN, TARAS

LAMPS = {"item_id": LAMP.id, "quantity": "40", "price": "1250.50"}
CEILING = {"words": "Стеля з підсвіткою", "budget": "9000"}


def say(pipeline: Pipeline, deal: dict[str, Any], *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return pipeline.bench.do(contracts.SET_DEMAND, {"id": deal["id"], "lines": lines, **more})


def faults(refusal: Any) -> dict[str, str]:
    return {field.pointer: field.code for field in refusal.fields}


def test_a_demand_is_text_and_lines_of_items_or_of_words(pipeline: Pipeline) -> None:
    deal = say(pipeline, pipeline.a_deal(), LAMPS, CEILING, text="Освітити цех")
    assert deal["demand_text"] == "Освітити цех"
    lamps, ceiling = deal["demand"]
    assert (lamps["item_id"], lamps["quantity"], lamps["budget"]) == (str(LAMP.id), "40.000", "50020.00")
    assert (ceiling["item_id"], ceiling["words"], ceiling["quantity"]) == (None, "Стеля з підсвіткою", "1.000")
    assert [line["satisfied"] for line in deal["demand"]] == [False, False]
    assert pipeline.bench.do(contracts.GET_DEAL, {"id": deal["id"]}) == deal


def test_all_that_is_wrong_with_the_lines_is_named_at_once(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    lines = [
        {"item_id": uuid7()},
        {"quantity": "2"},
        {"words": "Лампа", "price": "1", "budget": "2"},
        {"id": uuid7(), "words": "Рядок, якого не було"},
    ]
    refusal = pipeline.bench.refuses(contracts.SET_DEMAND, {"id": deal["id"], "lines": lines})
    assert faults(refusal) == {
        "/lines/0/item_id": "unknown_reference",
        "/lines/1/words": "demand_of_nothing",
        "/lines/2/budget": "budget_twice",
        "/lines/3/id": "unknown_reference",
    }
    assert pipeline.bench.rows(DemandRow) == []


def test_pricing_is_asked_once_for_all_items_and_not_at_all_for_words(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    before = len(pipeline.bench.peers.questions)
    say(pipeline, deal, LAMPS, LAMPS, CEILING)
    say(pipeline, deal, CEILING)
    asked = [address for address, _ in pipeline.bench.peers.questions[before:]]
    assert asked == [pricing.GET_ITEMS.address]


def test_a_line_said_again_by_its_id_keeps_its_mark_and_the_others_go(pipeline: Pipeline) -> None:
    deal = say(pipeline, pipeline.a_deal(), LAMPS, CEILING)
    lamps = deal["demand"][0]["id"]
    pipeline.bench.do(contracts.SATISFY_DEMAND, {"id": deal["id"], "lines": [{"line_id": lamps}]})
    again = say(pipeline, deal, CEILING, {**LAMPS, "id": lamps, "quantity": "50"})
    assert [(line["satisfied"], line["quantity"]) for line in again["demand"]] == [(False, "1.000"), (True, "50.000")]
    assert again["demand"][1]["id"] == lamps
    assert len(pipeline.bench.rows(DemandRow)) == 2


def test_lines_are_marked_satisfied_and_not_and_after_the_deal_was_won_too(pipeline: Pipeline) -> None:
    deal = say(pipeline, pipeline.a_deal(), LAMPS, CEILING)
    lamps, ceiling = (line["id"] for line in deal["demand"])
    pipeline.bench.do(contracts.WIN_DEAL, {"id": deal["id"]})
    marks = [{"line_id": lamps}, {"line_id": ceiling, "satisfied": True}]
    both = pipeline.bench.do(contracts.SATISFY_DEMAND, {"id": deal["id"], "lines": marks})
    assert [line["satisfied"] for line in both["demand"]] == [True, True]
    unmarked = {"id": deal["id"], "lines": [{"line_id": lamps, "satisfied": False}]}
    assert not pipeline.bench.do(contracts.SATISFY_DEMAND, unmarked)["demand"][0]["satisfied"]
    other = pipeline.bench.refuses(contracts.SATISFY_DEMAND, {"id": deal["id"], "lines": [{"line_id": uuid7()}]})
    assert faults(other) == {"/lines/0/line_id": "unknown_reference"}
    assert pipeline.bench.refuses(contracts.SET_DEMAND, {"id": deal["id"]}).code.name == "deal_closed"


def test_a_potential_taken_from_the_demand_follows_it_a_typed_one_does_not(pipeline: Pipeline) -> None:
    typed = say(pipeline, pipeline.a_deal(), LAMPS, CEILING)
    assert (typed["potential"], typed["potential_from"]) == ("50000.00", "typed")
    taken = pipeline.bench.do(contracts.CHANGE_DEAL, {"id": typed["id"], "potential_from": "demand"})
    assert (taken["potential"], taken["potential_from"]) == ("59020.00", "demand")
    assert say(pipeline, taken, CEILING)["potential"] == "9000.00"
    assert say(pipeline, taken, {"words": "Хтозна-скільки"})["potential"] is None
    assert pipeline.bench.events()[-1]["data"]["potential"] is None
    again = pipeline.bench.do(contracts.CHANGE_DEAL, {"id": typed["id"], "potential": "700"})
    assert (again["potential"], again["potential_from"]) == ("700.00", "typed")


def test_a_potential_is_not_typed_and_taken_at_once(pipeline: Pipeline) -> None:
    body = pipeline.body(potential="1", potential_from="demand")
    assert faults(pipeline.bench.refuses(contracts.REGISTER_DEAL, body)) == {"/potential": "potential_of_demand"}
    change = {"id": pipeline.a_deal()["id"], "potential": "1", "potential_from": "demand"}
    assert faults(pipeline.bench.refuses(contracts.CHANGE_DEAL, change)) == {"/potential": "potential_of_demand"}


@pytest.mark.parametrize(("budget", "fits"), [("999999999998.99", True), ("999999999999.00", False)])
def test_budgets_that_together_go_beyond_what_can_be_kept_are_refused(
    pipeline: Pipeline, budget: str, fits: bool
) -> None:
    deal = pipeline.a_deal(potential=None, potential_from="demand")
    body = {"id": deal["id"], "lines": [{"words": "Одне", "budget": budget}, {"words": "Друге", "budget": "1.00"}]}
    if fits:
        assert pipeline.bench.do(contracts.SET_DEMAND, body)["potential"] == "999999999999.99"
    else:
        assert pipeline.bench.refuses(contracts.SET_DEMAND, body).code.name == "amount_too_large"


def test_deals_under_an_offer_are_found(pipeline: Pipeline) -> None:
    deal, _ = pipeline.a_deal(offer_id=OFFER), pipeline.a_deal()
    assert [row["id"] for row in pipeline.bench.listed(contracts.LIST_DEALS, offer_id=OFFER)] == [deal["id"]]


def test_a_deal_names_an_offer_that_its_client_may_buy_under(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(offer_id=OFFER)
    assert deal["offer_id"] == str(OFFER)
    assert pipeline.bench.events()[-1]["data"]["offer_id"] == str(OFFER)
    for body in (pipeline.body(offer_id=uuid7()), pipeline.body(DZVIN, offer_id=OFFER)):
        refusal = pipeline.bench.refuses(contracts.REGISTER_DEAL, body)
        assert (refusal.http_status, faults(refusal)) == (409, {"/offer_id": "offer_not_for_client"})


def test_an_offer_can_be_named_changed_and_taken_away_later(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    change = {"id": deal["id"], "offer_id": OFFER}
    assert pipeline.bench.do(contracts.CHANGE_DEAL, change, by=TARAS)["offer_id"] == str(OFFER)
    assert pipeline.bench.do(contracts.CHANGE_DEAL, {**change, "offer_id": None})["offer_id"] is None
    dzvin = pipeline.a_deal(client=DZVIN)["id"]
    assert pipeline.bench.refuses(contracts.CHANGE_DEAL, {**change, "id": dzvin}).code.name == "offer_not_for_client"
    assert pipeline.bench.refuses(contracts.CHANGE_DEAL, {**change, "id": dzvin}, by=TARAS).code.name == "not_found"


def test_another_of_ours_becomes_responsible(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    change = {"id": deal["id"], "manager_id": DARYNA_ID}
    assert pipeline.bench.do(contracts.CHANGE_DEAL, change)["manager_id"] == str(DARYNA_ID)
    assert faults(pipeline.bench.refuses(contracts.CHANGE_DEAL, {**change, "manager_id": uuid7()})) == {
        "/manager_id": "unknown_reference"
    }

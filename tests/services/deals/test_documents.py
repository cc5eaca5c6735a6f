"""Documents appear in a deal by themselves (D10, D11); a won deal is completed when its orders are all closed."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.deals import contracts
from services.deals.models import DocumentRow
from services.marketing import contracts as marketing
from services.orders import contracts as orders
from services.partners import contracts as partners
from tests.services.builders import Pipeline, a_partner, an_order
from tests.services.cast import DARYNA, DZVIN, KALYNA, TARAS, Client
from tests.services.news import NEWS


def hear(pipeline: Pipeline, deal: Any, number: str = "ORD-000001", version: int = 1, **more: Any) -> None:
    pipeline.bench.hear(orders.ORDER_CHANGED, an_order(deal, number, version=version, **more))


def card(pipeline: Pipeline, deal: Any) -> dict[str, Any]:
    return pipeline.bench.do(contracts.GET_DEAL, {"id": deal["id"]})


def test_an_order_of_a_deal_stands_in_it_as_it_is_now(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    hear(pipeline, deal)
    hear(pipeline, deal, version=2, status="closed", state="closed")
    rows = pipeline.bench.listed(contracts.LIST_DEAL_DOCUMENTS, deal_id=deal["id"], by=TARAS)
    assert [(row["kind"], row["number"], row["amount"], row["state"]) for row in rows] == [
        ("order", "ORD-000001", "240.00", "closed")
    ]
    assert pipeline.bench.listed(contracts.LIST_DEAL_DOCUMENTS, deal_id=deal["id"], kind=["claim"]) == []
    refusal = pipeline.bench.refuses(contracts.LIST_DEAL_DOCUMENTS, {"deal_id": deal["id"]}, by=DARYNA)
    assert refusal.code.name == "not_found"


def test_an_order_of_no_deal_is_not_kept_and_one_taken_out_leaves(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    hear(pipeline, deal, deal_id=None)
    assert pipeline.bench.rows(DocumentRow) == []
    hear(pipeline, deal, version=2)
    hear(pipeline, deal, version=3, deal_id=None)
    assert pipeline.bench.listed(contracts.LIST_DEAL_DOCUMENTS, deal_id=deal["id"]) == []
    hear(pipeline, deal, version=2)
    assert pipeline.bench.listed(contracts.LIST_DEAL_DOCUMENTS, deal_id=deal["id"]) == []


def test_the_card_compares_the_potential_with_what_was_ordered(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    assert card(pipeline, deal)["ordered"] == "0.00"
    hear(pipeline, deal)
    hear(pipeline, deal, "ORD-000002", payable="60.50")
    hear(pipeline, deal, "ORD-000003", payable="1000", status="cancelled", state="cancelled")
    hear(pipeline, deal, "ORD-000004", payable="1000", currency="EUR")
    assert card(pipeline, deal)["ordered"] == "300.50"


@pytest.mark.parametrize(
    ("statuses", "completed"),
    [
        ((), False),
        (("cancelled",), False),
        (("closed",), True),
        (("closed", "cancelled"), True),
        (("closed", "to_fulfil"), False),
        (("closed", "on_approval"), False),
        (("closed", "closed"), True),
    ],
)
def test_a_won_deal_is_completed_when_its_orders_are_all_closed(
    pipeline: Pipeline, statuses: tuple[str, ...], completed: bool
) -> None:
    deal = pipeline.a_deal()
    for place, status in enumerate(statuses):
        hear(pipeline, deal, f"ORD-{place}", status=status, state="shipping", version=place + 1)
    assert card(pipeline, deal)["completed_at"] is None
    pipeline.bench.do(contracts.WIN_DEAL, {"id": deal["id"]})
    shown = card(pipeline, deal)["completed_at"]
    assert (shown is not None) == completed
    row = pipeline.bench.listed(contracts.LIST_DEALS, completed=completed)
    assert [(one["id"], one["completed_at"]) for one in row] == [(deal["id"], shown)]
    assert pipeline.bench.listed(contracts.LIST_DEALS, completed=not completed) == []


def test_a_deal_is_completed_at_the_time_of_its_last_order(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    pipeline.bench.do(contracts.WIN_DEAL, {"id": deal["id"]})
    hear(pipeline, deal, "ORD-1", version=7, status="closed", state="closed")
    hear(pipeline, deal, "ORD-2", version=5, status="closed", state="closed")
    assert card(pipeline, deal)["completed_at"] == "2026-01-05T09:07:00Z"


def test_what_happens_to_a_closed_order_later_does_not_move_the_day_its_deal_was_completed(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    pipeline.bench.do(contracts.WIN_DEAL, {"id": deal["id"]})
    at = datetime(2026, 1, 5, 9, 3, tzinfo=UTC)
    hear(pipeline, deal, "ORD-1", version=7, status="closed", state="closed", closed_at=at)
    hear(pipeline, deal, "ORD-1", version=9, status="closed", state="closed", closed_at=at)
    assert card(pipeline, deal)["completed_at"] == "2026-01-05T09:03:00Z"


def test_proposals_and_claims_of_a_deal_and_talks_about_it_stand_in_it_too(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    proposal = NEWS[orders.PROPOSAL_CHANGED.address][1].model_copy(update={"deal_id": UUID(deal["id"])})
    talk = NEWS[partners.INTERACTION_CHANGED.address][1].model_copy(update={"subject_id": UUID(deal["id"])})
    claim = NEWS[marketing.CLAIM_CHANGED.address][1].model_copy(update={"deal_id": UUID(deal["id"])})
    pipeline.bench.hear(orders.PROPOSAL_CHANGED, proposal)
    pipeline.bench.hear(marketing.CLAIM_CHANGED, claim)
    pipeline.bench.hear(partners.INTERACTION_CHANGED, talk)
    rows = pipeline.bench.listed(contracts.LIST_DEAL_DOCUMENTS, deal_id=deal["id"])
    assert {(row["kind"], row["status"], row["amount"]) for row in rows} == {
        ("proposal", "draft", "240.00"),
        ("interaction", "planned", None),
        ("claim", "registered", None),
    }


@pytest.mark.parametrize(("client", "subject_type"), [(DZVIN, "deal"), (KALYNA, "order")])
def test_a_talk_stands_in_no_deal_but_its_own_client_s_that_it_is_about(
    pipeline: Pipeline, client: Client, subject_type: str
) -> None:
    deal = pipeline.a_deal(client=client)
    about = {"subject_id": UUID(deal["id"]), "subject_type": subject_type}
    talk = NEWS[partners.INTERACTION_CHANGED.address][1].model_copy(update=about)
    pipeline.bench.hear(partners.INTERACTION_CHANGED, talk)
    assert pipeline.bench.listed(contracts.LIST_DEAL_DOCUMENTS, deal_id=deal["id"]) == []


def test_a_talk_under_the_card_that_another_was_merged_into_stands_in_the_other_s_deal(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(client=DZVIN)
    pipeline.bench.hear(partners.PARTNER_CHANGED, a_partner(DZVIN, merged_into=KALYNA.id), version=2)
    talk = NEWS[partners.INTERACTION_CHANGED.address][1].model_copy(update={"subject_id": UUID(deal["id"])})
    pipeline.bench.hear(partners.INTERACTION_CHANGED, talk)
    assert len(pipeline.bench.listed(contracts.LIST_DEAL_DOCUMENTS, deal_id=deal["id"])) == 1


def test_a_talk_heard_before_the_cards_were_merged_stands_in_the_other_s_deal_once_they_are(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(client=DZVIN)
    talk = NEWS[partners.INTERACTION_CHANGED.address][1].model_copy(update={"subject_id": UUID(deal["id"])})
    pipeline.bench.hear(partners.INTERACTION_CHANGED, talk)
    assert pipeline.bench.listed(contracts.LIST_DEAL_DOCUMENTS, deal_id=deal["id"]) == []
    pipeline.bench.hear(partners.PARTNER_CHANGED, a_partner(DZVIN, merged_into=KALYNA.id), version=2)
    assert len(pipeline.bench.listed(contracts.LIST_DEAL_DOCUMENTS, deal_id=deal["id"])) == 1

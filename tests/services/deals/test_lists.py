"""Lists of deals: whose they are, search, filters, Ukrainian order."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.deals import contracts
from services.partners import contracts as partners
from tests.services.builders import RIVAL, Pipeline, a_partner
from tests.services.cast import DARYNA, DARYNA_ID, DZVIN, FOREMAN, HEAD, KALYNA, STRANGER, SVITLODIM, TARAS


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (HEAD, {KALYNA.name, DZVIN.name}),
        (TARAS, {KALYNA.name}),
        (DARYNA, {DZVIN.name}),
        (FOREMAN, {KALYNA.name}),
        (STRANGER, set()),
    ],
    ids=["head", "taras", "daryna", "foreman", "stranger"],
)
def test_deals_are_listed_to_those_whose_client_it_is(pipeline: Pipeline, actor: Any, sees: set[str]) -> None:
    deals = {client.name: pipeline.a_deal(client=client)["id"] for client in (KALYNA, DZVIN)}
    rows = pipeline.bench.listed(contracts.LIST_DEALS, by=actor)
    assert {row["partner_name"] for row in rows} == sees
    for name in set(deals) - sees:
        for operation in (contracts.GET_DEAL, contracts.WIN_DEAL):
            assert pipeline.bench.refuses(operation, {"id": deals[name]}, by=actor).code.name == "not_found"


def test_a_client_sees_no_deals_at_all(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    assert pipeline.bench.refuses(contracts.LIST_DEALS, by=KALYNA.login).code.name == "forbidden"
    assert pipeline.bench.refuses(contracts.GET_DEAL, {"id": deal["id"]}, by=KALYNA.login).code.name == "forbidden"


def test_a_client_given_to_another_takes_its_deals_along(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    pipeline.bench.hear(partners.PARTNER_CHANGED, a_partner(manager_id=DARYNA_ID), version=2)
    assert pipeline.bench.listed(contracts.LIST_DEALS, by=TARAS) == []
    assert [row["id"] for row in pipeline.bench.listed(contracts.LIST_DEALS, by=DARYNA)] == [deal["id"]]


def test_filters_search_and_order_work_together(pipeline: Pipeline) -> None:
    won = pipeline.a_deal(name="Їдальня: світло", expected_close_on="2026-03-01")["id"]
    pipeline.bench.do(contracts.WIN_DEAL, {"id": won})
    moved = pipeline.a_deal("proposal", name="Ґанок: світло", expected_close_on="2026-03-02")["id"]
    other = pipeline.a_deal(client=DZVIN, name="Гараж: кабель")["id"]
    for filters, wanted in (
        ({"order": "name"}, [other, moved, won]),
        ({"order": "-name"}, [won, moved, other]),
        ({"q": "СВІТЛО", "order": "name"}, [moved, won]),
        ({"q": "світло їдальня"}, [won]),
        ({"status": ["won"]}, [won]),
        ({"stage": ["proposal"]}, [moved]),
        ({"partner_id": DZVIN.id}, [other]),
        ({"expected_close_on_from": "2026-03-01", "expected_close_on_to": "2026-03-01"}, [won]),
        ({"expected_close_on_from": "2026-03-02"}, [moved]),
    ):
        assert [row["id"] for row in pipeline.bench.listed(contracts.LIST_DEALS, **filters)] == wanted, filters


def test_deals_are_found_by_where_they_have_been_and_when(pipeline: Pipeline) -> None:
    first, second = pipeline.a_deal("proposal"), pipeline.a_deal("qualification")
    pipeline.bench.do(contracts.MOVE_DEAL, {"id": first["id"], "stage": "qualification"})
    came = max(stay["entered_at"] for stay in second["stages"])
    later = "2040-01-01T00:00:00Z"
    both, one = {first["id"], second["id"]}, {first["id"]}
    for filters, wanted in (
        ({"reached": ["qualification"]}, both),
        ({"reached": ["proposal"]}, one),
        ({"reached": ["proposal", "qualification"]}, both),
        ({"reached": ["agreement"]}, set()),
        ({"entered_at_from": came}, both),
        ({"reached": ["proposal"], "entered_at_from": came}, set()),
        ({"entered_at_from": later}, set()),
        ({"reached": ["proposal"], "entered_at_to": later}, one),
        ({"created_at_from": second["created_at"]}, {second["id"]}),
        ({"closed_at_from": "2020-01-01T00:00:00Z"}, set()),
    ):
        rows = [row["id"] for row in pipeline.bench.listed(contracts.LIST_DEALS, **filters)]
        assert (len(rows), set(rows)) == (len(wanted), wanted), filters


def test_deals_are_found_by_how_they_were_lost(pipeline: Pipeline) -> None:
    lost, other = pipeline.a_deal(), pipeline.a_deal()
    person = {"id": lost["id"], "side": "competitor", "subject_id": RIVAL}
    pipeline.bench.do(contracts.ADD_PARTICIPANT, person)
    closed = pipeline.lose(lost, competitor_id=RIVAL)["closed_at"]
    for filters in (
        {"loss_reason_id": pipeline.reason},
        {"competitor_id": RIVAL},
        {"participant_id": RIVAL},
        {"closed_at_from": closed, "closed_at_to": closed},
    ):
        assert [row["id"] for row in pipeline.bench.listed(contracts.LIST_DEALS, **filters)] == [lost["id"]], filters
    by_organization = {"organization_id": SVITLODIM, "currency": "UAH", "status": ["in_work"]}
    assert [row["id"] for row in pipeline.bench.listed(contracts.LIST_DEALS, **by_organization)] == [other["id"]]


def test_deals_are_found_by_the_client_s_region_and_by_what_brought_them(pipeline: Pipeline) -> None:
    """What brought the deal, where that is told; else what first brought its client."""
    channel, region = uuid7(), uuid7()
    first_touch = {"kind": "channel", "id": channel}
    client = a_partner(region_id=region, primary_interest=first_touch)
    pipeline.bench.hear(partners.PARTNER_CHANGED, client, version=2)
    own = {"kind": "source", "note": "Побачив вивіску"}
    by_client, by_itself = pipeline.a_deal(), pipeline.a_deal(primary_interest=own)
    pipeline.a_deal(client=DZVIN)
    for filters, wanted in (
        ({"region_id": region}, {by_client["id"], by_itself["id"]}),
        ({"source": ["channel"]}, {by_client["id"]}),
        ({"source_id": channel}, {by_client["id"]}),
        ({"source": ["source"], "region_id": region}, {by_itself["id"]}),
        ({"source": ["partner"]}, set()),
    ):
        assert {row["id"] for row in pipeline.bench.listed(contracts.LIST_DEALS, **filters)} == wanted, filters


@pytest.mark.parametrize("made", [1, 20])
def test_a_page_takes_one_statement_whatever_stands_on_it(pipeline: Pipeline, made: int) -> None:
    for _ in range(made):
        pipeline.a_deal()
    with pipeline.bench.statements() as seen:
        pipeline.bench.listed(contracts.LIST_DEALS)
    assert len(seen) == 1, seen


@pytest.mark.parametrize("limit", [1, 2, 4, 5])
def test_pages_of_equal_names_neither_repeat_nor_lose_a_deal(pipeline: Pipeline, limit: int) -> None:
    made = {pipeline.a_deal()["id"] for _ in range(5)}
    listed = [row["id"] for page in pipeline.bench.pages(contracts.LIST_DEALS, limit, order="name") for row in page]
    assert len(listed) == 5
    assert set(listed) == made

"""Lists of deals: whose they are, search, filters, Ukrainian order."""

from typing import Any

import pytest

from services.deals import contracts
from services.partners import contracts as partners
from tests.services.builders import Pipeline, a_partner
from tests.services.cast import DARYNA, DARYNA_ID, DZVIN, FOREMAN, HEAD, KALYNA, STRANGER, TARAS


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


@pytest.mark.parametrize("limit", [1, 2, 4, 5])
def test_pages_of_equal_names_neither_repeat_nor_lose_a_deal(pipeline: Pipeline, limit: int) -> None:
    made = {pipeline.a_deal()["id"] for _ in range(5)}
    listed = [row["id"] for page in pipeline.bench.pages(contracts.LIST_DEALS, limit, order="name") for row in page]
    assert len(listed) == 5
    assert set(listed) == made

"""A deal is closed, taken up again, closed again: each closing is a fact of its own, and one taken back is told too."""

from typing import Any

import pytest

from services.chassis.replay import replay
from services.chassis.tables import audit_rows
from services.deals import contracts
from services.deals.models import DealClosing
from services.orders import contracts as orders
from tests.services.builders import Pipeline, an_order
from tests.services.cast import DARYNA_ID, HEAD, TARAS

FACTS = ("deals.deal_won", "deals.deal_lost", "deals.deal_reopened")


def win(pipeline: Pipeline, deal: Any) -> dict[str, Any]:
    return pipeline.bench.do(contracts.WIN_DEAL, {"id": deal["id"]})


def reopen(pipeline: Pipeline, deal: Any, reason: str = "Клієнт повернувся", **how: Any) -> dict[str, Any]:
    return pipeline.bench.do(contracts.REOPEN_DEAL, {"id": deal["id"], "reason": reason}, **how)


def facts(pipeline: Pipeline, *, replayed: bool = False) -> list[dict[str, Any]]:
    return [one for one in pipeline.bench.events() if one["type"] in FACTS and one["replayed"] == replayed]


def test_each_loss_and_the_win_of_one_deal_are_facts_of_their_own(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("proposal")
    for _ in range(2):
        pipeline.lose(deal)
        reopen(pipeline, deal)
    win(pipeline, deal)
    told = facts(pipeline)
    assert [one["type"].removeprefix("deals.deal_") for one in told] == ["lost", "reopened"] * 2 + ["won"]
    assert len({one["id"] for one in told}) == 5
    first, first_back, second, second_back, won = (one["subject_id"] for one in told)
    assert len({first, second, won}) == 3
    assert (first_back, second_back) == (first, second)
    assert {one["data"]["deal_id"] for one in told} == {deal["id"]}
    assert [one["data"]["id"] for one in told] == [one["subject_id"] for one in told]


def test_a_reopening_tells_what_it_takes_back_and_why(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("proposal")
    lost = pipeline.lose(deal)
    reopen(pipeline, deal, "Конкурент підвів")
    told = facts(pipeline)[-1]["data"]
    assert (told["status"], told["closed_at"], told["reason"]) == ("lost", lost["closed_at"], "Дорожче за конкурента")
    assert (told["reopening_reason"], told["number"]) == ("Конкурент підвів", deal["number"])


def test_a_replay_tells_every_closing_as_it_was_then(pipeline: Pipeline) -> None:
    """What of the deal has changed since is not told as if it had been so then."""
    deal = pipeline.a_deal("proposal")
    pipeline.lose(deal)
    reopen(pipeline, deal)
    change = {"id": deal["id"], "potential": "700.00", "manager_id": DARYNA_ID}
    pipeline.bench.do(contracts.CHANGE_DEAL, change)
    pipeline.bench.do(contracts.MOVE_DEAL, {"id": deal["id"], "stage": "agreement"})
    win(pipeline, deal)
    counts = replay(pipeline.bench.runtime, ["deal_won", "deal_lost", "deal_reopened"])
    assert counts == {"deal_won": 1, "deal_lost": 1, "deal_reopened": 1}
    same = ("id", "subject_id", "version", "occurred_at", "recorded_at", "data")
    first = {one["id"]: [one[name] for name in same] for one in facts(pipeline)}
    again = {one["id"]: [one[name] for name in same] for one in facts(pipeline, replayed=True)}
    assert again == first
    potentials = {one["type"]: one["data"]["potential"] for one in facts(pipeline)}
    assert potentials == dict(zip(FACTS, ("700.00", "50000.00", "50000.00"), strict=True))


def test_a_deal_won_by_mistake_is_in_work_again_at_its_stage(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("proposal")
    won = win(pipeline, deal)
    again = reopen(pipeline, deal, "Підписали не той договір")
    assert (again["status"], again["stage"], again["closed_at"]) == ("in_work", "proposal", None)
    assert again["stages"][-1]["left_at"] is None
    known = ("at", "by", "reason", "status", "closed_at", "loss_reason_id", "competitor_id")
    kept = [tuple(one[name] for name in known) for one in again["reopenings"]]
    reason = "Підписали не той договір"
    assert [one[1:] for one in kept] == [(str(HEAD.user_id), reason, "won", won["closed_at"], None, None)]
    assert pipeline.bench.do(contracts.MOVE_DEAL, {"id": deal["id"], "stage": "agreement"})["stage"] == "agreement"
    assert win(pipeline, deal)["status"] == "won"


@pytest.mark.parametrize(("status", "code"), [("closed", "deal_completed"), ("to_fulfil", None), ("cancelled", None)])
def test_a_won_deal_is_not_reopened_once_its_orders_are_all_closed(
    pipeline: Pipeline, status: str, code: str | None
) -> None:
    deal = pipeline.a_deal()
    win(pipeline, deal)
    pipeline.bench.hear(orders.ORDER_CHANGED, an_order(deal, status=status, state="shipping"))
    if code is None:
        assert reopen(pipeline, deal)["status"] == "in_work"
        return
    refusal = pipeline.bench.refuses(contracts.REOPEN_DEAL, {"id": deal["id"], "reason": "Передумали"})
    assert (refusal.code.name, refusal.http_status) == (code, 409)
    assert "нову угоду" in refusal.sentence("uk")
    assert pipeline.bench.do(contracts.GET_DEAL, {"id": deal["id"]})["status"] == "won"


def test_closing_and_reopening_are_one_version_of_the_deal_each_told_at_their_time(pipeline: Pipeline) -> None:
    """With tasks in the plan: those are looked for in the middle of it."""
    deal = pipeline.a_deal()
    pipeline.bench.do(contracts.PLAN_TASK, {"id": deal["id"], "title": "Заміряти цех"})
    lost = pipeline.lose(deal)
    assert lost["version"] == deal["version"] + 1
    states = [one for one in pipeline.bench.events() if one["type"] == "deals.deal_changed"]
    assert states[-1]["occurred_at"].replace("+00:00", "Z") == lost["closed_at"]
    again = reopen(pipeline, deal)
    assert again["version"] == lost["version"] + 1
    states = [one for one in pipeline.bench.events() if one["type"] == "deals.deal_changed"]
    assert states[-1]["occurred_at"].replace("+00:00", "Z") == again["reopenings"][0]["at"]


def test_a_win_is_taken_back_by_heads_alone(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    win(pipeline, deal)
    body = {"id": deal["id"], "reason": "Помилка"}
    assert pipeline.bench.refuses(contracts.REOPEN_DEAL, body, by=TARAS).code.name == "forbidden"
    refusal = pipeline.bench.refuses(contracts.REOPEN_DEAL, {"id": deal["id"]})
    assert [field.pointer for field in refusal.fields] == ["/reason"]


def test_a_deal_that_was_won_and_taken_up_again_is_won_in_no_report(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("proposal")
    win(pipeline, deal)
    reopen(pipeline, deal)
    days = {"date_from": "2020-01-01", "date_to": "2099-12-31", "basis": "cohort"}
    kind = pipeline.bench.do(contracts.REPORT_FUNNEL, days)["kinds"][0]
    assert (kind["won"]["deals"], kind["in_work"]["deals"]) == (0, 1)
    standing = {stage["stage"]: (stage["standing"], stage["won"]) for stage in kind["stages"]}
    assert standing["proposal"] == (1, 0)


def test_who_took_a_closing_back_is_on_record(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    pipeline.lose(deal)
    reopen(pipeline, deal, "Повернулись")
    closing = pipeline.bench.rows(DealClosing)[0]
    changes = [row.changes for row in pipeline.bench.rows(audit_rows, audit_rows.c.subject_id == closing.id)]
    assert [one.get("reopening_reason") for one in changes] == [None, [None, "Повернулись"]]


@pytest.mark.parametrize("status", ["won", "lost"])
def test_a_closed_deal_says_how_it_may_go_on(pipeline: Pipeline, status: str) -> None:
    said = contracts.DEAL_CLOSED(status=status)
    assert "reopen it" in said.sentence("en")
    assert "поновити" in said.sentence("uk")

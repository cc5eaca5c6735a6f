"""The plan of a deal (D9): tasks by stage, finished in time or standing out."""

from datetime import timedelta
from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.chassis.tables import audit_rows
from services.chassis.tx import utc_now
from services.deals import contracts
from services.partners import contracts as partners
from tests.services.builders import Pipeline
from tests.services.cast import DARYNA, DARYNA_ID, DZVIN, KALYNA, TARAS, TARAS_ID


def plan(pipeline: Pipeline, deal: Any, by: Any = TARAS, **more: Any) -> dict[str, Any]:
    return pipeline.bench.do(contracts.PLAN_TASK, {"id": deal["id"], "title": "Заміряти цех", **more}, by=by)


def close(pipeline: Pipeline, deal: Any, end: str) -> None:
    if end == "lost":
        pipeline.lose(deal)
    else:
        pipeline.bench.do(contracts.WIN_DEAL, {"id": deal["id"]})


def day(shift: int) -> str:
    """A day near today's, far enough from midnight in any zone."""
    return (utc_now() + timedelta(hours=2, days=shift)).date().isoformat()


def test_a_task_is_the_deal_s_responsible_s_unless_somebody_is_named(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    task = plan(pipeline, deal, stage="proposal", due_on="2026-12-31")
    assert (task["assignee_id"], task["status"], task["stage"]) == (str(TARAS_ID), "open", "proposal")
    assert plan(pipeline, deal, assignee_id=DARYNA_ID)["assignee_id"] == str(DARYNA_ID)
    told = pipeline.bench.events()[-1]
    assert (told["type"], told["data"]["deal_id"]) == ("deals.plan_task_changed", deal["id"])
    assert told["data"]["partner_id"] == deal["partner_id"]


def test_a_stage_or_a_person_that_is_not_there_is_named_at_its_field(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    for more, code in (({"stage": "nowhere"}, "no_such_stage"), ({"assignee_id": uuid7()}, "unknown_reference")):
        refusal = pipeline.bench.refuses(contracts.PLAN_TASK, {"id": deal["id"], "title": "Замір", **more})
        assert {field.pointer: field.code for field in refusal.fields} == {f"/{next(iter(more))}": code}


@pytest.mark.parametrize(("shift", "overdue"), [(-1, True), (0, False), (1, False)])
def test_a_task_is_overdue_from_the_day_after_its_last_one(pipeline: Pipeline, shift: int, overdue: bool) -> None:
    deal = pipeline.a_deal(by=TARAS)
    task = plan(pipeline, deal, due_on=day(shift))
    assert task["overdue"] == overdue
    late = pipeline.bench.listed(contracts.LIST_PLAN_TASKS, overdue=True)
    assert [row["id"] for row in late] == ([task["id"]] if overdue else [])
    assert pipeline.bench.do(contracts.FINISH_PLAN_TASK, {"id": task["id"]})["overdue"] is False
    assert pipeline.bench.listed(contracts.LIST_PLAN_TASKS, overdue=True) == []


def test_a_task_is_finished_with_a_result_or_cancelled_with_a_reason_once(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    done, dropped = plan(pipeline, deal), plan(pipeline, deal)
    finish, cancel = contracts.FINISH_PLAN_TASK, contracts.CANCEL_PLAN_TASK
    ended = pipeline.bench.do(finish, {"id": done["id"], "result": "24 × 25"}, by=TARAS)
    assert (ended["status"], ended["result"], ended["ended_by"]) == ("done", "24 × 25", str(TARAS.user_id))
    gone = pipeline.bench.do(cancel, {"id": dropped["id"], "reason": "Є креслення"}, by=TARAS)
    assert (gone["status"], gone["result"]) == ("cancelled", "Є креслення")
    for task in (done, dropped):
        for operation, body in (
            (finish, {}),
            (cancel, {"reason": "Ще раз"}),
            (contracts.CHANGE_PLAN_TASK, {"title": "Інша"}),
        ):
            assert pipeline.bench.refuses(operation, {"id": task["id"], **body}).code.name == "plan_task_ended"


def test_what_a_stage_demands_is_cancelled_by_heads_alone(pipeline: Pipeline) -> None:
    task = plan(pipeline, pipeline.a_deal(by=TARAS), required=True)
    cancel = {"id": task["id"], "reason": "Не хочу"}
    refusal = pipeline.bench.refuses(contracts.CANCEL_PLAN_TASK, cancel, by=TARAS)
    assert (refusal.code.name, refusal.http_status) == ("required_task", 403)
    assert pipeline.bench.do(contracts.CANCEL_PLAN_TASK, cancel)["status"] == "cancelled"


def test_a_change_keeps_what_is_not_named(pipeline: Pipeline) -> None:
    task = plan(pipeline, pipeline.a_deal(by=TARAS), due_on="2026-12-31")
    change = {"id": task["id"], "description": "З рулеткою", "due_on": None}
    changed = pipeline.bench.do(contracts.CHANGE_PLAN_TASK, change)
    assert (changed["title"], changed["description"], changed["due_on"]) == (task["title"], "З рулеткою", None)
    assert pipeline.bench.do(contracts.GET_PLAN_TASK, {"id": task["id"]}) == changed


@pytest.mark.parametrize("end", ["won", "lost"])
def test_closing_a_deal_cancels_what_was_still_planned_for_it(pipeline: Pipeline, end: str) -> None:
    deal = pipeline.a_deal(by=TARAS)
    done, still_open = plan(pipeline, deal), plan(pipeline, deal)
    pipeline.bench.do(contracts.FINISH_PLAN_TASK, {"id": done["id"]})
    before = len(pipeline.bench.told())
    close(pipeline, deal, end)
    statuses = {row["id"]: row["status"] for row in pipeline.bench.listed(contracts.LIST_PLAN_TASKS)}
    assert statuses == {done["id"]: "done", still_open["id"]: "cancelled"}
    assert sorted(pipeline.bench.told()[before:]) == ["deal_changed", f"deal_{end}", "plan_task_changed"]
    assert pipeline.bench.refuses(contracts.PLAN_TASK, {"id": deal["id"], "title": "Ще"}).code.name == "deal_closed"


@pytest.mark.parametrize("end", ["won", "lost"])
def test_a_deal_taken_up_again_has_to_do_what_its_end_cancelled(pipeline: Pipeline, end: str) -> None:
    """And that alone: what somebody cancelled before stays so. What a stage demands is demanded again."""
    deal = pipeline.a_deal(by=TARAS)
    demanded = plan(pipeline, deal, stage="proposal", required=True)
    dropped = plan(pipeline, deal)
    pipeline.bench.do(contracts.CANCEL_PLAN_TASK, {"id": dropped["id"], "reason": "Є креслення"})
    close(pipeline, deal, end)
    pipeline.bench.do(contracts.REOPEN_DEAL, {"id": deal["id"], "reason": "Клієнт повернувся"})
    again = pipeline.bench.do(contracts.GET_PLAN_TASK, {"id": demanded["id"]})
    assert (again["status"], again["ended_at"], again["ended_by"]) == ("open", None, None)
    assert sorted(pipeline.bench.told()[-3:]) == ["deal_changed", "deal_reopened", "plan_task_changed"]
    assert pipeline.bench.do(contracts.GET_PLAN_TASK, {"id": dropped["id"]})["status"] == "cancelled"
    for stage in ("qualification", "proposal"):
        pipeline.move(deal, stage)
    assert pipeline.bench.refuses(contracts.WIN_DEAL, {"id": deal["id"]}, by=TARAS).code.name == "stage_gates"


def test_plans_are_seen_by_those_whose_client_it_is(pipeline: Pipeline) -> None:
    task = plan(pipeline, pipeline.a_deal(by=TARAS))
    other = plan(pipeline, pipeline.a_deal(client=DZVIN, by=DARYNA), by=DARYNA)
    assert [row["id"] for row in pipeline.bench.listed(contracts.LIST_PLAN_TASKS, by=TARAS)] == [task["id"]]
    assert {row["id"] for row in pipeline.bench.listed(contracts.LIST_PLAN_TASKS)} == {task["id"], other["id"]}
    for operation in (contracts.GET_PLAN_TASK, contracts.FINISH_PLAN_TASK):
        assert pipeline.bench.refuses(operation, {"id": other["id"]}, by=TARAS).code.name == "not_found"


def test_what_was_planned_about_an_erased_client_is_gone_and_the_task_stays(pipeline: Pipeline) -> None:
    """Or the tasks of people that follow the plan would tell it again."""
    said = {"title": "Квіти Олені", "description": "Олена любить синє"}
    task = plan(pipeline, pipeline.a_deal(by=TARAS), **said)
    other = plan(pipeline, pipeline.a_deal(client=DZVIN, by=DARYNA), by=DARYNA)
    pipeline.bench.hear(partners.PARTNER_ERASED, partners.PartnerErased(partner_id=KALYNA.id))
    kept = pipeline.bench.do(contracts.GET_PLAN_TASK, {"id": task["id"]})
    assert (kept["title"], kept["description"], kept["status"]) == ("[erased]", None, "open")
    told = [event["data"]["title"] for event in pipeline.bench.events() if event["subject_id"] == task["id"]]
    assert told[-1] == "[erased]"
    assert "Олен" not in str([dict(row._mapping) for row in pipeline.bench.rows(audit_rows)])
    assert pipeline.bench.do(contracts.GET_PLAN_TASK, {"id": other["id"]}) == other

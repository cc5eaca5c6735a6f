"""What a marketing event takes: providers, costs against the budget, the plan of tasks."""

from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.marketing import contracts
from tests.services.cast import DARYNA, DZVIN, FOREMAN, HEAD, KALYNA, TARAS, TARAS_ID
from tests.services.marketing.desk import MARKETER, OKSANA, PETRO, Desk


def a_cost(at: Desk, event: dict[str, Any], **more: Any) -> dict[str, Any]:
    return at.bench.do(contracts.ADD_EVENT_COST, {"id": event["id"], "item": "Буклети", **more}, by=MARKETER)


def a_provider(at: Desk, event: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"id": event["id"], "partner_id": KALYNA.id, "provides": "Буклети", **more}
    return at.bench.do(contracts.ADD_EVENT_PROVIDER, body, by=MARKETER)


def a_task(at: Desk, event: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"id": event["id"], "title": "Замовити буклети", "assignee_id": TARAS_ID, "due_on": "2026-05-20", **more}
    return at.bench.do(contracts.ADD_EVENT_TASK, body, by=MARKETER)


# ---------------------------------------------------------------- money


@pytest.mark.parametrize(
    ("actual", "left"), [("999.99", "0.01"), ("1000.00", "0.00"), ("1000.01", "-0.01")], ids=["below", "at", "above"]
)
def test_actual_costs_are_held_against_the_budget(at: Desk, actual: str, left: str) -> None:
    event = at.an_event(budget="1000.00")
    a_cost(at, event, planned="600.00")
    a_cost(at, event, item="Оренда", planned="500.00", actual=actual)
    shown = at.bench.do(contracts.GET_MARKETING_EVENT, {"id": event["id"]}, by=TARAS)
    assert (shown["planned_cost"], shown["actual_cost"], shown["budget_left"]) == ("1100.00", actual, left)


def test_a_cost_counts_on_the_day_it_was_spent_and_what_is_only_planned_on_none(at: Desk) -> None:
    event = at.an_event()
    assert a_cost(at, event, planned="600.00", spent_on="2026-05-01")["spent_on"] is None
    assert a_cost(at, event, actual="600.00", spent_on="2026-05-01")["spent_on"] == "2026-05-01"
    assert a_cost(at, event, actual="600.00")["spent_on"] is not None


def test_a_cost_of_nothing_is_refused(at: Desk) -> None:
    event = at.an_event()
    refusal = at.bench.refuses(contracts.ADD_EVENT_COST, {"id": event["id"], "item": "Буклети"})
    assert (refusal.code.name, {field.pointer for field in refusal.fields}) == (
        "cost_of_nothing",
        {"/planned", "/actual"},
    )
    cost = a_cost(at, event, actual="600.00")
    assert at.bench.refuses(contracts.CHANGE_EVENT_COST, {"id": cost["id"], "actual": None}).http_status == 422


def test_a_cost_is_corrected_and_bills_come_after_the_event_too(at: Desk) -> None:
    event = at.an_event("held")
    cost = a_cost(at, event, planned="600.00")
    paid = {"id": cost["id"], "actual": "650.50", "spent_on": "2026-06-10"}
    changed = at.bench.do(contracts.CHANGE_EVENT_COST, paid, by=MARKETER)
    assert (changed["planned"], changed["actual"], changed["spent_on"]) == ("600.00", "650.50", "2026-06-10")
    found = at.bench.listed(contracts.LIST_EVENT_COSTS, event_id=event["id"], spent_on_from="2026-06-10")
    assert [row["id"] for row in found] == [cost["id"]]


def test_a_cost_names_a_provider_of_the_same_event(at: Desk) -> None:
    event, other = at.an_event(), at.an_event()
    ours, theirs = a_provider(at, event)["id"], a_provider(at, other)["id"]
    assert a_cost(at, event, actual="1.00", provider_id=ours)["provider_id"] == ours
    for stranger in (theirs, str(uuid7())):
        body = {"id": event["id"], "item": "Буклети", "actual": "1.00", "provider_id": stranger}
        refusal = at.bench.refuses(contracts.ADD_EVENT_COST, body)
        assert [field.pointer for field in refusal.fields] == ["/provider_id"]


# ---------------------------------------------------------------- providers


def test_a_provider_says_what_it_gives_through_whom_and_for_how_much(at: Desk) -> None:
    event = at.an_event()
    provider = a_provider(at, event, contact_person_id=OKSANA.id, agreed_amount="5000.00")
    assert (provider["person_name"], provider["agreed_amount"]) == (OKSANA.name, "5000.00")
    changed = at.bench.do(contracts.CHANGE_EVENT_PROVIDER, {"id": provider["id"], "agreed_amount": None}, by=MARKETER)
    assert (changed["provides"], changed["agreed_amount"]) == ("Буклети", None)
    rows = at.bench.listed(contracts.LIST_EVENT_PROVIDERS, event_id=event["id"], by=TARAS)
    assert [row["partner_name"] for row in rows] == [KALYNA.name]
    assert at.bench.listed(contracts.LIST_EVENT_PROVIDERS, event_id=event["id"], by=DARYNA) == []


def test_a_provider_that_is_not_there_or_a_person_of_another_is_refused_at_its_field(at: Desk) -> None:
    event = at.an_event()
    for more, pointer in (
        ({"partner_id": uuid7()}, "/partner_id"),
        ({"contact_person_id": PETRO.id}, "/contact_person_id"),
    ):
        body = {"id": event["id"], "partner_id": KALYNA.id, "provides": "Буклети", **more}
        refusal = at.bench.refuses(contracts.ADD_EVENT_PROVIDER, body, by=MARKETER)
        assert (refusal.http_status, [field.pointer for field in refusal.fields]) == (404, [pointer])


def test_nobody_provides_for_a_cancelled_event(at: Desk) -> None:
    body = {"id": at.an_event("cancelled")["id"], "partner_id": DZVIN.id, "provides": "Буклети"}
    assert at.bench.refuses(contracts.ADD_EVENT_PROVIDER, body).code.name == "event_status"


# ---------------------------------------------------------------- tasks


def test_a_task_is_given_changed_and_done_with_a_result_and_each_is_told(at: Desk) -> None:
    task = a_task(at, at.an_event())
    assert (task["status"], task["partner_id"]) == ("open", None)
    at.bench.do(contracts.CHANGE_EVENT_TASK, {"id": task["id"], "due_on": "2026-05-25"}, by=MARKETER)
    done = at.bench.do(contracts.COMPLETE_EVENT_TASK, {"id": task["id"], "result": "Надруковано"}, by=TARAS)
    assert (done["status"], done["due_on"], done["result"]) == ("done", "2026-05-25", "Надруковано")
    told = [event for event in at.bench.events() if event["type"] == "marketing.event_task_changed"]
    assert [event["version"] for event in told] == [1, 2, 3]
    assert told[-1]["data"]["status"] == "done"


@pytest.mark.parametrize("operation", [contracts.CHANGE_EVENT_TASK, contracts.COMPLETE_EVENT_TASK])
def test_a_task_that_has_ended_stays_as_it_is(at: Desk, operation: Any) -> None:
    task = a_task(at, at.an_event())["id"]
    at.bench.do(contracts.COMPLETE_EVENT_TASK, {"id": task})
    assert at.bench.refuses(operation, {"id": task}).code.name == "event_task_ended"


def test_a_task_goes_to_one_of_us(at: Desk) -> None:
    event = at.an_event()
    body = {"id": event["id"], "title": "Буклети", "assignee_id": uuid7(), "due_on": "2026-05-20"}
    assert [field.pointer for field in at.bench.refuses(contracts.ADD_EVENT_TASK, body).fields] == ["/assignee_id"]
    task = a_task(at, event)["id"]
    refusal = at.bench.refuses(contracts.CHANGE_EVENT_TASK, {"id": task, "assignee_id": uuid7()})
    assert refusal.code.name == "unknown_reference"


@pytest.mark.parametrize(
    ("actor", "sees"),
    [(HEAD, True), (MARKETER, True), (TARAS, True), (FOREMAN, True), (DARYNA, False)],
    ids=["head", "marketer", "own", "superior", "colleague"],
)
def test_a_task_is_shown_to_whose_it_is_to_superiors_and_to_marketers(at: Desk, actor: Any, sees: bool) -> None:
    task = a_task(at, at.an_event())["id"]
    assert bool(at.bench.listed(contracts.LIST_EVENT_TASKS, by=actor)) is sees
    if sees:
        assert at.bench.do(contracts.COMPLETE_EVENT_TASK, {"id": task}, by=actor)["status"] == "done"
    else:
        assert at.bench.refuses(contracts.COMPLETE_EVENT_TASK, {"id": task}, by=actor).http_status == 404


@pytest.mark.parametrize(("status", "taken"), [("running", True), ("held", True), ("cancelled", False)])
def test_thanks_and_accounts_are_planned_after_the_event_too(at: Desk, status: str, taken: bool) -> None:
    event = at.an_event(status)
    if taken:
        assert a_task(at, event)["status"] == "open"
    else:
        body = {"id": event["id"], "title": "Подякувати", "assignee_id": TARAS_ID, "due_on": "2026-06-10"}
        assert at.bench.refuses(contracts.ADD_EVENT_TASK, body).code.name == "event_status"

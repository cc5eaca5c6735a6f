"""Marketing events: planned, changed, started, held or cancelled; their money against the budget."""

from typing import Any

import pytest

from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid7
from services.marketing import contracts
from services.marketing.models import EventTask
from services.partners import contracts as partners
from tests.services.cast import HEAD, SOLOMIIA_ID, SVITLODIM, TARAS, TARAS_ID
from tests.services.marketing.desk import MARKETER, Desk

MOVES = {
    "start": contracts.START_MARKETING_EVENT,
    "hold": contracts.HOLD_MARKETING_EVENT,
    "cancel": contracts.CANCEL_MARKETING_EVENT,
}


def move(event: dict[str, Any], name: str) -> dict[str, Any]:
    return {"id": event["id"], **({"reason": "Передумали"} if name == "cancel" else {})}


def test_an_event_of_one_day_is_planned_by_who_answers_for_it(at: Desk) -> None:
    body = {"organization_id": SVITLODIM, "kind": "seminar", "name": "Світло вдома", "planned_from": "2026-06-01"}
    event = at.bench.do(contracts.PLAN_MARKETING_EVENT, body, by=HEAD)
    assert (event["status"], event["planned_to"], event["responsible_id"]) == (
        "planned",
        "2026-06-01",
        str(SOLOMIIA_ID),
    )
    assert (event["budget"], event["budget_left"], event["currency"]) == (None, None, "UAH")
    assert at.bench.told()[-1] == "marketing_event_changed"


@pytest.mark.parametrize(("last", "taken"), [("2026-05-31", False), ("2026-06-01", True), ("2026-06-02", True)])
def test_an_event_does_not_end_before_it_begins(at: Desk, last: str, taken: bool) -> None:
    if taken:
        assert at.an_event(planned_to=last)["planned_to"] == last
        return
    body = {"organization_id": SVITLODIM, "kind": "other", "name": "Захід", "planned_from": "2026-06-01"}
    refusal = at.bench.refuses(contracts.PLAN_MARKETING_EVENT, {**body, "planned_to": last})
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("event_dates", ["/planned_to"])


def test_whoever_and_whatever_an_event_names_must_be_there(at: Desk) -> None:
    at.bench.peers.reply(partners.GET_ORGANIZATION, NOT_FOUND(subject="Organization"))
    body = {"organization_id": uuid7(), "kind": "other", "name": "Захід", "planned_from": "2026-06-01"}
    refusal = at.bench.refuses(contracts.PLAN_MARKETING_EVENT, {**body, "responsible_id": uuid7()})
    assert {field.pointer for field in refusal.fields} == {"/organization_id", "/responsible_id"}


def test_an_event_of_an_unknown_channel_is_refused(at: Desk) -> None:
    body = {"organization_id": SVITLODIM, "kind": "other", "name": "Захід", "planned_from": "2026-06-01"}
    refusal = at.bench.refuses(contracts.PLAN_MARKETING_EVENT, {**body, "channel_id": uuid7()})
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("unknown_reference", ["/channel_id"])


@pytest.mark.parametrize(
    ("status", "allowed"),
    [("planned", {"start", "cancel"}), ("running", {"hold", "cancel"}), ("held", set()), ("cancelled", set())],
)
@pytest.mark.parametrize("name", MOVES)
def test_an_event_moves_along_its_life_and_no_other_way(at: Desk, status: str, allowed: set[str], name: str) -> None:
    event = at.an_event(status)
    if name in allowed:
        assert at.bench.do(MOVES[name], move(event, name), by=MARKETER)["status"] != status
    else:
        refusal = at.bench.refuses(MOVES[name], move(event, name), by=MARKETER)
        assert (refusal.code.name, refusal.values["status"]) == ("event_status", status)
        assert at.bench.do(contracts.GET_MARKETING_EVENT, {"id": event["id"]})["status"] == status


def test_an_event_notes_when_it_was_really_held(at: Desk) -> None:
    event = at.hold(at.start(at.an_event(), on="2026-06-02"), on="2026-06-04")
    assert (event["planned_from"], event["planned_to"]) == ("2026-06-01", "2026-06-03")
    assert (event["actual_from"], event["actual_to"]) == ("2026-06-02", "2026-06-04")


@pytest.mark.parametrize(("on", "taken"), [("2026-05-31", False), ("2026-06-01", True)])
def test_an_event_is_not_over_before_it_began(at: Desk, on: str, taken: bool) -> None:
    event = at.an_event("running")
    if taken:
        assert at.hold(event, on=on)["status"] == "held"
    else:
        refusal = at.bench.refuses(contracts.HOLD_MARKETING_EVENT, {"id": event["id"], "on": on})
        assert [field.pointer for field in refusal.fields] == ["/on"]


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_cancelling_needs_a_reason(at: Desk, reason: str | None) -> None:
    refusal = at.bench.refuses(contracts.CANCEL_MARKETING_EVENT, {"id": at.an_event()["id"], "reason": reason})
    assert [field.pointer for field in refusal.fields] == ["/reason"]


def test_a_cancelled_event_takes_its_open_tasks_along_and_says_so(at: Desk) -> None:
    event = at.an_event()
    plan = {"id": event["id"], "assignee_id": TARAS_ID, "due_on": "2026-05-20"}
    done, still_open = (at.bench.do(contracts.ADD_EVENT_TASK, {**plan, "title": name}) for name in ("Стенд", "Буклети"))
    at.bench.do(contracts.COMPLETE_EVENT_TASK, {"id": done["id"]})
    at.cancel(event)
    statuses = {str(row.id): row.status for row in at.bench.rows(EventTask)}
    assert statuses == {done["id"]: "done", still_open["id"]: "cancelled"}
    assert at.bench.told()[-2:] == ["event_task_changed", "marketing_event_changed"]


def test_a_change_keeps_what_it_does_not_name_and_null_empties(at: Desk) -> None:
    event = at.an_event(budget="1000.00", place="Павільйон 1")
    changed = at.bench.do(contracts.CHANGE_MARKETING_EVENT, {"id": event["id"], "budget": None, "name": None})
    assert (changed["budget"], changed["place"], changed["name"]) == (None, "Павільйон 1", "Світло-2026")


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_an_event_that_is_over_is_not_changed(at: Desk, status: str) -> None:
    event = at.an_event(status)
    refusal = at.bench.refuses(contracts.CHANGE_MARKETING_EVENT, {"id": event["id"], "place": "Павільйон 2"})
    assert refusal.code.name == "event_status"


def test_an_event_of_a_channel_archived_since_can_still_be_changed(at: Desk) -> None:
    channel = at.a_channel()["id"]
    event = at.an_event(channel_id=channel)["id"]
    at.bench.do(contracts.ARCHIVE_CHANNEL, {"id": channel})
    same = {"id": event, "place": "Павільйон 2", "channel_id": channel}
    assert at.bench.do(contracts.CHANGE_MARKETING_EVENT, same)["place"] == "Павільйон 2"
    other = at.bench.refuses(contracts.CHANGE_MARKETING_EVENT, {"id": at.an_event()["id"], "channel_id": channel})
    assert [field.pointer for field in other.fields] == ["/channel_id"]


def test_events_are_found_by_what_they_are(at: Desk) -> None:
    channel = at.a_channel()["id"]
    first = at.an_event(channel_id=channel)["id"]
    second = at.an_event("cancelled", kind="seminar", name="Школа світла", planned_from="2026-06-02")["id"]
    for filters, wanted in (
        ({}, [second, first]),
        ({"order": "planned_from"}, [first, second]),
        ({"status": ["planned"]}, [first]),
        ({"kind": ["seminar"]}, [second]),
        ({"channel_id": channel}, [first]),
        ({"planned_from_from": "2026-06-02"}, [second]),
        ({"q": "школа"}, [second]),
    ):
        found = at.bench.listed(contracts.LIST_MARKETING_EVENTS, by=TARAS, **filters)
        assert [row["id"] for row in found] == wanted, filters

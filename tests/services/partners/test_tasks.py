"""Tasks of people (H3): accepted, changed, cancelled, overdue, and told to their author when done."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.chassis.actor import Actor, Role
from services.chassis.ids import uuid7
from services.partners import contracts
from services.partners.models import Task
from services.partners.rules.tasks import is_overdue, may_accept, may_change
from tests.services.cast import ADMIN, CASHIER, a_person
from tests.services.company import Company

ACCEPT, CHANGE, CANCEL, SEE = (
    contracts.ACCEPT_TASK,
    contracts.CHANGE_TASK,
    contracts.CANCEL_TASK,
    contracts.SEE_TASK,
)
NOON = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
"""In Kyiv it is 12:00 of the tenth; that day began at 21:00 UTC of the ninth."""

WAREHOUSEMAN = a_person("Комірник зі штату", Role.WAREHOUSE, staff=uuid7())


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.chassis.runtime.utc_now", lambda: NOON)


def give(company: Company, by: Actor | None = None, **more: Any) -> dict[str, Any]:
    return company.bench.do(contracts.GIVE_TASK, {"title": "Зателефонувати", **more}, by=by or company.taras)


def of_foreman(company: Company) -> str:
    task: str = give(company, company.foreman, assignee_id=company.taras_id)["id"]
    return task


# ---------------------------------------------------------------- given


def test_a_task_is_about_any_object(company: Company) -> None:
    about = {"subject_type": "price_type", "subject_id": str(uuid7())}
    task = give(company, **about)
    assert {name: task[name] for name in about} == about
    assert task["follows_document"] is False
    assert company.bench.do(contracts.COMPLETE_TASK, {"id": task["id"]}, by=company.taras)["status"] == "done"


def test_a_task_about_a_client_itself_is_in_its_timeline(company: Company) -> None:
    client = company.a_partner()["id"]
    task = give(company, subject_type="partner", subject_id=client)
    assert task["partner_id"] == client
    rows = company.bench.listed(contracts.LIST_TIMELINE, partner_id=client, kind=["task"], by=company.taras)
    assert [row["document_id"] for row in rows] == [task["id"]]


@pytest.mark.parametrize("about", [{"partner_id": "?"}, {"subject_type": "partner", "subject_id": "?"}])
def test_a_task_about_another_s_client_finds_no_client(company: Company, about: dict[str, str]) -> None:
    hers = company.a_partner(by=company.daryna)["id"]
    body = {"title": "Чужа", **{name: hers if value == "?" else value for name, value in about.items()}}
    refusal = company.bench.refuses(contracts.GIVE_TASK, body, by=company.taras)
    assert (refusal.code.name, refusal.http_status) == ("partner_not_found", 404)


@pytest.mark.parametrize(
    ("given", "pointer"), [({"subject_type": "order"}, "/subject_id"), ({"subject_id": str(uuid7())}, "/subject_type")]
)
def test_half_an_object_is_refused_at_what_is_missing(company: Company, given: dict[str, str], pointer: str) -> None:
    refusal = company.bench.refuses(contracts.GIVE_TASK, {"title": "Про щось", **given}, by=company.taras)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("subject_half", pointer)


def test_all_that_is_wrong_is_said_at_once(company: Company) -> None:
    body = {"title": "Хибна", "subject_type": "order", "assignee_id": uuid7(), "for_role": "client"}
    refusal = company.bench.refuses(contracts.GIVE_TASK, body, by=company.taras)
    named = sorted((field.pointer, field.code) for field in refusal.fields)
    assert named == [
        ("/assignee_id", "unknown_reference"),
        ("/for_role", "task_for_nobody"),
        ("/subject_id", "subject_half"),
    ]


def test_a_login_without_a_member_of_staff_names_who_is_to_do_it(company: Company) -> None:
    refusal = company.bench.refuses(contracts.GIVE_TASK, {"title": "Нічия"}, by=ADMIN)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("task_for_nobody", "/assignee_id")


# ---------------------------------------------------------------- accepted


def test_who_accepted_a_task_and_when_is_known(company: Company) -> None:
    task = of_foreman(company)
    accepted = company.bench.do(ACCEPT, {"id": task}, by=company.taras)
    assert (accepted["status"], accepted["accepted_by"]) == ("accepted", company.taras_id)
    assert accepted["accepted_at"] is not None
    again = company.bench.do(ACCEPT, {"id": task}, by=company.taras)
    assert again == accepted


def test_a_task_is_accepted_by_whom_it_was_given_to_alone(company: Company) -> None:
    task = of_foreman(company)
    for actor in (company.foreman, company.head):
        assert company.bench.refuses(ACCEPT, {"id": task}, by=actor).code.name == "task_not_yours"


def test_a_task_for_a_role_becomes_that_of_whoever_accepts_it_first(company: Company) -> None:
    task = give(company, company.head, for_role="manager")["id"]
    mine = company.bench.do(ACCEPT, {"id": task}, by=company.daryna)
    assert (mine["assignee_id"], mine["accepted_by"]) == (company.daryna_id, company.daryna_id)
    assert company.bench.refuses(ACCEPT, {"id": task}, by=company.taras).code.name == "task_not_yours"


def test_what_is_closed_is_not_accepted_changed_or_cancelled(company: Company) -> None:
    task = give(company)["id"]
    company.bench.do(contracts.COMPLETE_TASK, {"id": task}, by=company.taras)
    for operation, more in ((ACCEPT, {}), (CHANGE, {"title": "Пізно"}), (CANCEL, {"reason": "Пізно"})):
        refusal = company.bench.refuses(operation, {"id": task, **more}, by=company.taras)
        assert (refusal.code.name, refusal.values["status"]) == ("task_closed", "done")


@pytest.mark.parametrize(
    ("assignee", "for_role", "allowed"),
    [
        ("me", None, True),
        ("other", None, False),
        ("other", "manager", False),
        (None, "manager", True),
        (None, "warehouse", False),
        ("me", "warehouse", True),
    ],
)
def test_who_may_accept(assignee: str | None, for_role: str | None, allowed: bool) -> None:
    ids = {"me": uuid7(), "other": uuid7()}
    whose = ids[assignee] if assignee else None
    assert may_accept(assignee=whose, person=ids["me"], for_role=for_role, roles=["manager"]) is allowed


# ---------------------------------------------------------------- changed and cancelled


def test_its_author_or_a_superior_changes_a_task_and_nobody_else(company: Company) -> None:
    task = of_foreman(company)
    later = {"id": task, "due_at": "2026-06-11T09:00:00Z"}
    refusal = company.bench.refuses(CHANGE, later, by=company.taras)
    assert (refusal.code.name, refusal.http_status) == ("not_the_author", 403)
    assert company.bench.do(CHANGE, later, by=company.foreman)["due_at"] == "2026-06-11T09:00:00Z"
    assert company.bench.do(CHANGE, {"id": task, "due_at": None}, by=company.head)["due_at"] is None


def test_a_superior_changes_what_a_subordinate_gave_itself(company: Company) -> None:
    task = give(company)["id"]
    assert company.bench.do(CHANGE, {"id": task, "priority": "high"}, by=company.foreman)["priority"] == "high"
    assert company.bench.refuses(CHANGE, {"id": task, "priority": "low"}, by=company.daryna).http_status == 404


def test_a_task_given_to_another_is_that_person_s_to_accept(company: Company) -> None:
    task = of_foreman(company)
    company.bench.do(ACCEPT, {"id": task}, by=company.taras)
    moved = company.bench.do(CHANGE, {"id": task, "assignee_id": company.daryna_id}, by=company.foreman)
    assert [moved[name] for name in ("assignee_id", "status", "accepted_by", "accepted_at")] == [
        company.daryna_id,
        "open",
        None,
        None,
    ]


def test_a_task_is_passed_on_downwards_only(company: Company) -> None:
    task = give(company)["id"]
    for assignee in (company.solomiia_id, company.daryna_id):
        refusal = company.bench.refuses(CHANGE, {"id": task, "assignee_id": assignee}, by=company.taras)
        assert (refusal.code.name, refusal.fields[0].pointer) == ("not_subordinate", "/assignee_id")
    assert company.bench.do(CHANGE, {"id": task, "assignee_id": company.daryna_id}, by=company.head)


def test_fields_not_given_stay_and_texts_are_cleared_by_null(company: Company) -> None:
    task = give(company, description="Спитати про договір")
    renamed = company.bench.do(CHANGE, {"id": task["id"], "title": "Написати"}, by=company.taras)
    assert (renamed["title"], renamed["description"]) == ("Написати", "Спитати про договір")
    assert company.bench.do(CHANGE, {"id": task["id"], "description": None}, by=company.taras)["description"] is None


def test_its_author_cancels_a_task_with_a_reason(company: Company) -> None:
    task = of_foreman(company)
    assert company.bench.refuses(CANCEL, {"id": task, "reason": "Не хочу"}, by=company.taras).http_status == 403
    cancelled = company.bench.do(CANCEL, {"id": task, "reason": "Передумали"}, by=company.foreman)
    assert (cancelled["status"], cancelled["result"]) == ("cancelled", "Передумали")


@pytest.mark.parametrize(
    ("author", "assignee", "allowed"),
    [
        ("me", "other", True),
        ("below", "other", True),
        ("other", "below", True),
        ("other", "me", False),
        ("other", "other", False),
        (None, None, False),
        (None, "below", True),
    ],
)
def test_who_may_change(author: str | None, assignee: str | None, allowed: bool) -> None:
    ids = {"me": uuid7(), "below": uuid7(), "other": uuid7(), None: None}
    team = [ids["me"], ids["below"]]
    found = may_change(author=ids[author], assignee=ids[assignee], person=ids["me"], team=[one for one in team if one])
    assert found is allowed


# ---------------------------------------------------------------- overdue


@pytest.mark.parametrize(
    ("due_at", "overdue"),
    [("2026-06-09T20:59:59Z", True), ("2026-06-09T21:00:00Z", False), ("2026-06-10T08:00:00Z", False), (None, False)],
)
def test_a_task_is_overdue_from_the_day_after_it_was_due(
    company: Company, noon: None, due_at: str | None, overdue: bool
) -> None:
    task = give(company, due_at=due_at)
    assert task["overdue"] is overdue
    late = company.bench.listed(contracts.LIST_TASKS, overdue=True, by=company.taras)
    in_time = company.bench.listed(contracts.LIST_TASKS, overdue=False, by=company.taras)
    assert [[row["id"] for row in rows] for rows in (late, in_time)] == [
        [task["id"]] if overdue else [],
        [] if overdue else [task["id"]],
    ]
    assert [row["overdue"] for row in late + in_time] == [overdue]


def test_what_was_done_late_is_not_overdue_any_more(company: Company, noon: None) -> None:
    task = give(company, due_at="2026-06-01T09:00:00Z")
    assert company.bench.do(contracts.COMPLETE_TASK, {"id": task["id"]}, by=company.taras)["overdue"] is False
    assert company.bench.listed(contracts.LIST_TASKS, overdue=True, by=company.taras) == []


@pytest.mark.parametrize("status", contracts.TaskStatus)
def test_only_what_is_still_to_be_done_is_overdue(status: contracts.TaskStatus) -> None:
    before = datetime(2026, 6, 1, tzinfo=UTC)
    assert is_overdue(status, before, NOON) is (status in ("open", "accepted"))


def test_tasks_are_listed_by_due_time_and_those_without_one_last(company: Company) -> None:
    days = (3, None, 1, 2, None)
    given = [give(company, due_at=f"2026-06-0{day}T09:00:00Z" if day else None) for day in days]
    wanted = [given[place]["id"] for place in (2, 3, 0)]
    for order, last in (("due", 3), ("-due", 2)):
        pages = list(company.bench.pages(contracts.LIST_TASKS, 2, order=order, by=company.taras))
        ids = [row["id"] for page in pages for row in page]
        assert len(ids) == len(set(ids)) == 5
        dated = ids[:3] if last == 3 else list(reversed(ids[2:]))
        assert dated == wanted
    bounds = {"due_at_from": "2026-06-02T00:00:00Z", "due_at_to": "2026-06-03T09:00:00Z", "order": "due"}
    rows = company.bench.listed(contracts.LIST_TASKS, by=company.taras, **bounds)
    assert [row["id"] for row in rows] == wanted[1:]


def test_tasks_are_found_by_author_and_by_the_kind_of_object(company: Company) -> None:
    mine, about = of_foreman(company), give(company, subject_type="event", subject_id=uuid7())["id"]
    found = [
        [row["id"] for row in company.bench.listed(contracts.LIST_TASKS, by=company.foreman, **asked)]
        for asked in ({"author_id": company.solomiia_id}, {"subject_type": "event"}, {"subject_type": "order"})
    ]
    assert found == [[mine], [about], []]


# ---------------------------------------------------------------- told to the author


def test_completion_waits_to_be_seen_by_the_author_alone(company: Company) -> None:
    task = of_foreman(company)
    done = company.bench.do(contracts.COMPLETE_TASK, {"id": task, "result": "Домовились"}, by=company.taras)
    assert (done["seen_at"], done["completed_at"] is None) == (None, False)
    assert company.bench.refuses(SEE, {"id": task}, by=company.taras).code.name == "not_the_author"
    seen = company.bench.do(SEE, {"id": task}, by=company.foreman)
    assert seen["seen_at"] is not None
    assert company.bench.do(SEE, {"id": task}, by=company.foreman) == seen


def test_what_its_author_did_need_not_be_told(company: Company) -> None:
    task = give(company)["id"]
    assert company.bench.do(contracts.COMPLETE_TASK, {"id": task}, by=company.taras)["seen_at"] is not None


def test_a_task_not_done_yet_is_not_seen_done(company: Company) -> None:
    task = of_foreman(company)
    assert company.bench.do(SEE, {"id": task}, by=company.foreman)["seen_at"] is None


def test_the_news_of_a_task_do_not_depend_on_the_day(company: Company) -> None:
    give(company, due_at="2020-01-01T09:00:00Z")
    assert "overdue" not in company.bench.events()[-1]["data"]


def test_a_role_that_is_not_one_s_own_gives_nothing_to_accept(company: Company) -> None:
    task = give(company, company.head, for_role="warehouse")["id"]
    assert company.bench.refuses(ACCEPT, {"id": task}, by=CASHIER).http_status == 404
    keeper = a_person("Комірник", Role.WAREHOUSE)
    assert company.bench.do(ACCEPT, {"id": task}, by=keeper)["status"] == "accepted"
    assert [row.accepted_at is None for row in company.bench.rows(Task)] == [False]
    assert company.bench.refuses(ACCEPT, {"id": task}, by=WAREHOUSEMAN).code.name == "task_not_yours"

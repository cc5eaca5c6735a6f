"""Our people: teams, rings, handing clients over as a job; tasks downwards only; the client's timeline."""

from typing import Any
from uuid import UUID

import pytest

from services.chassis.actor import Role
from services.chassis.ids import uuid7
from services.chassis.jobs import work_once
from services.chassis.startup import jobs_of
from services.orders import contracts as orders
from services.orders.contracts import OrderStatus
from services.partners import contracts, jobs
from services.partners.models import Partner, Task
from tests.services.cast import ADMIN, APPROVER, KALYNA, a_person
from tests.services.company import Company
from tests.services.news import NEWS


def test_a_team_is_the_person_and_all_subordinates(company: Company) -> None:
    deep = company.hire("Глибока Підлегла", superior_id=company.taras_id)
    team = company.bench.do(contracts.GET_TEAM, {"staff_id": company.solomiia_id})
    assert set(team["staff_ids"]) == {company.solomiia_id, company.taras_id, company.daryna_id, deep}
    assert team["organization_id"] == company.ours


def test_nobody_is_put_under_a_subordinate(company: Company) -> None:
    body = {"id": company.solomiia_id, "superior_id": company.taras_id}
    refusal = company.bench.refuses(contracts.CHANGE_STAFF, body, by=ADMIN)
    assert (refusal.code.name, refusal.http_status) == ("subordination_ring", 409)


def test_a_superior_is_taken_away_by_null_and_kept_when_not_named(company: Company) -> None:
    change = company.bench.do
    body = {"id": company.taras_id, "position": "Старший"}
    assert change(contracts.CHANGE_STAFF, body, by=ADMIN)["superior_id"] == company.solomiia_id
    top = {"id": company.taras_id, "superior_id": None}
    assert change(contracts.CHANGE_STAFF, top, by=ADMIN)["superior_id"] is None


def test_two_organizations_with_one_code_cannot_be(company: Company) -> None:
    body = {"name": "Двійник", "edrpou": "32855961"}
    refusal = company.bench.refuses(contracts.REGISTER_ORGANIZATION, body, by=ADMIN)
    assert (refusal.code.name, refusal.http_status) == ("exists", 409)


# ---------------------------------------------------------------- handing clients over


def hand_over(company: Company) -> None:
    body = {"id": company.taras_id, "to_staff_id": company.daryna_id}
    reply = company.bench.reply(contracts.HAND_CLIENTS_OVER, body, by=company.head)
    assert reply.status == 202


@pytest.mark.parametrize("clients", [2, 3, 4, 7])
def test_all_clients_go_over_in_batches_each_told_of_once(
    company: Company, clients: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 3)
    mine = {company.a_partner(f"Клієнт {place}")["id"] for place in range(clients)}
    hers = company.a_partner("Чужий", by=company.daryna)["id"]
    told = len(company.bench.events())
    hand_over(company)
    while work_once(company.bench.runtime, jobs_of("partners")):
        pass
    assert {str(row.manager_id) for row in company.bench.rows(Partner)} == {company.daryna_id}
    events = [event for event in company.bench.events()[told:] if event["type"] == "partners.partners_reassigned"]
    batches = [event["data"]["partners"] for event in events]
    assert [len(batch) for batch in batches] == [3] * (clients // 3) + ([clients % 3] if clients % 3 else [])
    assert {one for batch in batches for one, _ in batch} == mine
    assert all(version == 2 for batch in batches for _, version in batch)
    assert hers not in str(batches)


def test_a_hand_over_killed_between_batches_goes_on_where_it_stood(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 1)
    for place in range(3):
        company.a_partner(f"Клієнт {place}")
    hand_over(company)
    work_once(company.bench.runtime, jobs_of("partners"))
    done = [row for row in company.bench.rows(Partner) if str(row.manager_id) == company.daryna_id]
    assert len(done) == 1
    while work_once(company.bench.runtime, jobs_of("partners")):
        pass
    assert [row.version for row in company.bench.rows(Partner)] == [2, 2, 2]


# ---------------------------------------------------------------- tasks


def give(company: Company, by: Any, **more: Any) -> dict[str, Any]:
    return company.bench.do(contracts.GIVE_TASK, {"title": "Зателефонувати", **more}, by=by)


def test_a_task_without_an_assignee_is_one_s_own(company: Company) -> None:
    task = give(company, company.taras)
    assert (task["assignee_id"], task["author_id"], task["status"]) == (company.taras_id, company.taras_id, "open")


def test_a_task_goes_downwards_but_neither_up_nor_sideways(company: Company) -> None:
    assert give(company, company.foreman, assignee_id=company.taras_id)["assignee_id"] == company.taras_id
    for assignee in (company.solomiia_id, company.daryna_id):
        body = {"title": "Вгору чи вбік", "assignee_id": assignee}
        refusal = company.bench.refuses(contracts.GIVE_TASK, body, by=company.taras)
        assert (refusal.code.name, refusal.fields[0].pointer) == ("not_subordinate", "/assignee_id")


def test_heads_and_administrators_give_tasks_to_anybody(company: Company) -> None:
    outsider = company.hire("Незалежна Вигадана")
    for actor in (company.head, ADMIN):
        assert give(company, actor, assignee_id=outsider)["assignee_id"] == outsider


def test_a_task_is_completed_once(company: Company) -> None:
    task = give(company, company.taras)
    done = company.bench.do(contracts.COMPLETE_TASK, {"id": task["id"], "result": "Домовились"}, by=company.taras)
    assert (done["status"], done["result"], done["completed_by"]) == ("done", "Домовились", company.taras_id)
    refusal = company.bench.refuses(contracts.COMPLETE_TASK, {"id": task["id"]}, by=company.taras)
    assert (refusal.code.name, refusal.values["status"]) == ("task_closed", "done")


def test_tasks_are_seen_by_author_assignee_their_superiors_and_the_role(company: Company) -> None:
    mine = give(company, company.foreman, assignee_id=company.taras_id)["id"]
    role = give(company, company.head, for_role="commercial_approver")["id"]
    approver = a_person("Погоджувачка", Role.COMMERCIAL_APPROVER, Role.MANAGER)
    seen = {
        actor.name: {row["id"] for row in company.bench.listed(contracts.LIST_TASKS, by=actor)}
        for actor in (company.head, company.foreman, company.taras, company.daryna, approver)
    }
    assert list(seen.values()) == [{mine, role}, {mine, role}, {mine}, set(), {role}]
    assert company.bench.refuses(contracts.GET_TASK, {"id": mine}, by=company.daryna).code.name == "not_found"


# ---------------------------------------------------------------- what orders make of tasks and the timeline


def hear_of_order(company: Company, status: OrderStatus, version: int, partner_id: str) -> None:
    subject, view = NEWS[orders.ORDER_CHANGED.address]
    changed = {"status": status, "partner_id": partner_id, "version": version}
    order = orders.OrderRow.model_validate({**view.model_dump(), **changed})
    company.bench.hear(orders.ORDER_CHANGED, order, subject_id=subject)


@pytest.mark.parametrize(
    ("status", "task"),
    [(OrderStatus.TO_FULFIL, "done"), (OrderStatus.CANCELLED, "cancelled")],
)
def test_an_order_on_approval_asks_the_approver_until_it_is_decided(
    company: Company, status: OrderStatus, task: str
) -> None:
    partner = company.a_partner()["id"]
    hear_of_order(company, OrderStatus.ON_APPROVAL, 1, partner)
    assert [row["for_role"] for row in company.bench.listed(contracts.LIST_TASKS, by=APPROVER)] == [
        "commercial_approver"
    ]
    hear_of_order(company, OrderStatus.ON_APPROVAL, 2, partner)
    assert len(company.bench.rows(Task)) == 1
    hear_of_order(company, status, 3, partner)
    assert [row.status for row in company.bench.rows(Task)] == [task]


def test_a_document_has_one_row_in_the_timeline_as_it_stands_now(company: Company) -> None:
    partner = company.a_partner()["id"]
    hear_of_order(company, OrderStatus.ON_APPROVAL, 1, partner)
    hear_of_order(company, OrderStatus.TO_FULFIL, 2, partner)
    rows = company.bench.listed(contracts.LIST_TIMELINE, partner_id=partner, kind=["order"], by=company.taras)
    assert [(row["number"], row["status"], row["amount"]) for row in rows] == [("ORD-000001", "to_fulfil", "240.00")]


def test_a_timeline_holds_one_client_s_rows_and_only_its_people_see_it(company: Company) -> None:
    mine, other = company.a_partner()["id"], company.a_partner("ПП «Дзвін»", by=company.daryna)["id"]
    hear_of_order(company, OrderStatus.ON_APPROVAL, 1, mine)
    seen = company.bench.listed(contracts.LIST_TIMELINE, partner_id=mine, by=company.taras)
    assert sorted(row["kind"] for row in seen) == ["order", "partner", "task"]
    assert [
        row["kind"] for row in company.bench.listed(contracts.LIST_TIMELINE, partner_id=other, by=company.daryna)
    ] == ["partner"]
    for by, partner in ((company.daryna, mine), (company.taras, other), (KALYNA.login, mine), (company.head, uuid7())):
        refusal = company.bench.refuses(contracts.LIST_TIMELINE, {"partner_id": partner}, by=by)
        assert refusal.code.name == "not_found"


# ---------------------------------------------------------------- lists


def test_partners_are_listed_in_ukrainian_order_through_all_pages(company: Company) -> None:
    names = ["Їдальня", "Ґрунт", "Гай", "іній", "Ірис", "Я", "Абрикос", "Євшан", "Еней", "Йорж", "Zorya"]
    for name in names:
        company.a_partner(name)
    wanted = ["Абрикос", "Гай", "Ґрунт", "Еней", "Євшан", "іній", "Ірис", "Їдальня", "Йорж", "Я", "Zorya"]
    pages = company.bench.pages(contracts.LIST_PARTNERS, 3, by=company.taras)
    assert [row["name"] for page in pages for row in page] == wanted


def test_a_manager_lists_the_team_s_clients_a_client_its_own_company(company: Company) -> None:
    mine, hers = company.a_partner()["id"], company.a_partner("ПП «Дзвін»", by=company.daryna)["id"]
    client = a_person("Клієнт: вхід", Role.CLIENT, partner_id=UUID(mine))
    for actor, sees in (
        (company.taras, {mine}),
        (company.daryna, {hers}),
        (company.foreman, {mine, hers}),
        (company.head, {mine, hers}),
        (a_person("Без Штату", Role.MANAGER), set()),
        (client, {mine}),
        (a_person("Без компанії", Role.CLIENT), set()),
    ):
        assert {row["id"] for row in company.bench.listed(contracts.LIST_PARTNERS, by=actor)} == sees, actor.name
        for one in {mine, hers} - sees:
            assert company.bench.refuses(contracts.GET_PARTNER, {"id": one}, by=actor).code.name == "not_found"


def test_an_approval_is_not_done_by_its_task_alone(company: Company) -> None:
    hear_of_order(company, OrderStatus.ON_APPROVAL, 1, company.a_partner()["id"])
    task = company.bench.rows(Task)[0]
    refusal = company.bench.refuses(contracts.COMPLETE_TASK, {"id": task.id}, by=APPROVER)
    assert refusal.code.name == "task_of_a_document"
    assert [row.status for row in company.bench.rows(Task)] == ["open"]


@pytest.mark.parametrize(("body", "pointer"), [({"for_role": "client"}, "/for_role"), ({}, "/assignee_id")])
def test_a_task_for_nobody_is_refused_at_its_field(company: Company, body: dict[str, str], pointer: str) -> None:
    without_card = a_person("Без картки", Role.HEAD_OF_SALES)
    refusal = company.bench.refuses(contracts.GIVE_TASK, {"title": "Зателефонувати", **body}, by=without_card)
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("task_for_nobody", [pointer])

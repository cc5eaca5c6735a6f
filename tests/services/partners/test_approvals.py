"""Approvals as tasks: of orders, of offers, of any document; and a task that mirrors a document's own."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from services.chassis.actor import SYSTEM, Role
from services.chassis.contracts import Event
from services.chassis.ids import uuid7
from services.chassis.runtime import Incoming
from services.deals import contracts as deals
from services.marketing import contracts as marketing
from services.orders import contracts as orders
from services.orders.contracts import OrderStatus
from services.partners import contracts, tasks
from services.partners.contracts import TaskStatus
from services.partners.models import Task
from services.partners.tasks import Mirrored
from services.pricing import contracts as pricing
from services.pricing.contracts import OfferStatus
from tests.services.cast import APPROVER, HEAD
from tests.services.company import Company
from tests.services.news import NEWS

COMMERCIAL, FINANCIAL, LOGISTICS = Role.COMMERCIAL_APPROVER, Role.FINANCIAL_APPROVER, Role.LOGISTICS_APPROVER
WAITS = {"awaits_approval": True}
AT = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)


def hear_of_order(company: Company, version: int, *awaits: Role, replayed: bool = False, **more: Any) -> None:
    subject, view = NEWS[orders.ORDER_CHANGED.address]
    order = orders.OrderRow.model_validate({**view.model_dump(), "awaits": awaits, "version": version, **more})
    company.bench.hear(orders.ORDER_CHANGED, order, subject_id=subject, replayed=replayed)


def hear_of_offer(company: Company, version: int, *, replayed: bool = False, **more: Any) -> None:
    subject, view = NEWS[pricing.OFFER_CHANGED.address]
    offer = pricing.OfferRow.model_validate({**view.model_dump(), "version": version, "awaits_approval": False, **more})
    company.bench.hear(pricing.OFFER_CHANGED, offer, subject_id=subject, replayed=replayed)


def asked(company: Company) -> dict[str, str]:
    """Status of the tasks by role."""
    return {row.for_role: row.status for row in company.bench.rows(Task) if row.for_role}


# ---------------------------------------------------------------- orders


def test_every_role_whose_approval_an_order_needs_has_a_task(company: Company) -> None:
    hear_of_order(company, 1, COMMERCIAL, FINANCIAL, LOGISTICS)
    assert asked(company) == dict.fromkeys((COMMERCIAL, FINANCIAL, LOGISTICS), "open")


def test_a_role_that_has_approved_is_asked_no_more_while_others_are(company: Company) -> None:
    hear_of_order(company, 1, COMMERCIAL, FINANCIAL)
    hear_of_order(company, 2, FINANCIAL)
    assert asked(company) == {COMMERCIAL: "done", FINANCIAL: "open"}
    hear_of_order(company, 3, FINANCIAL)
    assert asked(company) == {COMMERCIAL: "done", FINANCIAL: "open"}
    hear_of_order(company, 4, status=OrderStatus.TO_FULFIL)
    assert asked(company) == {COMMERCIAL: "done", FINANCIAL: "done"}


def test_an_order_that_names_no_role_waits_for_the_commercial_approver(company: Company) -> None:
    hear_of_order(company, 1)
    assert asked(company) == {COMMERCIAL: "open"}


def test_an_order_sent_back_for_approval_is_asked_of_again(company: Company) -> None:
    hear_of_order(company, 1, COMMERCIAL)
    hear_of_order(company, 2, status=OrderStatus.TO_FULFIL)
    hear_of_order(company, 3, FINANCIAL, COMMERCIAL)
    assert asked(company) == {COMMERCIAL: "open", FINANCIAL: "open"}
    again = company.bench.rows(Task, Task.for_role == COMMERCIAL)[0]
    assert (again.result, again.completed_by, again.completed_at) == (None, None, None)


def test_a_replay_asks_nobody_for_what_was_decided(company: Company) -> None:
    hear_of_order(company, 1, COMMERCIAL)
    hear_of_order(company, 2, status=OrderStatus.CANCELLED)
    assert asked(company) == {COMMERCIAL: "cancelled"}
    hear_of_order(company, 2, COMMERCIAL, replayed=True)
    assert asked(company) == {COMMERCIAL: "cancelled"}


def test_a_replay_asks_for_what_was_never_asked(company: Company) -> None:
    hear_of_order(company, 1, COMMERCIAL, replayed=True)
    assert asked(company) == {COMMERCIAL: "open"}


def test_a_task_that_somebody_gave_about_an_order_outlives_its_approval(company: Company) -> None:
    order, _ = NEWS[orders.ORDER_CHANGED.address]
    hear_of_order(company, 1)
    body = {"title": "Перевірити адресу", "subject_type": "order", "subject_id": order}
    task = company.bench.do(contracts.GIVE_TASK, body, by=company.taras)["id"]
    hear_of_order(company, 2, status=OrderStatus.TO_FULFIL)
    assert company.bench.do(contracts.GET_TASK, {"id": task}, by=company.taras)["status"] == "open"
    assert asked(company) == {COMMERCIAL: "done"}


def test_what_waits_for_approval_is_decided_in_the_document_alone(company: Company) -> None:
    hear_of_order(company, 1)
    task = str(company.bench.rows(Task)[0].id)
    for operation, more in ((contracts.COMPLETE_TASK, {}), (contracts.ACCEPT_TASK, {})):
        refusal = company.bench.refuses(operation, {"id": task, **more}, by=APPROVER)
        assert (refusal.code.name, refusal.http_status) == ("task_of_a_document", 409)


# ---------------------------------------------------------------- offers


@pytest.mark.parametrize(
    ("decided", "status", "result"),
    [
        ({"status": OfferStatus.IN_FORCE, "version_number": 1, "next_version": None}, "done", "in_force"),
        ({"status": OfferStatus.NOT_AGREED, "return_reason": "Забагато відстрочки"}, "done", "returned"),
        ({"status": OfferStatus.CLOSED}, "cancelled", "closed"),
    ],
)
def test_an_offer_on_approval_is_a_task_until_it_is_agreed_returned_or_closed(
    company: Company, decided: dict[str, Any], status: str, result: str
) -> None:
    hear_of_offer(company, 1, status=OfferStatus.NOT_AGREED)
    assert company.bench.rows(Task) == []
    hear_of_offer(company, 2, **WAITS)
    task = company.bench.rows(Task)[0]
    assert (task.title, task.for_role, task.status) == ("Погодити оферту OFR-000001", COMMERCIAL, "open")
    hear_of_offer(company, 3, **decided)
    task = company.bench.rows(Task)[0]
    assert (task.status, task.result) == (status, result)


def test_the_next_version_of_an_offer_in_force_is_asked_about_by_its_number(company: Company) -> None:
    hear_of_offer(company, 1, **WAITS)
    hear_of_offer(company, 2, status=OfferStatus.IN_FORCE, version_number=1, next_version=None)
    hear_of_offer(company, 3, **WAITS, status=OfferStatus.IN_FORCE, version_number=1, next_version=2)
    task = company.bench.rows(Task)[0]
    assert (task.title, task.status) == ("Погодити оферту OFR-000001, версія 2", "open")
    agreed = {"status": OfferStatus.IN_FORCE, "version_number": 2, "next_version": None}
    hear_of_offer(company, 4, **agreed)
    assert asked(company) == {COMMERCIAL: "done"}


def test_a_standard_offer_of_no_client_waits_for_its_approver_too(company: Company) -> None:
    hear_of_offer(company, 1, **WAITS, partner_id=None)
    rows = company.bench.listed(contracts.LIST_TASKS, subject_type="offer", by=APPROVER)
    assert [row["partner_id"] for row in rows] == [None]


# ---------------------------------------------------------------- commercial proposals


def hear_of_proposal(company: Company, version: int, status: str, *, replayed: bool = False, **more: Any) -> None:
    subject, view = NEWS[orders.PROPOSAL_CHANGED.address]
    said = {"version": version, "status": status, "awaits_approval": status == "on_approval", **more}
    proposal = orders.ProposalChanged.model_validate({**view.model_dump(), **said})
    company.bench.hear(orders.PROPOSAL_CHANGED, proposal, subject_id=subject, replayed=replayed)


@pytest.mark.parametrize(("decided", "result"), [("agreed", "agreed"), ("draft", "returned")])
def test_a_proposal_on_approval_is_a_task_of_the_approver_until_it_is_agreed_or_returned(
    company: Company, decided: str, result: str
) -> None:
    hear_of_proposal(company, 1, "draft")
    assert company.bench.rows(Task) == []
    hear_of_proposal(company, 2, "on_approval")
    task = the_task(company)
    shown = (task.title, task.subject_type, task.for_role, task.status)
    assert shown == ("Погодити пропозицію PRO-000001", "proposal", COMMERCIAL, "open")
    hear_of_proposal(company, 3, decided)
    assert (the_task(company).status, the_task(company).result) == ("done", result)
    hear_of_proposal(company, 2, "on_approval", replayed=True)
    assert the_task(company).status == "done"


def test_the_next_version_of_a_proposal_is_asked_about_by_its_number(company: Company) -> None:
    hear_of_proposal(company, 1, "on_approval")
    hear_of_proposal(company, 2, "agreed")
    hear_of_proposal(company, 3, "on_approval", version_number=2)
    task = the_task(company)
    assert (task.title, task.status) == ("Погодити пропозицію PRO-000001, версія 2", "open")


# ---------------------------------------------------------------- any document's task


PLAN_TASK = uuid7()


def mirror(company: Company, *, replayed: bool = False, **more: Any) -> Task | None:
    told = {"subject_type": "plan_task", "subject_id": PLAN_TASK, "title": "Показати зразки", **more}
    kept: list[Task | None] = []

    def tell(session: Session) -> bool:
        tx = company.bench.runtime.tx(session, Incoming(SYSTEM), "on:deals.plan_task_changed")
        kept.append(tasks.mirror(tx, Mirrored(**told), by=HEAD, replayed=replayed))
        tx.finish()
        return True

    company.bench.runtime.transaction(tell)
    return kept[0]


def the_task(company: Company) -> Any:
    rows = company.bench.rows(Task)
    assert len(rows) == 1
    return rows[0]


def test_a_task_says_what_its_document_says(company: Company) -> None:
    client = company.a_partner()["id"]
    mirror(company, assignee_id=UUID(company.taras_id), due_at=AT, partner_id=UUID(client))
    shown = company.bench.listed(contracts.LIST_TASKS, subject_type="plan_task", by=company.taras)[0]
    assert [shown[name] for name in ("title", "assignee_id", "due_at", "partner_id", "follows_document")] == [
        "Показати зразки",
        company.taras_id,
        "2026-06-12T09:00:00Z",
        client,
        True,
    ]
    mirror(company, title="Показати нові зразки", assignee_id=UUID(company.daryna_id))
    task = the_task(company)
    assert (task.title, str(task.assignee_id), task.due_at) == ("Показати нові зразки", company.daryna_id, None)


def test_telling_the_same_twice_changes_nothing(company: Company) -> None:
    told = {"assignee_id": UUID(company.taras_id), "due_at": AT}
    mirror(company, **told)
    once, events = the_task(company), len(company.bench.events())
    mirror(company, **told)
    assert (the_task(company), len(company.bench.events())) == (once, events)


@pytest.mark.parametrize("closed", [TaskStatus.DONE, TaskStatus.CANCELLED])
def test_a_document_s_task_is_closed_with_it_and_opened_again_with_it(company: Company, closed: TaskStatus) -> None:
    mirror(company, assignee_id=UUID(company.taras_id))
    mirror(company, closed=closed, result="Показали")
    task = the_task(company)
    assert (task.status, task.result, task.completed_by) == (closed, "Показали", HEAD.staff_id)
    mirror(company, replayed=True)
    assert the_task(company).status == closed
    mirror(company)
    assert (the_task(company).status, the_task(company).result) == ("open", None)


def test_what_was_closed_before_anybody_heard_of_it_is_nobody_s_task(company: Company) -> None:
    assert mirror(company, closed=TaskStatus.DONE) is None
    assert company.bench.rows(Task) == []


def test_somebody_who_does_not_work_here_is_left_out(company: Company) -> None:
    mirror(company, assignee_id=uuid7(), author_id=uuid7(), for_role=Role.MANAGER)
    task = the_task(company)
    assert (task.assignee_id, task.author_id, task.for_role) == (None, None, "manager")


# ---------------------------------------------------------------- tasks of plans, offers, overdue packaging


PLANNED = [
    deals.PLAN_TASK_CHANGED,
    marketing.EVENT_TASK_CHANGED,
    pricing.OFFER_PERIOD_CHANGED,
    orders.PACKAGING_REMINDER_CHANGED,
]


@pytest.mark.parametrize("event", PLANNED, ids=lambda one: one.name)
def test_a_task_of_a_plan_is_on_the_desk_of_whoever_has_it_to_do_until_it_is_done(
    company: Company, event: Event
) -> None:
    subject, view = NEWS[event.address]

    def hear(version: int, **more: Any) -> None:
        mine = {"assignee_id": UUID(company.taras_id), "version": version, **more}
        company.bench.hear(event, event.view.model_validate({**view.model_dump(), **mine}), subject_id=subject)

    hear(1)
    shown = company.bench.do(contracts.GET_DESK, by=company.taras)["tasks"]["items"]
    assert [(row["title"], row["subject_type"], row["due_at"]) for row in shown] == [
        (getattr(view, "title", None), event.subject, "2026-03-02T21:59:59Z")
    ]
    hear(2, status="done", result="Показали")
    task = the_task(company)
    assert (task.status, task.result) == ("done", "Показали")
    hear(3)
    assert the_task(company).status == "open"

"""The desk (H4): one person's day in one answer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.chassis.actor import Actor, Role
from services.chassis.ids import uuid7
from services.orders import contracts as orders
from services.partners import contracts
from services.partners.contracts import SHOWN_ON_DESK
from tests.services.cast import ADMIN, APPROVER, KALYNA, a_person
from tests.services.company import Company
from tests.services.news import NEWS

NOON = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
"""The tenth of June lasts in Kyiv from 21:00 UTC of the ninth to 21:00 UTC."""
DONE = contracts.COMPLETE_TASK


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    set_to(monkeypatch, NOON)
    return monkeypatch


def set_to(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("services.chassis.runtime.utc_now", lambda: now)


def desk(company: Company, by: Actor, **asked: Any) -> dict[str, Any]:
    return company.bench.do(contracts.GET_DESK, asked, by=by)


def give(company: Company, by: Actor, title: str = "Зателефонувати", **more: Any) -> str:
    given: str = company.bench.do(contracts.GIVE_TASK, {"title": title, **more}, by=by)["id"]
    return given


def plan(company: Company, by: Actor, client: str, planned_at: str, topic: str = "Зустріч") -> str:
    body = {"kind": "meeting", "partner_id": client, "topic": topic, "planned_at": planned_at}
    planned: str = company.bench.do(contracts.REGISTER_INTERACTION, body, by=by)["id"]
    return planned


def an_order_waits(company: Company, partner: str | None = None, **more: Any) -> None:
    _, view = NEWS[orders.ORDER_CHANGED.address]
    order_id = uuid7()
    changed = {"id": order_id, "partner_id": partner or KALYNA.id, "version": 1, **more}
    order = orders.OrderRow.model_validate({**view.model_dump(), **changed})
    company.bench.hear(orders.ORDER_CHANGED, order, subject_id=order_id)


def titles(shown: dict[str, Any]) -> list[str]:
    assert shown["total"] == len(shown["items"])
    return [row["title"] for row in shown["items"]]


# ---------------------------------------------------------------- tasks


def test_overdue_tasks_come_first_then_by_due_time_and_those_without_one_last(
    company: Company, clock: pytest.MonkeyPatch
) -> None:
    due = {"без строку": None, "завтра": NOON + timedelta(days=1), "вчора": NOON - timedelta(days=1), "зараз": NOON}
    for title, at in due.items():
        give(company, company.taras, title, due_at=at and at.isoformat())
    tasks = desk(company, company.taras)["tasks"]
    assert titles(tasks) == ["вчора", "зараз", "завтра", "без строку"]
    assert [row["overdue"] for row in tasks["items"]] == [True, False, False, False]


def test_tasks_are_one_s_own_and_those_for_one_s_roles_until_somebody_accepts_them(company: Company) -> None:
    give(company, company.taras, "моя")
    give(company, company.daryna, "чужа")
    shared = give(company, company.head, "будь-кого з менеджерів", for_role="manager")
    give(company, company.head, "комірника", for_role="warehouse")
    assert set(titles(desk(company, company.taras)["tasks"])) == {"моя", "будь-кого з менеджерів"}
    company.bench.do(contracts.ACCEPT_TASK, {"id": shared}, by=company.daryna)
    assert titles(desk(company, company.taras)["tasks"]) == ["моя"]
    assert set(titles(desk(company, company.daryna)["tasks"])) == {"чужа", "будь-кого з менеджерів"}


def test_what_is_done_or_cancelled_leaves_the_desk(company: Company) -> None:
    done, cancelled = give(company, company.taras), give(company, company.taras)
    company.bench.do(DONE, {"id": done}, by=company.taras)
    company.bench.do(contracts.CANCEL_TASK, {"id": cancelled, "reason": "Зайва"}, by=company.taras)
    shown = desk(company, company.taras)
    assert [titles(shown[name]) for name in ("tasks", "done_for_me")] == [[], []]


def test_a_list_is_cut_at_fifty_and_counted_whole(company: Company) -> None:
    shown = []
    for place in range(1, SHOWN_ON_DESK + 2):
        give(company, company.taras, f"Задача {place}")
        if place >= SHOWN_ON_DESK - 1:
            tasks = desk(company, company.taras)["tasks"]
            shown.append((len(tasks["items"]), tasks["total"]))
    assert shown == [(49, 49), (50, 50), (50, 51)]


# ---------------------------------------------------------------- approvals


def test_a_document_waits_on_the_desk_of_whoever_may_approve_it(company: Company) -> None:
    an_order_waits(company)
    shown = desk(company, APPROVER)
    assert titles(shown["approvals"]) == ["Погодити замовлення ORD-000001"]
    assert titles(shown["tasks"]) == []
    for other in (company.taras, company.head):
        assert titles(desk(company, other)["approvals"]) == []


def test_who_sees_own_clients_alone_is_asked_about_these_alone(company: Company) -> None:
    hers = company.a_partner("ПП «Дзвін»", by=company.daryna)["id"]
    an_order_waits(company, hers, awaits=("manager",))
    assert titles(desk(company, company.daryna)["approvals"]) == ["Погодити замовлення ORD-000001"]
    assert titles(desk(company, company.taras)["approvals"]) == []


# ---------------------------------------------------------------- today's talks


@pytest.mark.parametrize(
    ("planned_at", "shown"),
    [
        ("2026-06-09T20:59:59Z", False),
        ("2026-06-09T21:00:00Z", True),
        ("2026-06-10T20:59:59Z", True),
        ("2026-06-10T21:00:00Z", False),
    ],
)
def test_what_is_planned_for_today_is_on_the_desk(
    company: Company, clock: pytest.MonkeyPatch, planned_at: str, *, shown: bool
) -> None:
    plan(company, company.taras, company.a_partner()["id"], planned_at)
    assert desk(company, company.taras)["interactions"]["total"] == int(shown)


def test_talks_of_the_day_stand_in_their_order_without_those_done(company: Company, clock: pytest.MonkeyPatch) -> None:
    client = company.a_partner()["id"]
    hours = {"третя": 15, "перша": 8, "друга": 10}
    ids = {
        topic: plan(company, company.taras, client, f"2026-06-10T{hour:02}:00:00Z", topic)
        for topic, hour in hours.items()
    }
    shown = desk(company, company.taras)["interactions"]
    assert [row["topic"] for row in shown["items"]] == ["перша", "друга", "третя"]
    company.bench.do(contracts.FINISH_INTERACTION, {"id": ids["друга"]}, by=company.taras)
    left = desk(company, company.taras)["interactions"]
    assert ([row["topic"] for row in left["items"]], left["total"]) == (["перша", "третя"], 2)
    assert desk(company, company.daryna)["interactions"]["total"] == 0


@pytest.mark.parametrize(
    ("now", "hours"), [(datetime(2026, 3, 29, 9, tzinfo=UTC), 23), (datetime(2026, 10, 25, 9, tzinfo=UTC), 25)]
)
def test_the_days_on_which_clocks_are_changed_are_shorter_and_longer(
    company: Company, clock: pytest.MonkeyPatch, now: datetime, hours: int
) -> None:
    set_to(clock, now)
    client = company.a_partner()["id"]
    begins = datetime(2026, now.month, now.day, tzinfo=UTC) - timedelta(hours=2 if now.month == 3 else 3)
    for seconds in (0, hours * 3600 - 1, hours * 3600):
        plan(company, company.taras, client, (begins + timedelta(seconds=seconds)).isoformat())
    assert desk(company, company.taras)["interactions"]["total"] == 2


# ---------------------------------------------------------------- reminders


@pytest.mark.parametrize(("seconds", "due"), [(-1, True), (0, True), (1, False)])
def test_a_reminder_is_on_the_desk_when_its_time_has_come(
    company: Company, clock: pytest.MonkeyPatch, seconds: int, *, due: bool
) -> None:
    at = (NOON + timedelta(seconds=seconds)).isoformat()
    reminder = company.bench.do(contracts.ADD_REMINDER, {"text": "Пора", "remind_at": at}, by=company.taras)["id"]
    assert desk(company, company.taras)["reminders"]["total"] == int(due)
    company.bench.do(contracts.DISMISS_REMINDER, {"id": reminder}, by=company.taras)
    assert desk(company, company.taras)["reminders"]["total"] == 0


def test_a_reminder_put_off_comes_back_at_its_new_time(company: Company, clock: pytest.MonkeyPatch) -> None:
    body = {"text": "Пора", "remind_at": NOON.isoformat()}
    reminder = company.bench.do(contracts.ADD_REMINDER, body, by=company.taras)["id"]
    later = NOON + timedelta(hours=1)
    put_off = {"id": reminder, "remind_at": later.isoformat()}
    company.bench.do(contracts.PUT_REMINDER_OFF, put_off, by=company.taras)
    assert desk(company, company.taras)["reminders"]["total"] == 0
    set_to(clock, later)
    assert [row["text"] for row in desk(company, company.taras)["reminders"]["items"]] == ["Пора"]


# ---------------------------------------------------------------- done for me


def test_what_others_did_for_one_is_on_the_desk_until_seen(company: Company) -> None:
    task = give(company, company.foreman, "Звірити борг", assignee_id=company.taras_id)
    assert titles(desk(company, company.foreman)["done_for_me"]) == []
    company.bench.do(DONE, {"id": task}, by=company.taras)
    assert titles(desk(company, company.foreman)["done_for_me"]) == ["Звірити борг"]
    assert titles(desk(company, company.taras)["done_for_me"]) == []
    company.bench.do(contracts.SEE_TASK, {"id": task}, by=company.foreman)
    assert titles(desk(company, company.foreman)["done_for_me"]) == []


def test_a_cancelled_task_was_not_done_for_anybody(company: Company) -> None:
    task = give(company, company.foreman, assignee_id=company.taras_id)
    company.bench.do(contracts.CANCEL_TASK, {"id": task, "reason": "Передумали"}, by=company.head)
    assert titles(desk(company, company.foreman)["done_for_me"]) == []


# ---------------------------------------------------------------- whose desk


def test_a_superior_looks_at_a_subordinate_s_day_without_private_reminders(
    company: Company, clock: pytest.MonkeyPatch
) -> None:
    give(company, company.taras, "моя")
    plan(company, company.taras, company.a_partner()["id"], NOON.isoformat())
    company.bench.do(contracts.ADD_REMINDER, {"text": "Пора", "remind_at": NOON.isoformat()}, by=company.taras)
    give(company, company.head, "будь-кого", for_role="manager")
    for superior in (company.foreman, company.head, ADMIN):
        shown = desk(company, superior, staff_id=company.taras_id)
        assert shown["staff_id"] == company.taras_id
        assert set(titles(shown["tasks"])) == {"моя", "Зустріч"}
        assert (shown["interactions"]["total"], shown["reminders"]["total"]) == (1, 0)
    own = desk(company, company.taras, staff_id=company.taras_id)
    assert own == desk(company, company.taras)
    assert own["reminders"]["total"] == 1


@pytest.mark.parametrize("whose", ["solomiia_id", "daryna_id"])
def test_nobody_looks_at_the_desk_of_a_superior_or_colleague(company: Company, whose: str) -> None:
    asked = {"staff_id": getattr(company, whose)}
    refusal = company.bench.refuses(contracts.GET_DESK, asked, by=company.taras)
    assert (refusal.code.name, refusal.http_status) == ("desk_of_another", 403)


def test_nobody_has_a_desk_who_does_not_work_here(company: Company) -> None:
    assert company.bench.refuses(contracts.GET_DESK, {"staff_id": uuid7()}, by=company.head).http_status == 404


def test_somebody_without_a_member_of_staff_has_only_what_is_for_the_role(company: Company) -> None:
    give(company, company.taras)
    give(company, company.head, "комірника", for_role="warehouse")
    shown = desk(company, a_person("Комірник", Role.WAREHOUSE))
    assert (shown["staff_id"], titles(shown["tasks"])) == (None, ["комірника"])
    assert titles(shown["done_for_me"]) == []


def test_a_desk_takes_as_many_statements_when_it_is_full(company: Company) -> None:
    def counted() -> int:
        with company.bench.statements() as seen:
            desk(company, company.taras)
        return len(seen)

    empty = counted()
    client = company.a_partner()["id"]
    for place in range(5):
        give(company, company.taras)
        plan(company, company.taras, client, f"2026-06-1{place}T09:00:00Z")
        done = give(company, company.taras, assignee_id=company.taras_id)
        company.bench.do(DONE, {"id": done}, by=company.taras)
        body = {"text": "Пора", "remind_at": "2026-01-01T09:00:00Z"}
        company.bench.do(contracts.ADD_REMINDER, body, by=company.taras)
    assert counted() == empty == 5

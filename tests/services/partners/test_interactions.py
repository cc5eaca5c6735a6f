"""Talks with clients (H1): planned ones are tasks, done ones are in the client's timeline."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.chassis.actor import Role
from services.chassis.ids import uuid7
from services.partners import contracts
from services.partners.models import Interaction, Task
from services.partners.rules.interactions import is_ahead
from tests.services.cast import ADMIN, KALYNA, a_person
from tests.services.company import Company

NOON = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
"""The tenth of June ends in Kyiv at 21:00 UTC."""
TOMORROW = "2026-06-11T09:00:00Z"
REGISTER, FINISH, POSTPONE, CANCEL, CHANGE = (
    contracts.REGISTER_INTERACTION,
    contracts.FINISH_INTERACTION,
    contracts.POSTPONE_INTERACTION,
    contracts.CANCEL_INTERACTION,
    contracts.CHANGE_INTERACTION,
)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.chassis.runtime.utc_now", lambda: NOON)


@pytest.fixture
def client(company: Company) -> str:
    partner: str = company.a_partner(contact_persons=[{"full_name": "Олена Вигадана"}])["id"]
    return partner


def body(client: str, **more: Any) -> dict[str, Any]:
    return {"kind": "meeting", "partner_id": client, "topic": "Умови на літо", **more}


def planned(company: Company, client: str, **more: Any) -> dict[str, Any]:
    by = more.pop("by", company.taras)
    return company.bench.do(REGISTER, body(client, planned_at=TOMORROW, **more), by=by)


def task_of(company: Company) -> Any:
    tasks = company.bench.rows(Task)
    assert len(tasks) == 1, tasks
    return tasks[0]


# ---------------------------------------------------------------- planned


def test_what_is_planned_is_a_task_of_whoever_is_responsible(company: Company, client: str) -> None:
    talk = planned(company, client)
    assert (talk["status"], talk["responsible_id"], talk["happens_at"]) == ("planned", company.taras_id, TOMORROW)
    task = company.bench.listed(contracts.LIST_TASKS, by=company.taras)[0]
    assert [task[name] for name in ("title", "status", "assignee_id", "author_id", "partner_id", "due_at")] == [
        "Умови на літо",
        "open",
        company.taras_id,
        company.taras_id,
        client,
        TOMORROW,
    ]
    assert (task["subject_type"], task["subject_id"]) == ("interaction", talk["id"])
    assert company.bench.told()[-2:] == ["task_changed", "interaction_changed"]


def test_doing_it_closes_the_task_and_is_told_once(company: Company, client: str) -> None:
    talk = planned(company, client)
    told = len(company.bench.told())
    done = company.bench.do(FINISH, {"id": talk["id"], "result": "Чекають зразків"}, by=company.taras)
    assert (done["status"], done["done_at"], done["happens_at"]) == ("done", "2026-06-10T09:00:00Z", done["done_at"])
    task = task_of(company)
    assert (task.status, task.result, str(task.completed_by)) == ("done", "Чекають зразків", company.taras_id)
    assert sorted(company.bench.told()[told:]) == ["interaction_changed", "interaction_done", "task_changed"]
    fact = next(event for event in company.bench.events() if event["type"] == "partners.interaction_done")
    assert (fact["subject_id"], fact["occurred_at"]) == (talk["id"], "2026-06-10T09:00:00+00:00")


def test_who_planned_it_for_another_is_told_when_it_is_done(company: Company, client: str) -> None:
    talk = planned(company, client, by=company.foreman, responsible_id=company.taras_id)
    company.bench.do(FINISH, {"id": talk["id"]}, by=company.taras)
    assert task_of(company).seen_at is None
    seen = company.bench.do(contracts.GET_DESK, by=company.foreman)["done_for_me"]
    assert [row["title"] for row in seen["items"]] == ["Умови на літо"]


def test_the_task_moves_with_the_time_it_is_put_off_to(company: Company, client: str) -> None:
    talk = planned(company, client)
    put_off = company.bench.do(POSTPONE, {"id": talk["id"], "planned_at": "2026-06-12T08:00:00Z"}, by=company.taras)
    assert put_off["planned_at"] == put_off["happens_at"] == "2026-06-12T08:00:00Z"
    assert task_of(company).due_at == datetime(2026, 6, 12, 8, 0, tzinfo=UTC)


def test_a_cancelled_one_says_why_and_its_task_is_cancelled(company: Company, client: str) -> None:
    talk = planned(company, client)
    cancelled = company.bench.do(CANCEL, {"id": talk["id"], "reason": "Клієнт захворів"}, by=company.taras)
    assert (cancelled["status"], cancelled["result"]) == ("cancelled", "Клієнт захворів")
    assert (task_of(company).status, task_of(company).result) == ("cancelled", "Клієнт захворів")
    assert "interaction_done" not in company.bench.told()


@pytest.mark.parametrize("ended", ["done", "cancelled"])
def test_what_ended_is_not_done_put_off_or_cancelled_again(company: Company, client: str, ended: str) -> None:
    talk = {"id": planned(company, client)["id"]}
    end = (FINISH, talk) if ended == "done" else (CANCEL, {**talk, "reason": "Зайве"})
    company.bench.do(*end, by=company.taras)
    for operation, more in ((FINISH, {}), (POSTPONE, {"planned_at": TOMORROW}), (CANCEL, {"reason": "Ще раз"})):
        refusal = company.bench.refuses(operation, {**talk, **more}, by=company.taras)
        assert (refusal.code.name, refusal.values["status"]) == ("interaction_closed", ended)


def test_the_task_of_a_talk_is_closed_by_the_talk_alone(company: Company, client: str) -> None:
    planned(company, client)
    task = str(task_of(company).id)
    for operation, more in (
        (contracts.COMPLETE_TASK, {}),
        (contracts.ACCEPT_TASK, {}),
        (contracts.CHANGE_TASK, {"title": "Інша"}),
        (contracts.CANCEL_TASK, {"reason": "Зайве"}),
    ):
        refusal = company.bench.refuses(operation, {"id": task, **more}, by=company.taras)
        assert refusal.code.name == "task_of_a_document"


def test_a_talk_passed_on_is_the_other_s_task(company: Company, client: str) -> None:
    talk = planned(company, client)
    change = {"id": talk["id"], "responsible_id": company.daryna_id, "topic": "Умови на зиму"}
    refusal = company.bench.refuses(CHANGE, change, by=company.taras)
    assert (refusal.code.name, refusal.fields[0].pointer) == ("not_subordinate", "/responsible_id")
    company.bench.do(CHANGE, change, by=company.head)
    assert (str(task_of(company).assignee_id), task_of(company).title) == (company.daryna_id, "Умови на зиму")
    assert company.bench.do(FINISH, {"id": talk["id"]}, by=company.daryna)["status"] == "done"


# ---------------------------------------------------------------- done


def test_what_was_done_already_gives_nobody_a_task(company: Company, client: str) -> None:
    done_at = "2026-06-09T07:30:00Z"
    talk = company.bench.do(REGISTER, body(client, kind="phone_call", done_at=done_at, result="Ні"), by=company.taras)
    assert (talk["status"], talk["done_at"], talk["planned_at"]) == ("done", done_at, None)
    assert company.bench.rows(Task) == []
    assert sorted(company.bench.told()[-2:]) == ["interaction_changed", "interaction_done"]


@pytest.mark.parametrize(
    ("done_at", "allowed"),
    [("2026-06-10T20:59:59Z", True), ("2026-06-10T21:00:00Z", False), ("2026-06-10T21:00:01Z", False)],
)
def test_nothing_was_done_on_a_day_that_has_not_come(
    company: Company, client: str, done_at: str, *, allowed: bool
) -> None:
    talk = {"id": planned(company, client)["id"]}
    requests = [(REGISTER, body(client, done_at=done_at)), (FINISH, {**talk, "done_at": done_at})]
    for operation, asked in requests:
        if allowed:
            assert company.bench.do(operation, asked, by=company.taras)["done_at"] == done_at
        else:
            refusal = company.bench.refuses(operation, asked, by=company.taras)
            assert (refusal.code.name, refusal.fields[0].pointer) == ("done_ahead", "/done_at")


def test_the_last_moment_of_today_is_not_ahead() -> None:
    assert [is_ahead(NOON, at) for at in (NOON.replace(second=1), NOON, NOON.replace(hour=8))] == [False, True, True]


def test_what_was_talked_over_may_be_written_better_afterwards(company: Company, client: str) -> None:
    talk = company.bench.do(REGISTER, body(client, done_at="2026-06-09T07:30:00Z"), by=company.taras)
    changed = company.bench.do(CHANGE, {"id": talk["id"], "result": "Беруть сто"}, by=company.taras)
    assert (changed["result"], changed["status"]) == ("Беруть сто", "done")
    assert company.bench.told().count("interaction_done") == 1
    refusal = company.bench.refuses(CHANGE, {"id": talk["id"], "responsible_id": company.taras_id}, by=company.taras)
    assert refusal.code.name == "interaction_closed"


# ---------------------------------------------------------------- with whom, about what


def test_those_who_take_part_are_the_client_s_own_people(company: Company, client: str) -> None:
    person = company.bench.do(contracts.GET_PARTNER, {"id": client})["contact_persons"][0]["id"]
    talk = planned(company, client, contact_person_ids=[person, person])
    assert talk["contact_person_ids"] == [person]
    other = company.a_partner("ПП «Дзвін»", contact_persons=[{"full_name": "Чужа Вигадана"}])
    strangers = [person, other["contact_persons"][0]["id"], uuid7()]
    for operation, asked in (
        (REGISTER, body(client, planned_at=TOMORROW, contact_person_ids=strangers)),
        (CHANGE, {"id": talk["id"], "contact_person_ids": strangers}),
    ):
        refusal = company.bench.refuses(operation, asked, by=company.taras)
        assert refusal.code.name == "unknown_reference"
        assert [field.pointer for field in refusal.fields] == ["/contact_person_ids/1", "/contact_person_ids/2"]
    assert (
        company.bench.do(CHANGE, {"id": talk["id"], "contact_person_ids": []}, by=company.taras)["contact_person_ids"]
        == []
    )


def test_a_talk_with_a_card_that_was_merged_goes_on_with_the_people_of_its_heir(company: Company, client: str) -> None:
    talk, person = planned(company, client), company.bench.do(contracts.GET_PARTNER, {"id": client})["contact_persons"]
    heir = company.a_partner("Калина", accept_duplicates=True)["id"]
    company.bench.do(contracts.MERGE_PARTNER, {"id": client, "into_id": heir}, by=company.head)
    change = {"id": talk["id"], "contact_person_ids": [person[0]["id"]]}
    assert company.bench.do(CHANGE, change, by=company.taras)["contact_person_ids"] == [person[0]["id"]]
    found = company.bench.listed(contracts.LIST_INTERACTIONS, partner_id=heir, by=company.taras)
    assert [row["id"] for row in found] == [talk["id"]]


def test_all_that_is_wrong_is_said_at_once(company: Company, client: str) -> None:
    asked = body(client, subject_id=uuid7(), contact_person_ids=[uuid7()])
    refusal = company.bench.refuses(REGISTER, asked, by=ADMIN)
    assert refusal.code.name == "invalid"
    assert sorted((field.pointer, field.code) for field in refusal.fields) == [
        ("/contact_person_ids/0", "unknown_reference"),
        ("/planned_at", "interaction_when"),
        ("/responsible_id", "task_for_nobody"),
        ("/subject_type", "subject_half"),
    ]


def test_nobody_gives_a_talk_to_a_superior_or_colleague(company: Company, client: str) -> None:
    for other in (company.solomiia_id, company.daryna_id):
        asked = body(client, planned_at=TOMORROW, responsible_id=other)
        refusal = company.bench.refuses(REGISTER, asked, by=company.taras)
        assert (refusal.code.name, refusal.fields[0].pointer) == ("not_subordinate", "/responsible_id")
    assert company.bench.rows(Interaction) == []


def test_another_s_client_is_not_there(company: Company, client: str) -> None:
    talk = planned(company, client)
    refusal = company.bench.refuses(REGISTER, body(client, planned_at=TOMORROW), by=company.daryna)
    assert (refusal.code.name, refusal.http_status) == ("partner_not_found", 404)
    for operation in (contracts.GET_INTERACTION, FINISH):
        assert company.bench.refuses(operation, {"id": talk["id"]}, by=company.daryna).http_status == 404
    assert company.bench.listed(contracts.LIST_INTERACTIONS, by=company.daryna) == []
    itself = a_person("Клієнт: вхід", Role.CLIENT, partner_id=task_of(company).partner_id)
    assert company.bench.refuses(contracts.LIST_INTERACTIONS, by=itself).code.name == "forbidden"


def test_who_has_it_to_do_sees_it_whosesoever_the_client_is(company: Company, client: str) -> None:
    talk = planned(company, client, by=company.head, responsible_id=company.daryna_id)
    assert company.bench.do(contracts.GET_INTERACTION, {"id": talk["id"]}, by=company.daryna)["id"] == talk["id"]
    refusal = company.bench.refuses(contracts.GET_PARTNER, {"id": client}, by=company.daryna)
    assert refusal.code.name == "not_found"


# ---------------------------------------------------------------- lists and the timeline


def test_interactions_are_filtered_by_everything_one_looks_for(company: Company, client: str) -> None:
    order = uuid7()
    first = planned(company, client, subject_type="order", subject_id=order)["id"]
    asked = body(client, kind="phone_call", done_at="2026-06-09T07:30:00Z", responsible_id=company.daryna_id)
    second = company.bench.do(REGISTER, asked, by=company.head)["id"]
    found = {
        str(filters): [row["id"] for row in company.bench.listed(contracts.LIST_INTERACTIONS, **filters)]
        for filters in (
            {},
            {"order": "happens_at"},
            {"partner_id": uuid7()},
            {"responsible_id": company.daryna_id},
            {"kind": ["phone_call", "sms"]},
            {"status": ["planned"]},
            {"subject_id": order},
            {"subject_type": "deal"},
            {"planned_at_from": TOMORROW, "planned_at_to": TOMORROW},
            {"planned_at_to": "2026-06-11T08:59:59Z"},
        )
    }
    assert list(found.values()) == [
        [first, second],
        [second, first],
        [],
        [second],
        [second],
        [first],
        [first],
        [],
        [first],
        [],
    ]


def test_a_talk_stands_in_the_client_s_timeline_when_it_happens_but_not_for_the_client(
    company: Company, client: str
) -> None:
    talk = planned(company, client)
    rows = company.bench.listed(contracts.LIST_TIMELINE, partner_id=client, by=company.taras)
    assert [(row["kind"], row["title"], row["status"]) for row in rows if row["kind"] != "partner"] == [
        ("interaction", "Умови на літо", "planned"),
        ("task", "Умови на літо", "open"),
    ]
    assert (rows[0]["document_id"], rows[0]["happened_at"]) == (talk["id"], TOMORROW)
    itself = a_person("Клієнт: вхід", Role.CLIENT, partner_id=task_of(company).partner_id)
    seen = company.bench.listed(contracts.LIST_TIMELINE, partner_id=client, by=itself)
    assert [row["kind"] for row in seen] == ["partner"]
    assert company.bench.refuses(contracts.LIST_TIMELINE, {"partner_id": client}, by=KALYNA.login).http_status == 404

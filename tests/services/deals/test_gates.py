"""What a stage demands before it is left (D3), and how long a deal may stay on it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.chassis.ids import uuid7
from services.chassis.tx import business_day, utc_now
from services.deals import contracts
from services.deals.contracts import DocumentKind, Gates, RequiredDocument, RequiredField
from services.deals.models import DealStage, PlannedTask
from services.deals.rules.built_in import stages
from services.deals.rules.gates import Facts, days_beyond, lacking
from services.deals.rules.moves import broken
from services.orders import contracts as orders
from services.partners import contracts as partners
from tests.services.builders import OLENA, Pipeline, an_order
from tests.services.cast import ADMIN, DZVIN, HEAD, KALYNA, TARAS, Client
from tests.services.news import NEWS

ROLE = uuid7()


def pointers(refusal: Any) -> list[str]:
    return [field.pointer for field in refusal.fields]


def a_role(pipeline: Pipeline, name: str = "Ухвалює рішення") -> str:
    return str(pipeline.bench.do(contracts.ADD_PARTICIPANT_ROLE, {"name": name}, by=ADMIN)["id"])


@pytest.mark.parametrize(
    ("gates", "facts", "lacks"),
    [
        (Gates(), Facts(), []),
        (Gates(fields=(RequiredField.POTENTIAL,)), Facts(), ["/potential"]),
        (Gates(fields=(RequiredField.POTENTIAL,)), Facts(filled={"potential"}), []),
        (Gates(demand=True), Facts(), ["/demand"]),
        (Gates(demand=True), Facts(demand=True), []),
        (Gates(participant_roles=(ROLE,)), Facts(), [f"/participants/{ROLE}"]),
        (Gates(participant_roles=(ROLE,)), Facts(roles={ROLE}), []),
        (Gates(), Facts(open_tasks=((ROLE, "Заміряти"),)), [f"/plan-tasks/{ROLE}"]),
    ],
)
def test_each_gate_is_closed_until_what_it_demands_is_there(gates: Gates, facts: Facts, lacks: list[str]) -> None:
    assert [one.pointer for one in lacking(gates, facts)] == lacks


@pytest.mark.parametrize(("there", "passes"), [(0, False), (1, False), (2, True), (3, True)])
def test_documents_are_counted_up_to_the_number_demanded(there: int, passes: bool) -> None:
    gates = Gates(documents=(RequiredDocument(kind=DocumentKind.ORDER, at_least=2),))
    assert (lacking(gates, Facts(documents={"order": there})) == []) == passes


@pytest.mark.parametrize(("day", "beyond"), [(9, 0), (10, 0), (11, 1), (15, 5)])
def test_a_stay_is_overdue_from_the_day_after_the_last_one_expected(day: int, beyond: int) -> None:
    assert days_beyond(date(2026, 3, 10), date(2026, 3, day)) == beyond
    assert days_beyond(None, date(2026, 3, day)) == 0


def test_a_move_is_refused_once_with_every_gate_that_is_closed(pipeline: Pipeline) -> None:
    role = a_role(pipeline)
    gates = {
        "fields": ["potential", "expected_close_on", "offer_id", "description"],
        "documents": [{"kind": "order", "at_least": 1}],
        "demand": True,
        "participant_roles": [role],
    }
    tasks = [{"title": "Заміряти цех", "within_days": 3}, {"title": "Подякувати", "required": False}]
    kind = pipeline.a_kind({"code": "measuring", "name": "Замір", "gates": gates, "tasks": tasks}, {"code": "later"})
    deal = pipeline.a_deal(kind_id=kind, potential=None)
    task = next(row for row in pipeline.bench.rows(PlannedTask) if row.required)
    refusal = pipeline.bench.refuses(contracts.MOVE_DEAL, {"id": deal["id"], "stage": "later"})
    assert (refusal.code.name, refusal.http_status) == ("stage_gates", 409)
    assert pointers(refusal) == [
        "/potential",
        "/expected_close_on",
        "/offer_id",
        "/description",
        "/documents/order",
        "/demand",
        f"/participants/{role}",
        f"/plan-tasks/{task.id}",
    ]
    said = " ".join(field.message for field in refusal.fields)
    for word in ("expected close date", "order", "Ухвалює рішення", "Заміряти цех"):
        assert word in said
    assert pointers(pipeline.bench.refuses(contracts.WIN_DEAL, {"id": deal["id"]})) == pointers(refusal)
    assert len(pipeline.bench.rows(DealStage)) == 1


def test_a_deal_goes_on_once_all_is_there(pipeline: Pipeline) -> None:
    role = a_role(pipeline)
    gates = {"documents": [{"kind": "order"}], "demand": True, "participant_roles": [role]}
    kind = pipeline.a_kind({"code": "first", "gates": gates, "tasks": [{"title": "Заміряти"}]}, {"code": "later"})
    deal = pipeline.a_deal(kind_id=kind)
    bench, move = pipeline.bench, {"id": deal["id"], "stage": "later"}
    task = bench.listed(contracts.LIST_PLAN_TASKS, deal_id=deal["id"])[0]
    bench.do(contracts.FINISH_PLAN_TASK, {"id": task["id"]})
    bench.do(contracts.SET_DEMAND, {"id": deal["id"], "text": "Світло в цеху"})
    person = {"id": deal["id"], "side": "contact_person", "subject_id": OLENA, "role_id": role}
    bench.do(contracts.ADD_PARTICIPANT, person)
    bench.hear(orders.ORDER_CHANGED, an_order(deal, status="cancelled", state="cancelled"))
    assert pointers(bench.refuses(contracts.MOVE_DEAL, move)) == ["/documents/order"]
    bench.hear(orders.ORDER_CHANGED, an_order(deal, "ORD-000002"))
    assert bench.do(contracts.MOVE_DEAL, move)["stage"] == "later"


@pytest.mark.parametrize(
    ("status", "last_day", "counts"),
    [
        ("draft", None, True),
        ("sent", 0, True),
        ("sent", -1, False),
        ("draft", -1, False),
        ("accepted", -1, True),
        ("declined", None, False),
    ],
)
def test_a_proposal_that_was_declined_or_has_expired_is_none(
    pipeline: Pipeline, status: str, last_day: int | None, counts: bool
) -> None:
    gates = {"documents": [{"kind": "proposal"}]}
    deal = pipeline.a_deal(kind_id=pipeline.a_kind({"code": "first", "gates": gates}, {"code": "later"}))
    valid_to = None if last_day is None else business_day(utc_now()) + timedelta(days=last_day)
    news = NEWS[orders.PROPOSAL_CHANGED.address][1]
    told = {"deal_id": UUID(deal["id"]), "status": orders.ProposalStatus(status), "valid_to": valid_to}
    pipeline.bench.hear(orders.PROPOSAL_CHANGED, news.model_copy(update=told))
    move = {"id": deal["id"], "stage": "later"}
    if counts:
        assert pipeline.bench.do(contracts.MOVE_DEAL, move)["stage"] == "later"
    else:
        assert pointers(pipeline.bench.refuses(contracts.MOVE_DEAL, move)) == ["/documents/proposal"]


@pytest.mark.parametrize(
    ("status", "client", "counts"), [("done", KALYNA, True), ("cancelled", KALYNA, False), ("done", DZVIN, False)]
)
def test_a_talk_that_was_called_off_or_is_another_client_s_is_none(
    pipeline: Pipeline, status: str, client: Client, counts: bool
) -> None:
    gates = {"documents": [{"kind": "interaction"}]}
    deal = pipeline.a_deal(kind_id=pipeline.a_kind({"code": "first", "gates": gates}, {"code": "later"}))
    news = NEWS[partners.INTERACTION_CHANGED.address][1]
    told = {"subject_id": UUID(deal["id"]), "status": partners.InteractionStatus(status), "partner_id": client.id}
    pipeline.bench.hear(partners.INTERACTION_CHANGED, news.model_copy(update=told))
    move = {"id": deal["id"], "stage": "later"}
    if counts:
        assert pipeline.bench.do(contracts.MOVE_DEAL, move)["stage"] == "later"
    else:
        assert pointers(pipeline.bench.refuses(contracts.MOVE_DEAL, move)) == ["/documents/interaction"]


def test_going_back_and_losing_pass_no_gates(pipeline: Pipeline) -> None:
    kind = pipeline.a_kind({"code": "first"}, {"code": "second", "gates": {"demand": True}, "next": ["first"]})
    deal = pipeline.move(pipeline.a_deal(kind_id=kind), "second")
    assert pipeline.bench.refuses(contracts.WIN_DEAL, {"id": deal["id"]}).code.name == "stage_gates"
    assert pipeline.move(deal, "first")["stage"] == "first"
    assert pipeline.lose(pipeline.move(deal, "second"))["status"] == "lost"


def test_a_kind_cannot_demand_a_role_that_there_is_not(pipeline: Pipeline) -> None:
    at = "/stages/0/gates/participant_roles/0"
    stage = {"code": "first", "name": "Перший", "gates": {"participant_roles": [uuid7()]}}
    sound = pipeline.bench.refuses(contracts.ADD_DEAL_KIND, {"name": "Вид", "stages": [stage]}, by=ADMIN)
    assert (sound.code.name, pointers(sound)) == ("unknown_reference", [at])
    stage["next"] = ["nowhere"]
    both = pipeline.bench.refuses(contracts.ADD_DEAL_KIND, {"name": "Вид", "stages": [stage]}, by=ADMIN)
    assert (both.code.name, pointers(both)) == ("stages_broken", ["/stages", at])


def test_a_stage_s_tasks_are_planned_when_a_deal_first_comes_to_it(pipeline: Pipeline) -> None:
    tasks = [{"title": "Заміряти", "within_days": 2, "required": False}]
    kind = pipeline.a_kind({"code": "first", "next": ["second"]}, {"code": "second", "tasks": tasks, "next": ["first"]})
    deal = pipeline.a_deal(kind_id=kind, by=TARAS)
    assert pipeline.bench.rows(PlannedTask) == []
    for stage in ("second", "first", "second"):
        pipeline.move(deal, stage)
    planned = pipeline.bench.listed(contracts.LIST_PLAN_TASKS, deal_id=deal["id"])
    assert [(task["title"], task["stage"], task["assignee_id"]) for task in planned] == [
        ("Заміряти", "second", deal["manager_id"])
    ]
    assert planned[0]["due_on"] > deal["created_at"][:10]
    assert pipeline.bench.told().count("plan_task_changed") == 1


def test_a_deal_beyond_its_days_stands_out_on_its_card_and_in_the_list(pipeline: Pipeline) -> None:
    kind = pipeline.a_kind({"code": "short", "expected_days": 3}, {"code": "endless"})
    late, fresh = (pipeline.a_deal(kind_id=kind) for _ in range(2))
    stay = next(row for row in pipeline.bench.rows(DealStage) if str(row.deal_id) == late["id"])
    with pipeline.bench.database.write() as session:
        ago = stay.due_on - timedelta(days=5)
        session.execute(DealStage.__table__.update().where(DealStage.id == stay.id).values(due_on=ago))
    assert [one["overdue_days"] for one in pipeline.bench.do(contracts.GET_DEAL, {"id": late["id"]})["stages"]] == [2]
    assert [row["id"] for row in pipeline.bench.listed(contracts.LIST_DEALS, stage_overdue=True)] == [late["id"]]
    rows = pipeline.bench.listed(contracts.LIST_DEALS, stage_overdue=False)
    assert [(row["id"], row["stage_overdue"]) for row in rows] == [(fresh["id"], False)]
    moved = pipeline.move(late, "endless")
    assert [(one["stage"], one["overdue_days"]) for one in moved["stages"]] == [("short", 2), ("endless", 0)]
    assert pipeline.bench.listed(contracts.LIST_DEALS, stage_overdue=True) == []


def test_the_built_in_process_is_sound_and_leads_from_first_contact_to_fulfilment(pipeline: Pipeline) -> None:
    assert broken(stages("uk")) == []
    for language, name in (("uk", "Процес продажу"), ("en", "Selling process")):
        kind = pipeline.bench.do(contracts.ADD_BUILT_IN_KIND, by=replace(HEAD, language=language))
        assert kind["name"] == name
        assert [stage["code"] for stage in kind["stages"]] == [
            "first_contact",
            "qualification",
            "proposal",
            "presentation",
            "agreement",
            "preparation",
            "fulfilment",
        ]
        assert pipeline.bench.do(contracts.GET_DEAL_KIND, {"id": kind["id"]}) == kind
    deal = pipeline.a_deal(kind_id=kind["id"])
    for stage in ("qualification", "first_contact", "qualification"):
        pipeline.move(deal, stage)
    refusal = pipeline.bench.refuses(contracts.MOVE_DEAL, {"id": deal["id"], "stage": "proposal"})
    assert pointers(refusal) == ["/demand"]


def test_a_kind_gets_another_name_and_other_stages_but_keeps_those_that_deals_stand_on(pipeline: Pipeline) -> None:
    deal, done = pipeline.a_deal("qualification"), pipeline.a_deal("proposal")
    pipeline.bench.do(contracts.WIN_DEAL, {"id": done["id"]})
    change = {"id": pipeline.kind, "name": "Продаж світла", "stages": [{"code": "new", "name": "Нова"}]}
    refusal = pipeline.bench.refuses(contracts.CHANGE_DEAL_KIND, change)
    assert (refusal.code.name, pointers(refusal), refusal.values) == (
        "stages_in_use",
        ["/stages"],
        {"stages": "qualification"},
    )
    stages = [{"code": "new", "name": "Нова"}, {"code": "qualification", "name": "Перевірка", "next": ["new"]}]
    changed = pipeline.bench.do(contracts.CHANGE_DEAL_KIND, {**change, "stages": stages})
    assert (changed["name"], [stage["code"] for stage in changed["stages"]]) == (
        "Продаж світла",
        ["new", "qualification"],
    )
    assert pipeline.move(deal, "new")["stage"] == "new"
    assert pipeline.a_deal()["stage"] == "new"
    broken = {**change, "stages": [{"code": "new", "name": "Нова", "next": ["nowhere"]}]}
    assert pipeline.bench.refuses(contracts.CHANGE_DEAL_KIND, broken).code.name == "stages_broken"
    only_named = pipeline.bench.do(contracts.CHANGE_DEAL_KIND, {"id": pipeline.kind, "name": "Продаж"})
    assert only_named["stages"] == changed["stages"]

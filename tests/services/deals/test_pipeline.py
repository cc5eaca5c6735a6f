"""A deal's way: registered at the first stage, moved as its kind allows, won or lost once."""

import pytest

from services.chassis.actor import Role
from services.chassis.ids import uuid7
from services.chassis.tables import partner_access
from services.deals import contracts
from services.deals.models import Deal, DealStage
from tests.services.bench import Bench
from tests.services.builders import STAGES, Pipeline, introduce
from tests.services.cast import (
    ADMIN,
    CASHIER,
    DARYNA,
    DARYNA_ID,
    HEAD,
    KALYNA,
    PROMIN,
    SOLOMIIA_ID,
    TARAS,
    TARAS_ID,
    a_person,
)


def test_a_deal_begins_in_work_at_the_first_stage(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    assert (deal["status"], deal["stage"], deal["number"]) == ("in_work", "first_contact", "DEAL-000001")
    assert [(stay["stage"], stay["left_at"]) for stay in deal["stages"]] == [("first_contact", None)]


def test_the_responsible_is_who_was_named_else_who_registers_else_the_client_s_manager(pipeline: Pipeline) -> None:
    without_staff = a_person("Керівниця без картки", Role.HEAD_OF_SALES)
    assert pipeline.a_deal(manager_id=DARYNA_ID)["manager_id"] == str(DARYNA_ID)
    assert pipeline.a_deal(by=HEAD)["manager_id"] == str(SOLOMIIA_ID)
    assert pipeline.a_deal(by=without_staff)["manager_id"] == str(TARAS_ID)


def test_a_responsible_who_does_not_work_here_is_named_at_the_field(pipeline: Pipeline) -> None:
    refusal = pipeline.bench.refuses(contracts.REGISTER_DEAL, pipeline.body(manager_id=uuid7()))
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("unknown_reference", ["/manager_id"])
    assert pipeline.bench.rows(Deal) == []


def test_a_client_registered_a_moment_ago_is_its_manager_s_before_its_event_has_come(deals: Bench) -> None:
    pipeline = Pipeline(deals, known=())
    deal = pipeline.a_deal(by=TARAS)
    assert deals.do(contracts.GET_DEAL, {"id": deal["id"]}, by=TARAS) == deal
    assert deals.refuses(contracts.GET_DEAL, {"id": deal["id"]}, by=DARYNA).code.name == "not_found"
    introduce(deals, KALYNA)
    assert [(row.name, row.version) for row in deals.rows(partner_access)] == [(KALYNA.name, 1)]


def test_each_organization_numbers_its_own_deals(pipeline: Pipeline) -> None:
    numbers = [
        pipeline.a_deal()["number"],
        pipeline.a_deal()["number"],
        pipeline.a_deal(organization_id=PROMIN)["number"],
    ]
    assert numbers == ["DEAL-000001", "DEAL-000002", "DEAL-000001"]


def test_a_refused_deal_takes_no_number(pipeline: Pipeline) -> None:
    pipeline.bench.refuses(contracts.REGISTER_DEAL, pipeline.body(kind_id=uuid7()))
    assert pipeline.a_deal()["number"] == "DEAL-000001"


def test_an_unknown_kind_is_named_at_its_field(pipeline: Pipeline) -> None:
    refusal = pipeline.bench.refuses(contracts.REGISTER_DEAL, pipeline.body(kind_id=uuid7()))
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("unknown_reference", ["/kind_id"])


def test_a_deal_without_stages_has_none_and_cannot_be_moved(pipeline: Pipeline) -> None:
    kind = pipeline.bench.do(contracts.ADD_DEAL_KIND, {"name": "Без етапів"}, by=ADMIN)["id"]
    deal = pipeline.a_deal(kind_id=kind)
    assert (deal["stage"], deal["stages"]) == (None, [])
    move = {"id": deal["id"], "stage": "qualification"}
    assert pipeline.bench.refuses(contracts.MOVE_DEAL, move).code.name == "deal_stage"
    assert pipeline.bench.do(contracts.WIN_DEAL, {"id": deal["id"]})["status"] == "won"


def test_moving_closes_the_stay_on_the_old_stage_and_opens_one_on_the_new(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("qualification", by=TARAS)
    left, stays = deal["stages"]
    assert left["left_at"] is not None
    assert (stays["stage"], stays["left_at"], stays["moved_by"]) == ("qualification", None, str(TARAS.user_id))
    assert stays["entered_at"] == left["left_at"]


def test_going_back_is_a_new_stay_the_old_one_remains(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("proposal")
    back = pipeline.bench.do(contracts.MOVE_DEAL, {"id": deal["id"], "stage": "qualification"})
    assert [stay["stage"] for stay in back["stages"]] == ["first_contact", "qualification", "proposal", "qualification"]


@pytest.mark.parametrize("stage", ["first_contact", "proposal", "agreement", "nowhere"])
def test_a_move_that_the_kind_does_not_allow_is_refused_with_those_it_does(pipeline: Pipeline, stage: str) -> None:
    deal = pipeline.a_deal()
    refusal = pipeline.bench.refuses(contracts.MOVE_DEAL, {"id": deal["id"], "stage": stage})
    assert (refusal.code.name, refusal.http_status) == ("deal_stage", 409)
    assert refusal.values["allowed"] == "qualification"
    assert "qualification" in refusal.sentence("uk")


def test_a_won_deal_keeps_its_stage_and_leaves_it(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("qualification")
    won = pipeline.bench.do(contracts.WIN_DEAL, {"id": deal["id"]})
    assert (won["status"], won["stage"]) == ("won", "qualification")
    assert won["stages"][-1]["left_at"] == won["closed_at"] is not None


def test_a_lost_deal_keeps_the_stage_at_which_it_was_lost_with_reason_and_comment(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("proposal")
    loss = {"id": deal["id"], "loss_reason_id": pipeline.reason, "comment": "Обрали дешевше"}
    lost = pipeline.bench.do(contracts.LOSE_DEAL, loss)
    assert (lost["status"], lost["stage"], lost["loss_reason_id"]) == ("lost", "proposal", pipeline.reason)
    event = pipeline.bench.events()[-1]
    assert (event["type"], event["data"]["reason"]) == ("deals.deal_lost", "Дорожче за конкурента")


def test_a_deal_cannot_be_lost_for_an_unknown_reason(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    refusal = pipeline.bench.refuses(contracts.LOSE_DEAL, {"id": deal["id"], "loss_reason_id": uuid7()})
    assert [field.pointer for field in refusal.fields] == ["/loss_reason_id"]
    assert pipeline.bench.do(contracts.GET_DEAL, {"id": deal["id"]})["status"] == "in_work"


@pytest.mark.parametrize("end", ["won", "lost"])
def test_nothing_of_a_closed_deal_can_be_changed(pipeline: Pipeline, end: str) -> None:
    bench, deal = pipeline.bench, pipeline.a_deal()
    lose = {"id": deal["id"], "loss_reason_id": pipeline.reason}
    if end == "won":
        bench.do(contracts.WIN_DEAL, {"id": deal["id"]})
    else:
        bench.do(contracts.LOSE_DEAL, lose)
    told = len(bench.events())
    for operation, body in (
        (contracts.CHANGE_DEAL, {"id": deal["id"], "name": "Інша назва"}),
        (contracts.MOVE_DEAL, {"id": deal["id"], "stage": "qualification"}),
        (contracts.WIN_DEAL, {"id": deal["id"]}),
        (contracts.LOSE_DEAL, lose),
    ):
        refusal = bench.refuses(operation, body)
        assert (refusal.code.name, refusal.http_status, refusal.values["status"]) == ("deal_closed", 409, end)
    assert len(bench.events()) == told
    assert len(bench.rows(DealStage)) == 1


def test_a_change_keeps_what_is_not_named_and_clears_what_is_null(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(description="Три лінії")
    changed = pipeline.bench.do(contracts.CHANGE_DEAL, {"id": deal["id"], "potential": None})
    assert (changed["name"], changed["potential"], changed["description"]) == (deal["name"], None, "Три лінії")


def test_a_kind_with_broken_stages_is_refused_naming_them_all(pipeline: Pipeline) -> None:
    stages = [*STAGES, {"code": "qualification", "name": "Ще раз", "next": ["nowhere"]}]
    refusal = pipeline.bench.refuses(contracts.ADD_DEAL_KIND, {"name": "Зламаний", "stages": stages}, by=ADMIN)
    assert (refusal.code.name, refusal.values["wrong"]) == ("stages_broken", "nowhere, qualification")


def test_only_heads_set_kinds_and_reasons_up(pipeline: Pipeline) -> None:
    for actor in (TARAS, CASHIER):
        assert pipeline.bench.refuses(contracts.ADD_DEAL_KIND, {"name": "Вид"}, by=actor).code.name == "forbidden"
        assert pipeline.bench.refuses(contracts.ADD_LOSS_REASON, {"name": "Причина"}, by=actor).code.name == "forbidden"


def test_a_lost_deal_is_taken_up_again_where_it_was_lost_and_how_it_was_lost_stays_known(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("proposal")
    lost = pipeline.lose(deal, comment="Дорого")
    again = pipeline.bench.do(contracts.REOPEN_DEAL, {"id": deal["id"], "reason": "Клієнт повернувся"})
    assert (again["status"], again["stage"], again["closed_at"]) == ("in_work", "proposal", None)
    assert (again["loss_reason_id"], again["loss_comment"]) == (None, None)
    assert [stay["stage"] for stay in again["stages"][-2:]] == ["proposal", "proposal"]
    assert again["stages"][-1]["left_at"] is None
    known = ("reason", "status", "closed_at", "loss_reason_id", "by")
    assert [tuple(one[name] for name in known) for one in again["reopenings"]] == [
        ("Клієнт повернувся", "lost", lost["closed_at"], pipeline.reason, str(HEAD.user_id))
    ]
    assert pipeline.bench.told()[-2:] == ["deal_reopened", "deal_changed"]
    assert pipeline.lose(deal)["status"] == "lost"


def test_only_a_closed_deal_is_reopened_and_only_by_heads(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    body = {"id": deal["id"], "reason": "Передумали"}
    refusal = pipeline.bench.refuses(contracts.REOPEN_DEAL, body)
    assert (refusal.code.name, refusal.sentence("uk").count("ще не закрито")) == ("deal_not_lost", 1)
    other = pipeline.a_deal(by=TARAS)
    pipeline.lose(other)
    refusal = pipeline.bench.refuses(contracts.REOPEN_DEAL, {**body, "id": other["id"]}, by=TARAS)
    assert refusal.code.name == "forbidden"


def test_a_deal_says_what_brought_it(pipeline: Pipeline) -> None:
    found = {"kind": "manager", "id": str(DARYNA_ID), "note": None}
    deal = pipeline.a_deal(primary_interest=found)
    assert deal["primary_interest"] == found
    other = {"kind": "source", "note": "Побачив вивіску"}
    change = {"id": deal["id"], "primary_interest": other}
    assert pipeline.bench.do(contracts.CHANGE_DEAL, change)["primary_interest"] == {**other, "id": None}
    assert pipeline.bench.do(contracts.CHANGE_DEAL, {**change, "primary_interest": None})["primary_interest"] is None


@pytest.mark.parametrize("who", ["manager", "partner"])
def test_nobody_unknown_brings_a_deal(pipeline: Pipeline, who: str) -> None:
    body = pipeline.body(primary_interest={"kind": who, "id": uuid7()})
    refusal = pipeline.bench.refuses(contracts.REGISTER_DEAL, body)
    assert {field.pointer: field.code for field in refusal.fields} == {"/primary_interest/id": "unknown_reference"}

"""Claims: from an order or directly, reviewed, decided with a result; whose claims one sees."""

from typing import Any

import pytest

from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid7
from services.marketing import contracts
from services.marketing.models import Claim
from services.orders import contracts as orders
from services.partners import contracts as partners
from tests.services.bench import Bench
from tests.services.cast import CASHIER, DARYNA, DZVIN, FOREMAN, HEAD, KALYNA, STRANGER, SVITLODIM, TARAS, Client
from tests.services.marketing.desk import Desk, an_order


@pytest.fixture
def desk(at: Desk) -> Bench:
    return at.bench


def a_claim(desk: Bench, client: Client = KALYNA, by: Any = HEAD) -> dict[str, Any]:
    body = {"subject": "Лампа не світить", "kind": "quality", "partner_id": client.id}
    return desk.do(contracts.REGISTER_CLAIM, body, by=by)


def reviewed(desk: Bench) -> dict[str, Any]:
    return desk.do(contracts.REVIEW_CLAIM, {"id": a_claim(desk)["id"], "cause": "Брак партії"})


def decided(desk: Bench, satisfied: bool = True) -> dict[str, Any]:
    body = {"id": reviewed(desk)["id"], "satisfied": satisfied, "result": "Замінено"}
    return desk.do(contracts.DECIDE_CLAIM, body)


def test_a_claim_about_a_client_is_registered_with_a_number(desk: Bench) -> None:
    claim = a_claim(desk)
    assert (claim["number"], claim["status"], claim["partner_id"]) == ("CLM-000001", "registered", str(KALYNA.id))
    assert desk.told()[-1] == "claim_changed"


def test_a_claim_about_an_order_is_its_client_s(desk: Bench) -> None:
    order = an_order()
    desk.peers.reply(orders.GET_ORDER, order)
    body = {"subject": "Не все привезли", "kind": "quantity", "order_id": order.id}
    claim = desk.do(contracts.REGISTER_CLAIM, body)
    assert (claim["order_id"], claim["partner_id"]) == (str(order.id), str(KALYNA.id))
    assert claim["organization_id"] == str(SVITLODIM)
    refusal = desk.refuses(contracts.REGISTER_CLAIM, {**body, "partner_id": DZVIN.id})
    assert (refusal.code.name, refusal.http_status) == ("claim_mismatch", 404)


def test_a_claim_about_nothing_is_refused(desk: Bench) -> None:
    body = {"subject": "Щось не те", "kind": "other"}
    refusal = desk.refuses(contracts.REGISTER_CLAIM, body)
    assert refusal.code.name == "claim_about_nothing"
    assert {field.pointer for field in refusal.fields} == {"/order_id", "/shipment_id", "/deal_id", "/partner_id"}


def test_another_s_order_is_refused_as_orders_refuses_it(desk: Bench) -> None:
    desk.peers.reply(orders.GET_ORDER, NOT_FOUND())
    body = {"subject": "Чуже", "kind": "other", "order_id": uuid7()}
    assert desk.refuses(contracts.REGISTER_CLAIM, body, by=KALYNA.login).code.name == "not_found"
    assert desk.rows(Claim) == []


def test_a_review_notes_its_beginning_and_the_cause(desk: Bench) -> None:
    claim = reviewed(desk)
    assert (claim["status"], claim["cause"], claim["decided_at"]) == ("under_review", "Брак партії", None)
    assert claim["review_started_at"] is not None


@pytest.mark.parametrize(("satisfied", "status"), [(True, "satisfied"), (False, "not_satisfied")])
def test_a_decision_notes_its_time_and_result(desk: Bench, satisfied: bool, status: str) -> None:
    claim = decided(desk, satisfied)
    assert (claim["status"], claim["result"]) == (status, "Замінено")
    assert claim["decided_at"] >= claim["review_started_at"]


@pytest.mark.parametrize("result", ["", None])
def test_a_decision_without_a_result_is_refused(desk: Bench, result: str | None) -> None:
    body = {"id": reviewed(desk)["id"], "satisfied": True, "result": result}
    assert [field.pointer for field in desk.refuses(contracts.DECIDE_CLAIM, body).fields] == ["/result"]


def test_everybody_named_guilty_must_be_one_of_us_and_all_strangers_are_named(desk: Bench) -> None:
    desk.peers.reply(partners.GET_STAFF, NOT_FOUND(subject="Staff"))
    desk.peers.reply(partners.GET_DEPARTMENT, NOT_FOUND(subject="Department"))
    body = {"id": a_claim(desk)["id"], "guilty_staff_id": uuid7(), "guilty_department_id": uuid7()}
    refusal = desk.refuses(contracts.REVIEW_CLAIM, body)
    named = {field.pointer for field in refusal.fields}
    assert (refusal.code.name, named) == ("unknown_reference", {"/guilty_staff_id", "/guilty_department_id"})
    assert [row.status for row in desk.rows(Claim)] == ["registered"]


def test_a_claim_is_not_decided_before_its_review(desk: Bench) -> None:
    body = {"id": a_claim(desk)["id"], "satisfied": True, "result": "Замінено"}
    refusal = desk.refuses(contracts.DECIDE_CLAIM, body)
    assert (refusal.code.name, refusal.http_status) == ("claim_status", 409)
    assert refusal.values == {"status": "registered", "needed": "under_review"}


def test_a_claim_under_review_or_decided_is_not_reviewed_again_nor_decided_twice(desk: Bench) -> None:
    again = reviewed(desk)["id"]
    assert desk.refuses(contracts.REVIEW_CLAIM, {"id": again}).values["status"] == "under_review"
    done = decided(desk)["id"]
    for operation, body in (
        (contracts.REVIEW_CLAIM, {"id": done}),
        (contracts.DECIDE_CLAIM, {"id": done, "satisfied": False, "result": "Передумали"}),
    ):
        assert desk.refuses(operation, body).code.name == "claim_status"
    assert desk.do(contracts.GET_CLAIM, {"id": done})["result"] == "Замінено"


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (HEAD, {KALYNA, DZVIN}),
        (TARAS, {KALYNA}),
        (DARYNA, {DZVIN}),
        (FOREMAN, {KALYNA}),
        (STRANGER, set()),
        (KALYNA.login, {KALYNA}),
    ],
    ids=["head", "taras", "daryna", "foreman", "stranger", "client"],
)
def test_claims_are_listed_to_those_whose_client_it_is(desk: Bench, actor: Any, sees: set[Client]) -> None:
    claims = {client: a_claim(desk, client)["id"] for client in (KALYNA, DZVIN)}
    rows = desk.listed(contracts.LIST_CLAIMS, by=actor)
    assert {row["partner_name"] for row in rows} == {client.name for client in sees}
    for client in {KALYNA, DZVIN} - sees:
        assert desk.refuses(contracts.GET_CLAIM, {"id": claims[client]}, by=actor).code.name == "not_found"


@pytest.mark.parametrize("actor", [TARAS, KALYNA.login, CASHIER])
def test_only_marketers_and_heads_review_and_decide(desk: Bench, actor: Any) -> None:
    claim = a_claim(desk)["id"]
    decision = {"id": claim, "satisfied": True, "result": "Так"}
    assert desk.refuses(contracts.REVIEW_CLAIM, {"id": claim}, by=actor).code.name == "forbidden"
    assert desk.refuses(contracts.DECIDE_CLAIM, decision, by=actor).code.name == "forbidden"


def test_filters_keep_what_they_say(desk: Bench) -> None:
    waiting, under = a_claim(desk, DZVIN)["id"], reviewed(desk)["id"]
    for filters, wanted in (
        ({"status": ["registered"]}, [waiting]),
        ({"status": ["under_review", "registered"]}, [under, waiting]),
        ({"kind": ["delivery"]}, []),
        ({"partner_id": KALYNA.id}, [under]),
    ):
        assert [row["id"] for row in desk.listed(contracts.LIST_CLAIMS, **filters)] == wanted, filters


def test_claims_of_a_cause_are_found_by_us_and_not_by_the_client(desk: Bench) -> None:
    cause = desk.do(contracts.ADD_CLAIM_CAUSE, {"name": "Брак"})["id"]
    claim, _ = a_claim(desk)["id"], a_claim(desk)
    desk.do(contracts.REVIEW_CLAIM, {"id": claim, "cause_id": cause})
    assert [row["id"] for row in desk.listed(contracts.LIST_CLAIMS, cause_id=cause)] == [claim]
    assert desk.listed(contracts.LIST_CLAIMS, cause_id=cause, by=KALYNA.login) == []
    assert len(desk.listed(contracts.LIST_CLAIMS, by=KALYNA.login)) == 2


def test_claims_are_found_by_the_organization_they_are_made_to(desk: Bench) -> None:
    claim = a_claim(desk)["id"]
    assert [row["id"] for row in desk.listed(contracts.LIST_CLAIMS, organization_id=SVITLODIM)] == [claim]
    assert desk.listed(contracts.LIST_CLAIMS, organization_id=uuid7()) == []


def test_the_client_itself_does_not_read_who_of_us_was_guilty(desk: Bench) -> None:
    claim = reviewed(desk)
    for by, cause in ((KALYNA.login, None), (HEAD, "Брак партії")):
        assert desk.do(contracts.GET_CLAIM, {"id": claim["id"]}, by=by)["cause"] == cause
        assert [row["cause"] for row in desk.listed(contracts.LIST_CLAIMS, by=by)] == [cause]

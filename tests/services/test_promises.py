"""What every command promises, whatever the service: keys, versions, audit, events in the same transaction.

Shown on deals, whose commands create, change, refuse and ask a peer.
"""

import time

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.chassis.actor import Role
from services.chassis.errors import Refusal
from services.chassis.ids import uuid7
from services.chassis.runtime import Incoming
from services.deals import contracts
from services.deals.models import Deal
from services.partners import contracts as partners
from tests.services.bench import Bench
from tests.services.builders import Pipeline, a_partner
from tests.services.cast import CASHIER, DARYNA_ID, DZVIN, HEAD, TARAS, a_person


@pytest.fixture
def pipeline(deals: Bench) -> Pipeline:
    return Pipeline(deals)


# ---------------------------------------------------------------- idempotency keys


def test_the_same_key_and_body_twice_give_one_deal_and_the_same_reply(pipeline: Pipeline) -> None:
    bench, body = pipeline.bench, pipeline.body()
    first = bench.reply(contracts.REGISTER_DEAL, body, key="key-1")
    told = len(bench.events())
    second = bench.reply(contracts.REGISTER_DEAL, body, key="key-1")
    assert second == first
    assert second.status == 201
    assert len(bench.rows(Deal)) == 1
    assert len(bench.events()) == told


def test_a_repeated_command_asks_no_peer_again(pipeline: Pipeline) -> None:
    bench, body = pipeline.bench, pipeline.body()
    bench.reply(contracts.REGISTER_DEAL, body, key="key-1")
    asked = len(bench.peers.questions)
    bench.reply(contracts.REGISTER_DEAL, body, key="key-1")
    assert len(bench.peers.questions) == asked


def test_the_same_key_with_another_body_is_refused(pipeline: Pipeline) -> None:
    bench = pipeline.bench
    bench.reply(contracts.REGISTER_DEAL, pipeline.body(), key="key-1")
    refusal = bench.refuses(contracts.REGISTER_DEAL, pipeline.body(name="Інша угода"), key="key-1")
    assert (refusal.code.name, refusal.http_status) == ("key_reused", 422)
    assert len(bench.rows(Deal)) == 1


def test_the_same_key_with_another_if_match_is_another_request(pipeline: Pipeline) -> None:
    bench, deal = pipeline.bench, pipeline.a_deal()
    body = {"id": deal["id"], "name": "Освітлення двору"}
    bench.reply(contracts.CHANGE_DEAL, body, key="key-1", if_match=1)
    assert bench.refuses(contracts.CHANGE_DEAL, body, key="key-1", if_match=2).code.name == "key_reused"


def test_a_key_is_its_person_s_and_its_operation_s_own(pipeline: Pipeline) -> None:
    bench, deal = pipeline.bench, pipeline.a_deal()
    bench.reply(contracts.REGISTER_DEAL, pipeline.body(), key="key-1", by=HEAD)
    bench.reply(contracts.REGISTER_DEAL, pipeline.body(), key="key-1", by=TARAS)
    bench.reply(contracts.WIN_DEAL, {"id": deal["id"]}, key="key-1", by=HEAD)
    assert len(bench.rows(Deal)) == 3
    assert len(bench.keys()) == 3


def test_a_refused_command_leaves_no_key_no_event_and_no_audit(pipeline: Pipeline) -> None:
    bench, deal = pipeline.bench, pipeline.a_deal()
    told = len(bench.events())
    refusal = bench.refuses(contracts.MOVE_DEAL, {"id": deal["id"], "stage": "agreement"}, key="key-1")
    assert refusal.code.name == "deal_stage"
    assert bench.keys() == []
    assert len(bench.events()) == told
    assert len(bench.audit(deal["id"])) == 1


def test_a_refused_command_may_be_repeated_with_its_key_once_it_can_be_done(pipeline: Pipeline) -> None:
    bench, deal = pipeline.bench, pipeline.a_deal()
    move = {"id": deal["id"], "stage": "proposal"}
    bench.refuses(contracts.MOVE_DEAL, move, key="key-1")
    bench.do(contracts.MOVE_DEAL, {"id": deal["id"], "stage": "qualification"})
    assert bench.do(contracts.MOVE_DEAL, move, key="key-1")["stage"] == "proposal"


def test_the_reply_to_a_repeated_key_is_built_anew_for_the_present(pipeline: Pipeline) -> None:
    bench, body = pipeline.bench, pipeline.body()
    deal = bench.do(contracts.REGISTER_DEAL, body, key="key-1")
    bench.do(contracts.WIN_DEAL, {"id": deal["id"]})
    assert bench.do(contracts.REGISTER_DEAL, body, key="key-1")["status"] == "won"


def test_whoever_lost_the_client_meanwhile_is_not_shown_the_reply_again(pipeline: Pipeline) -> None:
    bench, body = pipeline.bench, pipeline.body()
    bench.do(contracts.REGISTER_DEAL, body, key="key-1", by=TARAS)
    bench.hear(partners.PARTNER_CHANGED, a_partner(manager_id=DARYNA_ID), version=2)
    assert bench.refuses(contracts.REGISTER_DEAL, body, key="key-1", by=TARAS).code.name == "not_found"


# ---------------------------------------------------------------- versions


def test_a_new_record_is_at_version_one_and_every_change_adds_one(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("proposal")
    assert deal["version"] == 3
    assert pipeline.bench.reply(contracts.GET_DEAL, {"id": deal["id"]}).version == 3


@pytest.mark.parametrize("if_match", [1, 3])
def test_an_if_match_of_another_version_is_stale(pipeline: Pipeline, if_match: int) -> None:
    deal = pipeline.a_deal("qualification")
    refusal = pipeline.bench.refuses(contracts.WIN_DEAL, {"id": deal["id"]}, if_match=if_match)
    assert (refusal.code.name, refusal.http_status, refusal.values["version"]) == ("stale", 412, 2)


def test_an_if_match_of_the_present_version_passes(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("qualification")
    assert pipeline.bench.do(contracts.WIN_DEAL, {"id": deal["id"]}, if_match=2)["version"] == 3


def test_a_row_changed_past_a_loaded_record_makes_it_stale(pipeline: Pipeline) -> None:
    """The optimistic version itself, below If-Match: what was read must be what is overwritten."""
    bench, deal = pipeline.bench, pipeline.a_deal()

    def change(session: Session) -> bool:
        tx = bench.runtime.tx(session, Incoming(HEAD), "test")
        loaded = tx.session.get_one(Deal, bench.rows(Deal)[0].id)
        tx.session.connection().exec_driver_sql("UPDATE deals SET version = version + 1")
        loaded.name = "Застаріла назва"
        tx.finish()
        return True

    with pytest.raises(Refusal) as refused:
        bench.runtime.transaction(change)
    assert refused.value.http_status == 412
    assert bench.do(contracts.GET_DEAL, {"id": deal["id"]})["name"] == deal["name"]


# ---------------------------------------------------------------- audit


def test_the_audit_names_who_what_and_from_which_request(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    row = pipeline.bench.audit(deal["id"])[0]
    assert (row.actor_id, row.actor_name) == (TARAS.user_id, TARAS.name)
    assert (row.operation, row.request_id) == ("deals.register_deal", "request-1")
    assert (row.subject_type, row.version) == ("Deal", 1)


def test_the_audit_of_a_change_holds_each_field_before_and_after(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    pipeline.bench.do(contracts.CHANGE_DEAL, {"id": deal["id"], "name": "Освітлення двору", "potential": "60000.00"})
    changes = pipeline.bench.audit(deal["id"])[1].changes
    assert changes == {"name": ["Освітлення цеху", "Освітлення двору"], "potential": ["50000.00", "60000.00"]}


def test_the_audit_of_a_change_lists_the_parts_that_changed_with_it(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal("qualification")
    changes = pipeline.bench.audit(deal["id"])[1].changes
    assert changes["stage"] == ["first_contact", "qualification"]
    parts = {name: part for name, part in changes.items() if name.startswith("DealStage ")}
    assert len(parts) == 2
    assert any("left_at" in part and part["left_at"][0] is None for part in parts.values())


def test_a_change_to_what_is_there_already_leaves_no_audit_row(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    same = pipeline.bench.do(contracts.CHANGE_DEAL, {"id": deal["id"], "name": deal["name"]})
    assert same["version"] == 1
    assert len(pipeline.bench.audit(deal["id"])) == 1


# ---------------------------------------------------------------- events


def test_a_command_leaves_its_events_with_the_view_as_it_became(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal(by=TARAS)
    event = pipeline.bench.events()[-1]
    assert (event["type"], event["kind"], event["subject_id"]) == ("deals.deal_changed", "state", deal["id"])
    assert (event["version"], event["epoch"], event["replayed"]) == (1, 0, False)
    assert event["data"]["potential"] == "50000.00"
    assert TARAS.name in event["actor"]


def test_winning_tells_both_the_new_state_and_the_fact(pipeline: Pipeline) -> None:
    deal = pipeline.a_deal()
    before = len(pipeline.bench.told())
    pipeline.bench.do(contracts.WIN_DEAL, {"id": deal["id"]})
    assert pipeline.bench.told()[before:] == ["deal_changed", "deal_won"]


def test_a_transaction_that_breaks_at_its_end_leaves_neither_rows_nor_events(pipeline: Pipeline) -> None:
    bench = pipeline.bench
    told = len(bench.events())

    def break_at_the_end(session: Session) -> bool:
        tx = bench.runtime.tx(session, Incoming(HEAD), "test")
        deal = tx.add(Deal(id=uuid7(), name="Зламана", kind_id=uuid7(), number="DEAL-9"))
        tx.announce(contracts.DEAL_CHANGED, deal)
        tx.finish()
        return True

    with pytest.raises(IntegrityError):
        bench.runtime.transaction(break_at_the_end)
    assert bench.rows(Deal) == []
    assert len(bench.events()) == told


# ---------------------------------------------------------------- who, what, when


def test_a_role_that_may_not_do_it_is_forbidden_before_anything_is_asked(pipeline: Pipeline) -> None:
    asked = len(pipeline.bench.peers.questions)
    refusal = pipeline.bench.refuses(contracts.REGISTER_DEAL, pipeline.body(), by=CASHIER)
    assert (refusal.code.name, refusal.http_status) == ("forbidden", 403)
    assert len(pipeline.bench.peers.questions) == asked


def test_one_role_of_several_is_enough(pipeline: Pipeline) -> None:
    both = a_person("Касирка і керівниця", Role.ACCOUNTANT, Role.HEAD_OF_SALES)
    assert pipeline.a_deal(by=both)["number"] == "DEAL-000001"


def test_every_faulty_field_is_named_at_once(pipeline: Pipeline) -> None:
    body = pipeline.body(name="", potential="12.345", kind_id="not-an-id", currency="XXXX")
    refusal = pipeline.bench.refuses(contracts.REGISTER_DEAL, body)
    assert refusal.code.name == "invalid"
    assert sorted(field.pointer for field in refusal.fields) == ["/currency", "/kind_id", "/name", "/potential"]


def test_after_its_deadline_a_command_changes_nothing(pipeline: Pipeline) -> None:
    late = pipeline.bench.refuses(contracts.REGISTER_DEAL, pipeline.body(), deadline=time.time() - 0.001)
    assert (late.code.name, late.http_status) == ("outcome_unknown", 504)
    assert pipeline.bench.rows(Deal) == []


def test_before_its_deadline_a_command_is_done(pipeline: Pipeline) -> None:
    pipeline.bench.do(contracts.REGISTER_DEAL, pipeline.body(), deadline=time.time() + 600)
    assert len(pipeline.bench.rows(Deal)) == 1


def test_a_peer_s_refusal_is_passed_on_and_nothing_is_written(pipeline: Pipeline) -> None:
    pipeline.bench.peers.reply(partners.GET_TERMS_OF_SALE, partners.PARTNER_NOT_OURS())
    refusal = pipeline.bench.refuses(contracts.REGISTER_DEAL, pipeline.body(DZVIN), by=TARAS, key="key-1")
    assert (refusal.code.name, refusal.http_status) == ("partner_not_found", 404)
    assert pipeline.bench.rows(Deal) == []
    assert pipeline.bench.keys() == []

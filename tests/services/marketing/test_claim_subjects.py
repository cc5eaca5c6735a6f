"""What a claim is about, who looks into it, and what turns out before it is decided."""

from typing import Any

import pytest

from services.chassis.contracts import ById
from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid7
from services.chassis.runtime import Incoming
from services.deals import contracts as deals
from services.marketing import contracts
from services.marketing.models import Claim
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.bench import Bench
from tests.services.builders import LAMP
from tests.services.cast import DARYNA_ID, DZVIN, HEAD, KALYNA, SVITLODIM, TARAS, TARAS_ID
from tests.services.marketing.desk import MARKETER, Desk, a_card, a_deal, a_shipment, an_order
from tests.services.news import NEWS


@pytest.fixture
def desk(at: Desk) -> Bench:
    at.bench.peers.reply(orders.GET_ORDER, an_order())
    at.bench.peers.reply(orders.GET_SHIPMENT, a_shipment())
    at.bench.peers.reply(deals.GET_DEAL, a_deal())
    at.bench.peers.reply(pricing.GET_ITEM, NEWS[pricing.ITEM_CHANGED.address][1])
    return at.bench


def about(**what: Any) -> dict[str, Any]:
    return {"subject": "Лампа не світить", "kind": "quality", **what}


def test_a_claim_about_a_shipment_is_about_its_order_too(desk: Bench) -> None:
    shipment = a_shipment()
    claim = desk.do(contracts.REGISTER_CLAIM, about(shipment_id=shipment.id), by=TARAS)
    assert (claim["shipment_id"], claim["order_id"]) == (str(shipment.id), str(shipment.order_id))
    assert (claim["partner_id"], claim["organization_id"]) == (str(KALYNA.id), str(SVITLODIM))


def test_a_claim_about_a_deal_is_its_client_s(desk: Bench) -> None:
    claim = desk.do(contracts.REGISTER_CLAIM, about(deal_id=a_deal().id), by=TARAS)
    assert (claim["deal_id"], claim["partner_id"]) == (str(a_deal().id), str(KALYNA.id))
    assert [row["id"] for row in desk.listed(contracts.LIST_CLAIMS, deal_id=a_deal().id)] == [claim["id"]]


def test_a_client_names_no_deals_of_ours(desk: Bench) -> None:
    refusal = desk.refuses(contracts.REGISTER_CLAIM, about(deal_id=a_deal().id), by=KALYNA.login)
    assert (refusal.http_status, [field.pointer for field in refusal.fields]) == (404, ["/deal_id"])


def test_all_documents_that_are_not_there_are_named_at_once(desk: Bench) -> None:
    for operation in (orders.GET_ORDER, orders.GET_SHIPMENT, deals.GET_DEAL):
        desk.peers.reply(operation, NOT_FOUND())
    body = about(order_id=uuid7(), shipment_id=uuid7(), deal_id=uuid7(), partner_id=DZVIN.id)
    refusal = desk.refuses(contracts.REGISTER_CLAIM, body, by=TARAS)
    named = {field.pointer for field in refusal.fields}
    assert (refusal.http_status, named) == (404, {"/order_id", "/shipment_id", "/deal_id", "/partner_id"})
    assert desk.rows(Claim) == []


def test_documents_of_two_clients_make_no_claim(desk: Bench) -> None:
    desk.peers.reply(deals.GET_DEAL, a_deal(partner_id=DZVIN.id))
    refusal = desk.refuses(contracts.REGISTER_CLAIM, about(order_id=an_order().id, deal_id=a_deal().id))
    assert (refusal.code.name, {field.pointer for field in refusal.fields}) == (
        "claim_mismatch",
        {"/order_id", "/deal_id"},
    )


def test_a_document_of_a_card_since_merged_is_its_heir_s(desk: Bench) -> None:
    def merged(asked: ById, incoming: Incoming) -> partners.PartnerView:
        card = a_card(asked, incoming)
        return card.model_copy(update={"merged_into": DZVIN.id}) if asked.id == KALYNA.id else card

    desk.peers.reply(partners.GET_PARTNER, merged)
    claim = desk.do(contracts.REGISTER_CLAIM, about(order_id=an_order().id, partner_id=DZVIN.id))
    assert (claim["order_id"], claim["partner_id"]) == (str(an_order().id), str(KALYNA.id))


def test_a_shipment_of_another_order_of_the_same_client_makes_no_claim(desk: Bench) -> None:
    body = about(order_id=an_order().id, shipment_id=a_shipment().id)
    assert desk.do(contracts.REGISTER_CLAIM, body)["order_id"] == str(an_order().id)
    desk.peers.reply(orders.GET_SHIPMENT, a_shipment(order_id=uuid7()))
    assert desk.refuses(contracts.REGISTER_CLAIM, body).code.name == "claim_mismatch"


def test_a_claim_names_an_item_there_is(desk: Bench) -> None:
    body = about(partner_id=KALYNA.id, item_id=LAMP.id)
    assert desk.do(contracts.REGISTER_CLAIM, body)["item_id"] == str(LAMP.id)
    desk.peers.reply(pricing.GET_ITEM, NOT_FOUND())
    assert [field.pointer for field in desk.refuses(contracts.REGISTER_CLAIM, body).fields] == ["/item_id"]


@pytest.mark.parametrize("body", [about(partner_id=KALYNA.id), about(order_id=an_order().id)], ids=["client", "order"])
def test_a_claim_of_a_client_just_registered_is_seen_before_marketing_hears_of_the_client(
    marketing: Bench, body: dict[str, Any]
) -> None:
    Desk(marketing, known=())
    marketing.peers.reply(orders.GET_ORDER, an_order())
    claim = marketing.do(contracts.REGISTER_CLAIM, body, by=TARAS)
    assert marketing.do(contracts.GET_CLAIM, {"id": claim["id"]}, by=TARAS)["number"] == "CLM-000001"
    assert marketing.listed(contracts.LIST_CLAIMS, by=TARAS)[0]["partner_name"] == KALYNA.name


# ---------------------------------------------------------------- causes, participants, what turns out


def a_claim(desk: Bench) -> str:
    claim: str = desk.do(contracts.REGISTER_CLAIM, about(partner_id=KALYNA.id))["id"]
    return claim


def test_causes_are_a_list_that_people_keep_each_name_once(desk: Bench) -> None:
    for name in ("Пакування", "Брак"):
        desk.do(contracts.ADD_CLAIM_CAUSE, {"name": name}, by=MARKETER)
    assert [row["name"] for row in desk.listed(contracts.LIST_CLAIM_CAUSES, by=TARAS)] == ["Брак", "Пакування"]
    assert desk.refuses(contracts.ADD_CLAIM_CAUSE, {"name": "Брак"}).code.name == "exists"


def test_a_cause_is_chosen_from_the_list_and_told_in_words(desk: Bench) -> None:
    cause = desk.do(contracts.ADD_CLAIM_CAUSE, {"name": "Пакування"})["id"]
    review = {"id": a_claim(desk), "cause_id": cause, "cause": "Без пінопласту"}
    claim = desk.do(contracts.REVIEW_CLAIM, review)
    assert (claim["cause_id"], claim["cause"]) == (cause, "Без пінопласту")
    refusal = desk.refuses(contracts.REVIEW_CLAIM, {"id": a_claim(desk), "cause_id": uuid7()})
    assert [field.pointer for field in refusal.fields] == ["/cause_id"]


def test_what_turns_out_is_written_down_until_the_claim_is_decided(desk: Bench) -> None:
    claim = a_claim(desk)
    desk.do(contracts.REVIEW_CLAIM, {"id": claim, "cause": "Невідомо", "guilty_staff_id": TARAS_ID})
    change = {"id": claim, "cause": "Пакування", "guilty_staff_id": None, "kind": None, "item_id": LAMP.id}
    changed = desk.do(contracts.CHANGE_CLAIM, change, by=MARKETER)
    assert (changed["cause"], changed["guilty_staff_id"], changed["kind"]) == ("Пакування", None, "quality")
    assert (changed["item_id"], desk.told()[-1]) == (str(LAMP.id), "claim_changed")
    desk.do(contracts.DECIDE_CLAIM, {"id": claim, "satisfied": True, "result": "Замінено"})
    refusal = desk.refuses(contracts.CHANGE_CLAIM, {"id": claim, "cause": "Інше"})
    assert (refusal.code.name, refusal.values["status"]) == ("claim_decided", "satisfied")


def test_those_who_take_part_are_named_all_together_with_role_and_comment(desk: Bench) -> None:
    claim = a_claim(desk)
    first = [{"staff_id": str(TARAS_ID), "role": "Експерт", "comment": "Контакт окислився"}]
    second = [{"staff_id": str(DARYNA_ID), "role": None, "comment": None}, *first]
    for people in (first, second):
        shown = desk.do(contracts.NAME_CLAIM_PARTICIPANTS, {"id": claim, "participants": people}, by=MARKETER)
        assert shown["participants"] == people
    assert desk.do(contracts.GET_CLAIM, {"id": claim}, by=TARAS)["participants"] == second
    assert desk.do(contracts.GET_CLAIM, {"id": claim}, by=KALYNA.login)["participants"] == []
    assert desk.do(contracts.NAME_CLAIM_PARTICIPANTS, {"id": claim, "participants": []})["participants"] == []


def test_a_stranger_or_one_person_twice_takes_no_part(desk: Bench) -> None:
    claim = a_claim(desk)
    twice = [{"staff_id": TARAS_ID}, {"staff_id": DARYNA_ID}, {"staff_id": TARAS_ID}]
    refusal = desk.refuses(contracts.NAME_CLAIM_PARTICIPANTS, {"id": claim, "participants": twice})
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == (
        "claim_participant_twice",
        ["/participants/2/staff_id"],
    )
    desk.peers.reply(partners.GET_STAFF, NOT_FOUND(subject="Staff"))
    refusal = desk.refuses(contracts.NAME_CLAIM_PARTICIPANTS, {"id": claim, "participants": twice[:2]}, by=HEAD)
    assert [field.pointer for field in refusal.fields] == ["/participants/0/staff_id", "/participants/1/staff_id"]

"""Standard offers for a segment of partners: who may buy under them, and when partners are asked (O1, O6)."""

from dataclasses import replace
from typing import Any

import pytest

from services.chassis.actor import SYSTEM
from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid7
from services.chassis.runtime import Incoming
from services.partners import contracts as partners
from services.pricing import contracts
from tests.services.cast import DZVIN, HEAD, KALYNA, SVITLODIM
from tests.services.pricing.desk import Desk

VIPS, OTHERS = uuid7(), uuid7()
MARCH = "2026-03-02"
ASKED = partners.GET_SEGMENTS_OF_PARTNER.address


class Told:
    """What partners say of whom, and who asked."""

    def __init__(self, desk: Desk):
        self.members = {KALYNA.id: {VIPS}}
        self.by: list[Any] = []
        self.desk = desk
        desk.bench.peers.reply(partners.GET_SEGMENTS_OF_PARTNER, self.answer)
        desk.bench.peers.reply(partners.GET_PARTNER_SEGMENT, self.segment)

    def answer(self, asked: Any, incoming: Incoming) -> partners.SegmentsOfPartner:
        self.by.append(incoming.actor)
        refs = [{"id": one, "name": "Сегмент вигаданий"} for one in self.members.get(asked.id, ())]
        return partners.SegmentsOfPartner.model_validate({"segments": refs})

    def segment(self, asked: Any, _: Incoming) -> partners.PartnerSegmentView:
        if asked.id not in (VIPS, OTHERS):
            raise NOT_FOUND(subject="PartnerSegment")
        return partners.PartnerSegmentView.model_construct(id=asked.id)


@pytest.fixture
def told(desk: Desk) -> Told:
    return Told(desk)


@pytest.fixture
def lamp(desk: Desk) -> str:
    return desk.an_item("LAMP", price="100")


def addressed(desk: Desk, segment: Any = VIPS, **more: Any) -> dict[str, Any]:
    terms = {"price_type_id": desk.retail, "partner_segment_id": segment}
    return desk.an_offer(terms=terms, open_to_clients=True, **more)


def may_buy(desk: Desk, client: Any = KALYNA, by: Any = HEAD) -> list[str]:
    asked = {"partner_id": client.id, "organization_id": SVITLODIM, "on": MARCH}
    return [row["name"] for row in desk.bench.do(contracts.GET_CLIENT_OFFERS, asked, by=by)["offers"]]


def question(offer: dict[str, Any], lamp: str, client: Any = KALYNA, **more: Any) -> dict[str, Any]:
    lines = [{"item_id": lamp, "quantity": "1"}]
    return {"on": MARCH, "lines": lines, "offer_id": offer["id"], "partner_id": client and client.id, **more}


def refused(desk: Desk, asked: dict[str, Any], by: Any = HEAD) -> tuple[str, str, int]:
    refusal = desk.bench.refuses(contracts.ASK_QUOTE, asked, by=by)
    return refusal.code.name, refusal.fields[0].pointer, refusal.http_status


def test_standard_offers_are_of_the_segments_a_client_is_in_and_without_one_for_all(desk: Desk, told: Told) -> None:
    addressed(desk, name="Для важливих", valid_from="2026-02-01")
    addressed(desk, OTHERS, name="Для інших", valid_from="2026-02-10")
    desk.an_offer(name="Для всіх")
    desk.an_offer(KALYNA, name="Своя")
    assert may_buy(desk) == ["Своя", "Для важливих", "Для всіх"]
    assert may_buy(desk, DZVIN) == ["Для всіх"]
    told.members[KALYNA.id] = {OTHERS}
    assert may_buy(desk) == ["Своя", "Для інших", "Для всіх"]
    assert len(told.by) == 3, "each document asks once, however many offers address segments"


def test_a_client_outside_the_segment_is_refused_and_is_not_told_of_segments(desk: Desk, told: Told, lamp: str) -> None:
    offer = addressed(desk)
    assert desk.under(offer, (lamp, "1"), on=MARCH)["total"] == "100.00"
    assert desk.under(offer, (lamp, "1"), on=MARCH, by=KALYNA.login)["total"] == "100.00"
    assert refused(desk, question(offer, lamp, DZVIN)) == ("offer_for_segment", "/offer_id", 409)
    assert refused(desk, question(offer, lamp, DZVIN), DZVIN.login) == ("offer_for_another", "/offer_id", 409)
    assert refused(desk, question(offer, lamp, None))[0] == "offer_for_segment"
    # a login is judged as itself, whomever it names
    assert refused(desk, question(offer, lamp, KALYNA), DZVIN.login)[0] == "offer_for_another"
    assert [actor == SYSTEM for actor in told.by] == [False, True, False, True, True]


def test_the_refusal_is_in_the_reader_s_language(desk: Desk, told: Told, lamp: str) -> None:
    asked = question(addressed(desk), lamp, DZVIN)
    words = [
        desk.bench.refuses(contracts.ASK_QUOTE, asked, by=replace(HEAD, language=language)).fields[0].message
        for language in ("en", "uk")
    ]
    assert words[0].startswith("The offer is for a segment of partners that this client is not in.")
    assert words[1].startswith("Оферта адресована сегменту партнерів, до якого цей клієнт не входить.")


def test_a_partner_who_is_not_there_is_in_no_segment(desk: Desk, told: Told, lamp: str) -> None:
    offer = addressed(desk)
    desk.bench.peers.reply(partners.GET_SEGMENTS_OF_PARTNER, NOT_FOUND(subject="Partner"))
    assert refused(desk, question(offer, lamp))[0] == "offer_for_segment"


def test_partners_are_asked_only_where_a_segment_decides(desk: Desk, told: Told, lamp: str) -> None:
    free, closed = desk.an_offer(name="Для всіх"), addressed(desk, name="Закрита")
    desk.bench.do(contracts.CLOSE_OFFER, {"id": closed["id"]})
    own = desk.an_offer(KALYNA, name="Своя")
    for offer in (free, own):
        desk.under(offer, (lamp, "1"), on=MARCH)
    desk.quote((lamp, "1"), on=MARCH)
    asked = {"partner_id": KALYNA.id, "organization_id": SVITLODIM}
    assert len(desk.bench.do(contracts.GET_CLIENT_OFFERS, asked)["offers"]) == 2
    assert ASKED not in {address for address, _ in desk.bench.peers.questions}


def test_a_document_made_under_the_offer_is_not_judged_again_but_for_a_client_s_word(
    desk: Desk, told: Told, lamp: str
) -> None:
    offer = addressed(desk)
    asked = question(offer, lamp, DZVIN, made_under=True)
    assert desk.bench.do(contracts.ASK_QUOTE, asked)["total"] == "100.00"
    assert told.by == []
    assert refused(desk, asked, DZVIN.login)[0] == "offer_for_another"


def test_another_segment_is_another_version_that_waits_for_agreement(desk: Desk, told: Told, lamp: str) -> None:
    offer = addressed(desk)
    changed = desk.change(offer, terms={"partner_segment_id": OTHERS}, effective_from=MARCH)
    assert changed["next"]["terms"]["partner_segment_id"] == str(OTHERS)
    assert desk.under(offer, (lamp, "1"), on=MARCH)["total"] == "100.00"
    desk.agree(changed)
    assert refused(desk, question(offer, lamp))[0] == "offer_for_segment"
    # the day's version decides
    assert desk.under(offer, (lamp, "1"), on="2026-03-01")["total"] == "100.00"
    free = desk.agree(desk.change(offer, unsaid=["partner_segment_id"], effective_from="2026-03-03"))
    assert desk.under(free, (lamp, "1"), on="2026-03-03", client=DZVIN)["total"] == "100.00"


def test_an_individual_offer_built_on_an_addressed_one_is_for_its_client(desk: Desk, told: Told, lamp: str) -> None:
    own = desk.an_offer(DZVIN, name="Своя", standard_id=addressed(desk)["id"])
    assert own["terms"]["partner_segment_id"] is None
    assert desk.under(own, (lamp, "1"), on=MARCH, client=DZVIN)["total"] == "100.00"
    assert told.by == []
    assert may_buy(desk, DZVIN) == ["Своя"]


def test_a_segment_is_one_there_is_and_of_a_standard_offer(desk: Desk, told: Told) -> None:
    faults = []
    for client, segment in ((None, uuid7()), (KALYNA, VIPS)):
        body = desk.body(client, terms={"price_type_id": desk.retail, "partner_segment_id": segment})
        faults += desk.bench.refuses(contracts.MAKE_OFFER, body).fields
    change = {"id": desk.an_offer()["id"], "terms": {"partner_segment_id": uuid7()}}
    faults += desk.bench.refuses(contracts.CHANGE_OFFER, change).fields
    pointer = "/terms/partner_segment_id"
    unknown = (pointer, "unknown_reference")
    assert [(one.pointer, one.code) for one in faults] == [unknown, (pointer, "segment_of_standard_alone"), unknown]


def test_clients_are_not_shown_whom_an_offer_addresses(desk: Desk, told: Told, lamp: str) -> None:
    offer = addressed(desk)
    assert desk.now(offer)["terms"]["partner_segment_id"] == str(VIPS)
    shown = desk.now(offer, by=KALYNA.login)
    assert shown["terms"]["partner_segment_id"] is None
    assert shown["in_force"]["terms"]["partner_segment_id"] is None
    assert "partner_segment_id" not in shown["in_force"]["said"]
    quoted = desk.under(offer, (lamp, "1"), on=MARCH, by=KALYNA.login)
    assert quoted["terms"]["partner_segment_id"] is None

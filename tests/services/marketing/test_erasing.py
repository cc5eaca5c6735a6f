"""Whatever was written in an erased client's claims goes; the claims and how they ended stay."""

from services.chassis.ids import uuid7
from services.marketing import contracts
from services.partners import contracts as partners
from tests.services.cast import DZVIN, KALYNA, TARAS_ID
from tests.services.marketing.desk import Desk

WORDS = "Мати двох дітей"


def test_what_was_written_in_an_erased_client_s_claims_is_gone(at: Desk) -> None:
    claims = {}
    for client in (KALYNA, DZVIN):
        body = {"subject": WORDS, "kind": "quality", "description": WORDS, "partner_id": client.id}
        claim = {"id": at.bench.do(contracts.REGISTER_CLAIM, body)["id"]}
        people = [{"staff_id": TARAS_ID, "role": WORDS, "comment": WORDS}]
        at.bench.do(contracts.NAME_CLAIM_PARTICIPANTS, {**claim, "participants": people})
        at.bench.do(contracts.REVIEW_CLAIM, {**claim, "cause": WORDS})
        claims[client] = at.bench.do(contracts.DECIDE_CLAIM, {**claim, "satisfied": True, "result": WORDS})
    places = at.bench.holding(WORDS)

    for client in (KALYNA, DZVIN):
        at.bench.hear(partners.PARTNER_ERASED, partners.PartnerErased(partner_id=client.id), subject_id=uuid7())
        left = at.bench.holding(WORDS)
        assert left == ([] if client is DZVIN else places), "another client's claims are not touched"

    kept = at.bench.do(contracts.GET_CLAIM, {"id": claims[KALYNA]["id"]})
    assert (kept["subject"], kept["status"], kept["result"]) == ("[erased]", "satisfied", None)
    assert at.bench.events()[-1]["data"]["subject"] == "[erased]"

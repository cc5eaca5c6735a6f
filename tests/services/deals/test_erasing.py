"""Whatever our people wrote of a client in its deals goes when the client is erased; the deals and their sums stay."""

from services.chassis.ids import uuid7
from services.deals import contracts
from services.partners import contracts as partners
from tests.services.builders import Pipeline
from tests.services.cast import DZVIN, HEAD, KALYNA

WORDS = "Мати двох дітей"


def test_what_was_written_of_an_erased_client_is_gone_from_its_deals(pipeline: Pipeline) -> None:
    deal, other = (pipeline.a_deal(client=client, name=f"Лампи: {WORDS}") for client in (KALYNA, DZVIN))
    for one in (deal, other):
        pipeline.bench.do(contracts.CHANGE_DEAL, {"id": one["id"], "description": WORDS, "potential": "500.00"})
        demand = {"text": WORDS, "lines": [{"words": WORDS, "quantity": "1"}]}
        pipeline.bench.do(contracts.SET_DEMAND, {"id": one["id"], **demand})
        pipeline.lose(one, comment=WORDS)
        pipeline.bench.do(contracts.REOPEN_DEAL, {"id": one["id"], "reason": WORDS}, by=HEAD)
    places = pipeline.bench.holding(WORDS)

    for client in (KALYNA, DZVIN):
        pipeline.bench.hear(partners.PARTNER_ERASED, partners.PartnerErased(partner_id=client.id), subject_id=uuid7())
        left = pipeline.bench.holding(WORDS)
        assert left == ([] if client is DZVIN else places), "another client's deals are not touched"

    told = len(pipeline.bench.events())
    erased = partners.PartnerErased(partner_id=KALYNA.id)
    pipeline.bench.hear(partners.PARTNER_ERASED, erased, subject_id=uuid7(), replayed=True)
    assert len(pipeline.bench.events()) == told, "nothing is left to tell of when it is heard again"

    kept = pipeline.bench.do(contracts.GET_DEAL, {"id": deal["id"]})
    assert (kept["name"], kept["potential"], kept["number"]) == ("[erased]", "500.00", deal["number"])
    assert pipeline.bench.events()[-1]["data"]["name"] == "[erased]"

"""Orders under an offer for a segment of partners: refused to those outside; what was made is not judged again (O6)."""

from typing import Any

from services.chassis.ids import uuid7
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.cast import KALYNA, SVITLODIM
from tests.services.till import Till


def test_an_order_keeps_its_offer_when_its_client_leaves_the_segment(till: Till) -> None:
    desk, segment = till.desk, uuid7()
    inside = [{"id": segment, "name": "Сегмент вигаданий"}]
    peers = till.pricing.peers
    peers.reply(partners.GET_PARTNER_SEGMENT, partners.PartnerSegmentView.model_construct(id=segment))

    def now_in(rows: list[dict[str, Any]]) -> None:
        answer = partners.SegmentsOfPartner.model_validate({"segments": rows})
        peers.reply(partners.GET_SEGMENTS_OF_PARTNER, answer)

    lamp = desk.an_item("TORCH", price="100")
    offer = desk.an_offer(terms={"price_type_id": desk.retail, "partner_segment_id": segment})["id"]
    parties = {"organization_id": str(SVITLODIM), "partner_id": str(KALYNA.id), "offer_id": offer}
    line = {"item_id": lamp, "quantity": "1"}
    body = {**parties, "warehouse_id": till.shop.warehouse, "lines": [line]}
    now_in(inside)
    made = till.orders.do(orders.CREATE_ORDER, body)
    now_in([])
    refusal = till.orders.refuses(orders.CREATE_ORDER, body)
    assert (refusal.code, refusal.fields[0].pointer) == (pricing.OFFER_FOR_SEGMENT, "/offer_id")
    lines = [{**line, "line_id": made["lines"][0]["id"], "quantity": "3"}]
    changed = till.orders.do(orders.CHANGE_ORDER, {"id": made["id"], "lines": lines})
    assert (changed["total"], changed["offer_id"]) == ("300.00", offer)

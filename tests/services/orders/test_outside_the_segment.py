"""An order under an offer whose segment does not hold an item is refused, the line named (O2)."""

from services.orders import contracts as orders
from services.pricing import contracts as pricing
from tests.services.cast import KALYNA, SVITLODIM
from tests.services.pricing.segmented import a_segment, says
from tests.services.till import Till


def test_an_order_with_an_item_outside_the_offers_segment_is_refused_at_its_line(till: Till) -> None:
    desk = till.desk
    mace, lamp = (
        desk.an_item(sku, price="100", brand=brand) for sku, brand in (("MACE", "Булава"), ("TORCH", "Лампа"))
    )
    segment = a_segment(desk, rule=says("brand", value="Булава"))["id"]
    offer = desk.an_offer(terms={"price_type_id": desk.retail, "item_segment_id": segment})["id"]
    parties = {"organization_id": str(SVITLODIM), "partner_id": str(KALYNA.id), "offer_id": offer}
    lines = [{"item_id": item, "quantity": "1"} for item in (mace, lamp)]
    body = {**parties, "warehouse_id": till.shop.warehouse, "lines": lines}
    refusal = till.orders.refuses(orders.CREATE_ORDER, body)
    assert refusal.code is pricing.ITEM_OUTSIDE_OFFER
    assert [one.pointer for one in refusal.fields] == ["/lines/1/item_id"]
    made = till.orders.do(orders.CREATE_ORDER, {**body, "lines": lines[:1]})
    assert [line["item_id"] for line in made["lines"]] == [mace]

"""An order some of which was shipped can still be changed, whatever became of the items that were."""

from typing import Any

import pytest

from services.orders import contracts as orders
from services.pricing import contracts as pricing
from tests.services.cast import PRICER
from tests.services.till import Till


@pytest.mark.parametrize("since", [{"brand": None}, {"withdrawn": True}])
def test_what_was_shipped_does_not_stop_the_rest_from_being_changed(till: Till, since: dict[str, Any]) -> None:
    till.on("2026-04-10")
    lamp, cable = till.an_item("LAMP", "100", brand="Булава"), till.an_item("CABLE", "10", brand="Булава")
    rule = {"field": "brand", "comparison": "equals", "value": "Булава"}
    card = {"name": "Булавний", "way": "by_indicators", "rule": rule}
    segment = till.pricing.do(pricing.ADD_ITEM_SEGMENT, card, by=PRICER)
    offer = till.desk.an_offer(terms={"price_type_id": till.desk.retail, "item_segment_id": segment["id"]})
    order = till.order((lamp, "1"), (cable, "1"), card_id=None, offer_id=offer["id"])
    till.ship(order, (1, "1"))
    for item in (lamp, cable):
        till.pricing.do(pricing.CHANGE_ITEM, {"id": item, **since}, by=PRICER)
    first, second = (
        {"line_id": line["id"], "item_id": line["item_id"], "quantity": line["quantity"]} for line in order["lines"]
    )
    change = {"id": order["id"], "lines": [first, {**second, "quantity": "2"}]}
    refusal = till.orders.refuses(orders.CHANGE_ORDER, change)
    assert [one.pointer for one in refusal.fields] == ["/lines/1/item_id"], "nothing of it was sold yet"
    back = {"brand": "Булава", "withdrawn": False}
    till.pricing.do(pricing.CHANGE_ITEM, {"id": cable, **back}, by=PRICER)
    changed = till.do(orders.CHANGE_ORDER, change)
    assert [(line["quantity"], line["total"]) for line in changed["lines"]] == [("1.000", "100.00"), ("2.000", "20.00")]

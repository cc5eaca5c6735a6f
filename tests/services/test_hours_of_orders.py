"""Discounts of certain hours in orders: the time is the order's own (T12)."""

from datetime import UTC, datetime

import pytest

from services.chassis import runtime
from services.orders import contracts as orders
from services.pricing import contracts as pricing
from tests.services.cast import PRICER
from tests.services.till import Till


def test_an_order_changed_later_keeps_the_hour_at_which_it_was_made(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.on("2026-04-10")  # noon in UTC+3 is 13:00
    lamp, cable = till.an_item("LAMP", "100"), till.an_item("CABLE", "10")
    happy = {"name": "Щасливі години", "percent": "10", "time_from": "12:00", "time_to": "14:00"}
    till.pricing.do(pricing.ADD_DISCOUNT, happy, by=PRICER)
    order = till.order((lamp, "1"), card_id=None)
    assert order["total"] == "90.00"
    evening = datetime(2026, 4, 10, 18, tzinfo=UTC)
    monkeypatch.setattr(runtime, "utc_now", lambda: evening)
    line = order["lines"][0]
    lines = [
        {"line_id": line["id"], "item_id": lamp, "quantity": "1"},
        {"item_id": cable, "quantity": "1"},
    ]
    changed = till.do(orders.CHANGE_ORDER, {"id": order["id"], "lines": lines})
    assert [one["total"] for one in changed["lines"]] == ["90.00", "9.00"]

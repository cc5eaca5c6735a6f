"""A segment that answered live becomes a snapshot, and a snapshot becomes live: what it holds on to (N3)."""

from typing import Any

import pytest

from services.pricing import contracts
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk
from tests.services.pricing.segmented import a_segment, changes, pin, refresh, says, skus

BRANDED = says("brand", value="Булава")


@pytest.fixture
def goods(desk: Desk) -> dict[str, str]:
    brands = {"A-50": "Булава", "A-100": "Булава", "A-150": "Булава", "B-100": "Щит", "C": None}
    return {sku: desk.an_item(sku, brand=brand) for sku, brand in brands.items()}


@pytest.mark.parametrize("more", [{"rule": BRANDED}, {"formula": 'item.brand == "Булава"'}])
def test_what_answered_live_and_becomes_a_snapshot_holds_on_to_what_it_had(
    desk: Desk, goods: dict[str, str], more: dict[str, Any]
) -> None:
    segment = a_segment(desk, **more)
    pin(desk, segment, take_out=[goods["A-50"]], put_in=[goods["C"], goods["A-100"]])
    told = changes(desk, segment)
    still = desk.bench.do(contracts.CHANGE_ITEM_SEGMENT, {"id": segment["id"], "answer": "snapshot"}, by=PRICER)
    assert still["refreshed_at"]
    assert skus(desk, segment) == ["A-100", "A-150", "C"]
    desk.bench.do(contracts.CHANGE_ITEM, {"id": goods["B-100"], "brand": "Булава"}, by=PRICER)
    assert skus(desk, segment) == ["A-100", "A-150", "C"]
    pin(desk, segment, leave_to_rule=[goods["A-50"], goods["A-100"]])
    assert skus(desk, segment) == ["A-100", "A-150", "A-50", "C"]
    assert changes(desk, segment) == [("A-50", "came", "hand"), *told]
    refresh(desk, segment)
    assert changes(desk, segment)[0] == ("B-100", "came", "rule")


def test_a_snapshot_made_live_waits_for_no_refresh(
    desk: Desk, goods: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.pricing.segments.AT_ONCE", 4)
    segment = refresh(desk, a_segment(desk, rule=BRANDED, answer="snapshot"))
    assert segment["refresh_job"]
    live = desk.bench.do(contracts.CHANGE_ITEM_SEGMENT, {"id": segment["id"], "answer": "live"}, by=PRICER)
    assert live["refresh_job"] is None

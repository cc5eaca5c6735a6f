"""Segments of items in tests: made, asked and refreshed in a word."""

from typing import Any

from services.pricing import contracts
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk


def says(field: str, comparison: str = "equals", value: Any = None, **more: Any) -> dict[str, Any]:
    said = {"field": field, "comparison": comparison, **more}
    return said if value is None else {**said, "value": value}


def a_segment(desk: Desk, name: str = "Булавний", **more: Any) -> dict[str, Any]:
    """By hand, unless a rule or a formula is given."""
    way = "by_indicators" if "rule" in more else "by_formula" if "formula" in more else "by_hand"
    return desk.bench.do(contracts.ADD_ITEM_SEGMENT, {"name": name, "way": way, **more}, by=PRICER)


def rows(desk: Desk, segment: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return desk.bench.listed(contracts.LIST_ITEM_SEGMENT_MEMBERS, segment_id=segment["id"], **more)


def skus(desk: Desk, segment: dict[str, Any], **more: Any) -> list[str]:
    """Members."""
    return sorted(row["sku"] for row in rows(desk, segment, member=True, **more))


def pin(desk: Desk, segment: dict[str, Any], **said: Any) -> dict[str, Any]:
    return desk.bench.do(contracts.PIN_ITEM_SEGMENT_MEMBERS, {"segment_id": segment["id"], **said}, by=PRICER)


def refresh(desk: Desk, segment: dict[str, Any]) -> dict[str, Any]:
    return desk.bench.do(contracts.REFRESH_ITEM_SEGMENT, {"id": segment["id"]}, by=PRICER)


def changes(desk: Desk, segment: dict[str, Any], **more: Any) -> list[tuple[str, str, str]]:
    """(sku, move, reason), the latest first."""
    found = desk.bench.listed(contracts.LIST_ITEM_SEGMENT_CHANGES, segment_id=segment["id"], **more)
    return [(row["sku"], row["move"], row["reason"]) for row in found]

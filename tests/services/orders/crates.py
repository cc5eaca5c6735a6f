"""Returnable packaging in tests: an order under an offer, crates that go with it and come back."""

from datetime import date
from typing import Any

from services.orders import contracts
from tests.services.builders import CRATE, INSTALL, Good, Shop, line_parts
from tests.services.cast import HEAD, KEEPER

MONDAY = date(2026, 3, 2)
AGREED = {"packaging_days": 10, "packaging_deposit": True}
"""Terms of an offer: back in ten days, a deposit of 60.10 for each crate."""


def ordered(shop: Shop, *lines: tuple[Good, str], crates: str = "20", **terms: Any) -> dict[str, Any]:
    """To be fulfilled under an offer of these terms; so many crates lie in the warehouse."""
    shop.receive((CRATE, crates, "40.00"))
    return shop.under_offer(*(lines or ((INSTALL, "10"),)), **(terms or AGREED))


def with_crates(order: dict[str, Any], number: str, *parts: tuple[int, str], on: date = MONDAY) -> dict[str, Any]:
    body = {"order_id": order["id"], "lines": line_parts(order, *parts), "shipped_on": on}
    return {**body, "packaging": [{"item_id": CRATE.id, "quantity": number}]}


def ship(shop: Shop, order: dict[str, Any], number: str, *parts: tuple[int, str], on: date = MONDAY) -> dict[str, Any]:
    return shop.bench.do(contracts.SHIP_GOODS, with_crates(order, number, *parts, on=on), by=KEEPER)


def back(shipment: dict[str, Any], *numbers: str, **more: Any) -> dict[str, Any]:
    lines = [{"item_id": CRATE.id, "quantity": number} for number in numbers]
    return {"shipment_id": shipment["id"], "lines": lines, **more}


def take(shop: Shop, shipment: dict[str, Any], *numbers: str, by: Any = KEEPER, **more: Any) -> dict[str, Any]:
    return shop.bench.do(contracts.RETURN_PACKAGING, back(shipment, *numbers, **more), by=by)


def cancelled(shop: Shop, returned: dict[str, Any]) -> dict[str, Any]:
    body = {"id": returned["id"], "reason": "Ящиків не привезли"}
    return shop.bench.do(contracts.CANCEL_PACKAGING_RETURN, body, by=KEEPER)


def owed(shop: Shop, by: Any = HEAD, **filters: Any) -> list[tuple[str, str, str, str | None, bool, str]]:
    """(shipped, returned, owed, due, overdue, deposit)."""
    rows = shop.bench.listed(contracts.LIST_PACKAGING, by=by, **filters)
    names = ("quantity", "returned", "owed", "due_on", "overdue", "deposit")
    return [tuple(row[name] for name in names) for row in rows]

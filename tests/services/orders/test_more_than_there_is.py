"""Who asks for more goods than there are is told of every such line at once, where it stands, and how much there is."""

from dataclasses import replace
from typing import Any

import pytest

from services.chassis.contracts import Operation
from services.chassis.messages import Language
from services.orders import contracts
from tests.services.builders import CABLE, INSTALL, LAMP, Shop, line_parts, shipping_body
from tests.services.cast import KEEPER

ALL = [(1, "3"), (2, "1"), (3, "2")]


def scarce(shop: Shop) -> dict[str, Any]:
    """Two lamps and one and a half of cables lie there; the order wants three and two, and a service between them."""
    shop.receive((LAMP, "2", "60.00"), (CABLE, "1.5", "5.00"))
    return shop.an_order((LAMP, "3"), (INSTALL, "1"), (CABLE, "2"), status="to_fulfil")


def told(
    shop: Shop, operation: Operation, body: dict[str, Any], language: Language = "uk"
) -> list[tuple[str, str, str]]:
    refusal = shop.bench.refuses(operation, body, by=replace(KEEPER, language=language))
    assert refusal.http_status == 409
    return [(field.pointer, field.code, field.message) for field in refusal.fields]


LACKING = [("/lines/0/quantity", "not_enough_stock"), ("/lines/2/quantity", "not_enough_stock")]
SAID: dict[Language, list[str]] = {
    "uk": ["2 з LAMP-10, а запитано 3", "1.5 з CABLE-3, а запитано 2"],
    "en": ["2 of LAMP-10 is free in this warehouse; 3 was", "1.5 of CABLE-3 is free in this warehouse; 2 was"],
}


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("named", [[], ALL])
def test_each_line_that_cannot_be_reserved_or_shipped_is_named(
    shop: Shop, named: list[tuple[int, str]], language: Language
) -> None:
    order = scarce(shop)
    reserve = {"id": order["id"], "lines": line_parts(order, *named)}
    for operation, body in ((contracts.RESERVE_ORDER, reserve), (contracts.SHIP_GOODS, shipping_body(order, *named))):
        found = told(shop, operation, body, language)
        assert [one[:2] for one in found] == LACKING
        assert all(part in sentence for part, (*_, sentence) in zip(SAID[language], found, strict=True)), found
    assert shop.now(order) == order


def test_each_line_that_cannot_be_supplied_is_named(shop: Shop) -> None:
    order = scarce(shop)
    lines = [{"line_id": order["lines"][place]["id"], "action": "reserve"} for place in (2, 0)]
    found = told(shop, contracts.SUPPLY_ORDER, {"id": order["id"], "lines": lines})
    assert [one[0] for one in found] == ["/lines/0/line_id", "/lines/1/line_id"]
    assert shop.now(order) == order


def test_each_line_asked_for_beyond_what_is_open_is_named(shop: Shop) -> None:
    order = scarce(shop)
    body = shipping_body(order, (3, "2.5"), (2, "1"), (1, "4"))
    found = told(shop, contracts.SHIP_GOODS, body)
    assert [one[:2] for one in found] == [
        ("/lines/0/quantity", "more_than_open"),
        ("/lines/2/quantity", "more_than_open"),
    ]


def test_each_line_that_brings_back_more_than_went_out_is_named(shop: Shop) -> None:
    shop.receive((LAMP, "9", "60.00"), (CABLE, "9", "5.00"))
    order = shop.an_order((LAMP, "3"), (CABLE, "2"), status="to_fulfil")
    sale = shop.ship(order)
    lines = line_parts(order, (2, "2.5"), (1, "3.5"))
    body = {"shipment_id": sale["id"], "lines": lines, "reason": "Не підійшло"}
    found = told(shop, contracts.RETURN_GOODS, body)
    assert [one[:2] for one in found] == [
        ("/lines/0/quantity", "more_than_shipped"),
        ("/lines/1/quantity", "more_than_shipped"),
    ]

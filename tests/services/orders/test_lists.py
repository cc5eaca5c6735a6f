"""Lists of orders: filters, order, pages without repeats, cursors that were tampered with."""

import base64
import json
from typing import Any
from uuid import uuid4

import pytest

from services.orders import contracts
from tests.services.builders import INSTALL, LAMP, Shop
from tests.services.cast import DARYNA, DZVIN, FOREMAN, HEAD, KALYNA, KEEPER, STRANGER, SVITLODIM, TARAS
from tests.services.orders.money import refund


def numbers(rows: list[dict[str, Any]]) -> list[str]:
    return [row["number"] for row in rows]


def test_the_newest_order_comes_first_with_its_client_s_name(shop: Shop) -> None:
    shop.an_order()
    shop.an_order(client=DZVIN)
    rows = shop.bench.listed(contracts.LIST_ORDERS)
    assert [(row["number"], row["partner_name"]) for row in rows] == [
        ("ORD-000002", DZVIN.name),
        ("ORD-000001", KALYNA.name),
    ]


@pytest.mark.parametrize("order", ["-created_at", "created_at", "number", "-number"])
@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8])
def test_all_pages_together_hold_every_order_once(shop: Shop, order: str, limit: int) -> None:
    for _ in range(7):
        shop.an_order((INSTALL, "1"))
    pages = list(shop.bench.pages(contracts.LIST_ORDERS, limit, order=order))
    listed = [number for page in pages for number in numbers(page)]
    wanted = [f"ORD-{place:06d}" for place in range(1, 8)]
    assert listed == (wanted[::-1] if order.startswith("-") else wanted)
    assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)


def test_an_order_made_while_paging_neither_repeats_nor_hides_others(shop: Shop) -> None:
    for _ in range(4):
        shop.an_order((INSTALL, "1"))
    pages = shop.bench.pages(contracts.LIST_ORDERS, 2)
    first = next(pages)
    shop.an_order((INSTALL, "1"))
    assert numbers(first + [row for page in pages for row in page]) == [f"ORD-00000{place}" for place in (4, 3, 2, 1)]


def test_each_filter_keeps_what_it_says(shop: Shop) -> None:
    approved = shop.an_order((INSTALL, "1"), status="to_fulfil", ordered_on="2026-03-01")
    waiting = shop.an_order(client=DZVIN, ordered_on="2026-03-02")
    for filters, wanted in (
        ({"status": ["to_fulfil"]}, [approved]),
        ({"status": ["to_fulfil", "on_approval"]}, [waiting, approved]),
        ({"state": ["ready_to_ship"]}, [approved]),
        ({"partner_id": DZVIN.id}, [waiting]),
        ({"manager_id": KALYNA.manager_id}, [approved]),
        ({"id": [approved["id"]]}, [approved]),
        ({"ordered_on_from": "2026-03-02"}, [waiting]),
        ({"ordered_on_to": "2026-03-01"}, [approved]),
        ({"ordered_on_from": "2026-03-01", "ordered_on_to": "2026-03-02"}, [waiting, approved]),
        ({"status": ["closed"]}, []),
        ({"partner_id": DZVIN.id, "status": ["to_fulfil"]}, []),
    ):
        assert numbers(shop.bench.listed(contracts.LIST_ORDERS, **filters)) == numbers(wanted), filters


@pytest.mark.parametrize(("limit", "taken"), [(0, False), (1, True), (200, True), (201, False)])
def test_a_page_has_from_1_to_200_rows(shop: Shop, limit: int, taken: bool) -> None:
    if taken:
        assert shop.bench.listed(contracts.LIST_ORDERS, limit=limit) == []
    else:
        assert shop.bench.refuses(contracts.LIST_ORDERS, {"limit": limit}).fields[0].pointer == "/limit"


def test_all_pages_of_payments_hold_every_one_once_with_an_order_or_without(shop: Shop) -> None:
    order = shop.an_order((INSTALL, "1"), status="to_fulfil")
    for place in range(5):
        shop.pay(order, "1.00", **({"order_id": None} if place % 2 else {}))
    pages = list(shop.bench.pages(contracts.LIST_PAYMENTS, 2))
    assert [row["number"] for page in pages for row in page] == [f"PAY-00000{place}" for place in (5, 4, 3, 2, 1)]


def a_cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


ID = "01890000-0000-7000-8000-000000000000"
BROKEN = {
    "empty": "",
    "not base64": "???",
    "not JSON": base64.urlsafe_b64encode(b"cursor").decode(),
    "too few parts": a_cursor("-created_at", "2026-03-01T00:00:00+00:00"),
    "an object": base64.urlsafe_b64encode(b'{"a":1}').decode(),
    "of another order": a_cursor("number", "ORD-000001", ID),
    "not a time": a_cursor("-created_at", "yesterday", ID),
    "a time without zone": a_cursor("-created_at", "2026-03-01T00:00:00", ID),
    "not an id": a_cursor("-created_at", "2026-03-01T00:00:00+00:00", "1"),
    "a number for an id": a_cursor("-created_at", "2026-03-01T00:00:00+00:00", 1),
    "null": a_cursor("-created_at", None, ID),
    "a number for a time": a_cursor("-created_at", 5, ID),
}


@pytest.mark.parametrize("cursor", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_cursor_is_invalid_at_its_field(shop: Shop, cursor: str) -> None:
    refusal = shop.bench.refuses(contracts.LIST_ORDERS, {"cursor": cursor})
    assert (refusal.http_status, [field.pointer for field in refusal.fields]) == (422, ["/cursor"])


@pytest.mark.parametrize("value", [1, ["ORD"], {"a": 1}, "ORD\0"], ids=["number", "list", "object", "NUL"])
def test_a_cursor_of_a_wrong_type_is_invalid(shop: Shop, value: object) -> None:
    body = {"order": "number", "cursor": a_cursor("number", value, ID)}
    assert shop.bench.refuses(contracts.LIST_ORDERS, body).http_status == 422


# ---------------------------------------------------------------- who sees what


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (HEAD, {KALYNA.id, DZVIN.id}),
        (TARAS, {KALYNA.id}),
        (DARYNA, {DZVIN.id}),
        (FOREMAN, {KALYNA.id}),
        (STRANGER, set()),
        (KALYNA.login, {KALYNA.id}),
        (DZVIN.login, {DZVIN.id}),
    ],
    ids=["head", "taras", "daryna", "foreman", "stranger", "kalyna", "dzvin"],
)
def test_orders_shipments_and_payments_are_listed_to_those_whose_client_it_is(
    shop: Shop, actor: Any, sees: set[Any]
) -> None:
    for client in (KALYNA, DZVIN):
        order = shop.an_order((INSTALL, "1"), client=client, status="to_fulfil")
        shop.ship(order)
        shop.pay(order, "1.00")
    for listing, show in (
        (contracts.LIST_ORDERS, contracts.GET_ORDER),
        (contracts.LIST_SHIPMENTS, contracts.GET_SHIPMENT),
        (contracts.LIST_PAYMENTS, contracts.GET_PAYMENT),
    ):
        everything = shop.bench.listed(listing)
        mine = shop.bench.listed(listing, by=actor)
        assert {row["partner_id"] for row in mine} == {str(one) for one in sees}
        for row in everything:
            if row in mine:
                assert shop.bench.do(show, {"id": row["id"]}, by=actor)["id"] == row["id"]
            else:
                assert shop.bench.refuses(show, {"id": row["id"]}, by=actor).code.name == "not_found"


def test_another_s_order_cannot_be_changed_either(shop: Shop) -> None:
    order = shop.an_order(status="to_fulfil")
    for operation, body in (
        (contracts.RESERVE_ORDER, {"id": order["id"]}),
        (contracts.CANCEL_ORDER, {"id": order["id"], "reason": "Чуже"}),
        (contracts.CLOSE_ORDER, {"id": order["id"]}),
        (contracts.SHIP_GOODS, {"order_id": order["id"]}),
    ):
        assert shop.bench.refuses(operation, body, by=DARYNA).code.name == "not_found"
    assert shop.now(order) == order


def test_stock_is_not_shown_to_clients(shop: Shop) -> None:
    assert shop.bench.refuses(contracts.LIST_STOCK, by=KALYNA.login).code.name == "forbidden"


def test_documents_are_listed_by_organization_manager_and_warehouse(shop: Shop) -> None:
    shop.receive((LAMP, "10", "60.00"))
    mine, hers = (shop.an_order(client=client, status="to_fulfil") for client in (KALYNA, DZVIN))
    for order in (mine, hers):
        shipment = shop.ship(order)
        shop.bench.do(contracts.RETURN_GOODS, {"shipment_id": shipment["id"], "reason": "Брак"}, by=KEEPER)
        shop.pay(order, "100.00")
        refund(shop, "10.00", order, partner_id=order["partner_id"])
    elsewhere = shop.open_warehouse("Другий склад")
    other = shop.an_order(warehouse_id=elsewhere)
    assert numbers(shop.bench.listed(contracts.LIST_ORDERS, warehouse_id=elsewhere)) == numbers([other])
    for listing in (contracts.LIST_SHIPMENTS, contracts.LIST_RETURNS):
        found = shop.bench.listed(listing, manager_id=KALYNA.manager_id)
        assert [row["order_id"] for row in found] == [mine["id"]]
    lists = (contracts.LIST_SHIPMENTS, contracts.LIST_RETURNS, contracts.LIST_PAYMENTS, contracts.LIST_REFUNDS)
    for listing in lists:
        found = shop.bench.listed(listing, organization_id=SVITLODIM)
        assert {row["order_id"] for row in found} == {mine["id"], hers["id"]}
        assert shop.bench.listed(listing, organization_id=uuid4()) == []

"""Stock in a warehouse; an order of the client, shipped in part and paid in part."""

from typing import Any

from tests.flows.rights.records.known import Known
from tests.flows.rights.records.partners import made
from tests.house import Api

OF_A_CLIENT = {"order", "line", "shipment", "payment"}
LISTS = {
    "order": "/orders?limit=200",
    "shipment": "/shipments?limit=200",
    "payment": "/payments?limit=200",
}


def shared(admin: Api, known: Known) -> dict[str, str]:
    body = {"organization_id": known.organization, "name": "Склад «Дзвін»"}
    warehouse = made(admin, "/warehouses", body)
    goods = {"item_id": known.item, "quantity": "100000", "price": "60"}
    return {
        "warehouse": warehouse,
        "receipt": made(admin, "/receipts", {"warehouse_id": warehouse, "lines": [goods]}),
    }


def business(admin: Api, manager: Api, known: Known) -> dict[str, str]:
    order = manager.post("/orders", {**known.parties, **order_of(known), "deal_id": known.deal})
    admin.post(f"/orders/{order['id']}/approve")
    line = order["lines"][0]["id"]
    shipped = {"order_id": order["id"], "lines": [{"line_id": line, "quantity": "2"}]}
    return {
        "order": order["id"],
        "line": line,
        "shipment": manager.post("/shipments", shipped)["id"],
        "payment": admin.post("/payments", {**known.parties, "order_id": order["id"], "amount": "100"})["id"],
    }


def order_of(shared: Known) -> dict[str, Any]:
    """What any order says but its parties. Other stories of the house may have other price types for sales."""
    lines = [{"item_id": shared.item, "quantity": "5"}]
    return {"warehouse_id": shared.warehouse, "price_type_id": shared.price_type, "lines": lines}


def an_order(api: Api, known: Known) -> dict[str, str]:
    order = api.post("/orders", {**known.parties, **order_of(known)})
    return {"order": order["id"], "line": order["lines"][0]["id"]}


def an_approved_order(api: Api, known: Known) -> dict[str, str]:
    made = an_order(api, known)
    api.post(f"/orders/{made['order']}/approve")
    return made


def a_settled_order(api: Api, known: Known) -> dict[str, str]:
    """Shipped and paid in full."""
    made = an_approved_order(api, known)
    api.post("/shipments", {"order_id": made["order"]})
    payable = api.get(f"/orders/{made['order']}")["payable"]
    api.post("/payments", {**known.parties, "order_id": made["order"], "amount": payable})
    return made


BEFORE = {
    "approve_order": an_order,
    "cancel_order": an_order,
    "reserve_order": an_approved_order,
    "ship_goods": an_approved_order,
    "close_order": a_settled_order,
}

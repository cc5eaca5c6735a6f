"""Stock in a warehouse; a proposal sent to the client; an order under its offer, shipped and paid in part, some of
both back."""

from typing import Any

from tests.flows.rights.records.known import Known
from tests.flows.rights.records.partners import made
from tests.house import Api

OF_A_CLIENT = {
    *("proposal", "proposal_line", "order", "line", "shipment", "payment", "refund", "return", "packaging_return"),
}
LISTS = {
    "proposal": "/proposals?limit=200",
    "order": "/orders?limit=200",
    "shipment": "/shipments?limit=200",
    "payment": "/payments?limit=200",
    "refund": "/refunds?limit=200",
    "return": "/returns?limit=200",
    "packaging_return": "/packaging-returns?limit=200",
}


def shared(admin: Api, known: Known) -> dict[str, str]:
    body = {"organization_id": known.organization, "name": "Склад «Дзвін»"}
    warehouse = made(admin, "/warehouses", body)
    goods = [{"item_id": item, "quantity": "100000", "price": "60"} for item in (known.item, known.crate)]
    return {
        "warehouse": warehouse,
        "receipt": made(admin, "/receipts", {"warehouse_id": warehouse, "lines": goods}),
    }


def business(admin: Api, manager: Api, known: Known) -> dict[str, str]:
    needs_approval(admin, known)
    under = {"price_type_id": None, "offer_id": known.offer, "deal_id": known.deal}
    order = manager.post("/orders", {**known.parties, **order_of(known), **under})
    admin.post(f"/orders/{order['id']}/approve")
    line = order["lines"][0]["id"]
    crates = [{"item_id": known.crate, "quantity": "4"}]
    shipped = {"order_id": order["id"], "lines": [{"line_id": line, "quantity": "2"}], "packaging": crates}
    shipment = manager.post("/shipments", shipped)["id"]
    back = {"shipment_id": shipment, "lines": [{"line_id": line, "quantity": "0.5"}], "reason": "Не підійшло"}
    money = {**known.parties, "order_id": order["id"]}
    return {
        **a_proposal(admin, known, "submit", "approve", "send", deal_id=known.deal),
        "order": order["id"],
        "line": line,
        "shipment": shipment,
        "payment": admin.post("/payments", {**money, "amount": "100"})["id"],
        "refund": admin.post("/refunds", {**money, "amount": "10"})["id"],
        "return": manager.post("/returns", back)["id"],
        "packaging_return": take_crates(manager, known, shipment)["packaging_return"],
    }


def order_of(shared: Known) -> dict[str, Any]:
    """What any order says but its parties. Other stories of the house may have other price types for sales."""
    lines = [{"item_id": shared.item, "quantity": "5"}]
    return {"warehouse_id": shared.warehouse, "price_type_id": shared.price_type, "lines": lines}


def needs_approval(admin: Api, known: Known) -> None:
    """Whatever rule of the organization was tried before."""
    admin.post("/approval-rules", {"organization_id": known.organization, "pass_without_deviations": False})


def an_order(api: Api, known: Known) -> dict[str, str]:
    needs_approval(api, known)
    order = api.post("/orders", {**known.parties, **order_of(known)})
    return {"order": order["id"], "line": order["lines"][0]["id"]}


def an_approved_order(api: Api, known: Known) -> dict[str, str]:
    made = an_order(api, known)
    api.post(f"/orders/{made['order']}/approve")
    return made


def a_shipment(api: Api, known: Known) -> dict[str, str]:
    made = an_approved_order(api, known)
    crates = [{"item_id": known.crate, "quantity": "4"}]
    return {**made, "shipment": api.post("/shipments", {"order_id": made["order"], "packaging": crates})["id"]}


def take_crates(api: Api, known: Known, shipment: str) -> dict[str, str]:
    body = {"shipment_id": shipment, "lines": [{"item_id": known.crate, "quantity": "1"}]}
    return {"packaging_return": api.post("/packaging-returns", body)["id"]}


def a_packaging_return(api: Api, known: Known) -> dict[str, str]:
    made = a_shipment(api, known)
    return {**made, **take_crates(api, known, made["shipment"])}


def a_settled_order(api: Api, known: Known) -> dict[str, str]:
    """Shipped and paid in full."""
    made = a_shipment(api, known)
    payable = api.get(f"/orders/{made['order']}")["payable"]
    payment = api.post("/payments", {**known.parties, "order_id": made["order"], "amount": payable})
    return {**made, "payment": payment["id"]}


def a_proposal(api: Api, known: Known, *moves: str, **more: str) -> dict[str, str]:
    proposal = api.post("/proposals", {**known.parties, **order_of(known), **more})
    for move in moves:
        api.post(f"/proposals/{proposal['id']}/{move}")
    return {"proposal": proposal["id"], "proposal_line": proposal["lines"][0]["id"]}


def a_submitted_proposal(api: Api, known: Known) -> dict[str, str]:
    return a_proposal(api, known, "submit")


def an_agreed_proposal(api: Api, known: Known) -> dict[str, str]:
    return a_proposal(api, known, "submit", "approve")


def a_sent_proposal(api: Api, known: Known) -> dict[str, str]:
    return a_proposal(api, known, "submit", "approve", "send")


def an_accepted_proposal(api: Api, known: Known) -> dict[str, str]:
    made = a_sent_proposal(api, known)
    api.post(f"/proposals/{made['proposal']}/accept", {})
    return made


BEFORE = {
    "change_proposal": a_proposal,
    "submit_proposal": a_proposal,
    "approve_proposal": a_submitted_proposal,
    "return_proposal": a_submitted_proposal,
    "send_proposal": an_agreed_proposal,
    "accept_proposal": a_sent_proposal,
    "decline_proposal": a_sent_proposal,
    "order_proposal": an_accepted_proposal,
    "cancel_payment": a_settled_order,
    "give_refund": a_settled_order,
    "offset_money": a_settled_order,
    "return_goods": a_shipment,
    "return_packaging": a_shipment,
    "cancel_packaging_return": a_packaging_return,
    "approve_order": an_order,
    "cancel_order": an_order,
    "change_order": an_order,
    "cancel_lines": an_order,
    "supply_order": an_approved_order,
    "ship_orders": an_approved_order,
    "reserve_order": an_approved_order,
    "ship_goods": an_approved_order,
    "close_order": a_settled_order,
}

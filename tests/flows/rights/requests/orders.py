"""How to ask orders."""

from typing import Any

from tests.flows.rights.bodies import LINES, OF_ORDER, PARTIES

REQUESTS: dict[str, tuple[str, Any]] = {
    "create_order": ("/orders", {**PARTIES, "warehouse_id": "{warehouse}", "lines": LINES}),
    "approve_order": ("/orders/{order}/approve", {}),
    "change_order": ("/orders/{order}", {"comment": "Подзвонити перед доставкою"}),
    "set_approval_rule": ("/approval-rules", {"organization_id": "{organization}", "pass_without_deviations": False}),
    "list_approval_rules": ("/approval-rules?limit=200", None),
    "reserve_order": ("/orders/{order}/reserve", {"lines": OF_ORDER}),
    "supply_order": ("/orders/{order}/supply", {"lines": [{"line_id": "{line}", "action": "none"}]}),
    "cancel_lines": ("/orders/{order}/cancel-lines", {"lines": [{"line_id": "{line}"}], "reason": "Передумали"}),
    "allocate_stock": ("/reservations", {"warehouse_id": "{warehouse}", "item_ids": ["{item}"]}),
    "list_demand": ("/demand?limit=200&warehouse_id={warehouse}", None),
    "cancel_order": ("/orders/{order}/cancel", {"reason": "Передумали"}),
    "close_order": ("/orders/{order}/close", {}),
    "get_order": ("/orders/{order}", None),
    "list_orders": ("/orders?limit=200&partner_id={partner}&id={order}", None),
    "make_proposal": (
        "/proposals",
        {**PARTIES, "warehouse_id": "{warehouse}", "price_type_id": "{price_type}", "lines": LINES},
    ),
    "accept_proposal": ("/proposals/{proposal}/accept", {"line_ids": ["{proposal_line}"]}),
    "list_proposals": ("/proposals?limit=200&partner_id={partner}&id={proposal}", None),
    "open_warehouse": ("/warehouses", {"organization_id": "{organization}", "name": "Склад {tag}"}),
    "list_warehouses": ("/warehouses?limit=200", None),
    "receive_goods": (
        "/receipts",
        {"warehouse_id": "{warehouse}", "lines": [{"item_id": "{item}", "quantity": "10", "price": "60"}]},
    ),
    "get_receipt": ("/receipts/{receipt}", None),
    "list_stock": ("/stock?limit=200", None),
    "ship_goods": ("/shipments", {"order_id": "{order}", "lines": OF_ORDER}),
    "ship_orders": ("/shipments/batch", {"order_ids": ["{order}"]}),
    "list_shipping_desk": ("/shipping-desk?limit=200&partner_id={partner}", None),
    "get_shipment": ("/shipments/{shipment}", None),
    "list_shipments": ("/shipments?limit=200&order_id={order}", None),
    "return_goods": ("/returns", {"shipment_id": "{shipment}", "lines": OF_ORDER, "reason": "Не підійшло"}),
    "list_returns": ("/returns?limit=200&partner_id={partner}", None),
    "give_refund": ("/refunds", {**PARTIES, "order_id": "{order}", "amount": "1"}),
    "list_refunds": ("/refunds?limit=200&partner_id={partner}", None),
    "offset_money": ("/settlements/offset", {"from_order_id": "{order}", "amount": "1"}),
    "list_settlements": ("/partners/{partner}/settlements?limit=200", None),
    "report_debts": ("/reports/debts", None),
    "receive_payment": ("/payments", {**PARTIES, "amount": "10.50"}),
    "get_payment": ("/payments/{payment}", None),
    "list_payments": ("/payments?limit=200&partner_id={partner}", None),
    "get_balance": ("/partners/{partner}/balance", None),
    "report_sales": ("/reports/sales?date_from=2026-01-01&date_to=2030-12-31&by=client", None),
}

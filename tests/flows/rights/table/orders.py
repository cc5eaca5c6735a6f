"""Who may ask orders for what."""

from tests.flows.rights.roles import EVERYBODY, HEADS, OFFICE, SELLERS, Role

ALLOWED: dict[str, set[Role]] = {
    # whoever sells and the client itself order; nobody approves who only sells
    "create_order": {*SELLERS, Role.CLIENT},
    "approve_order": {*HEADS, Role.COMMERCIAL_APPROVER},
    "reserve_order": {*SELLERS, Role.WAREHOUSE},
    "cancel_order": SELLERS,
    "close_order": {*HEADS, Role.MANAGER},
    "get_order": EVERYBODY,
    "list_orders": EVERYBODY,
    # goods move through the warehouse's hands, or those of the client's manager
    "open_warehouse": {Role.ADMINISTRATOR, Role.WAREHOUSE},
    "receive_goods": {Role.ADMINISTRATOR, Role.WAREHOUSE},
    "ship_goods": {*HEADS, Role.MANAGER, Role.WAREHOUSE},
    "list_warehouses": EVERYBODY,
    "get_receipt": OFFICE,
    "list_stock": OFFICE,
    "get_shipment": EVERYBODY,
    "list_shipments": EVERYBODY,
    # money is the accountant's
    "receive_payment": {Role.ADMINISTRATOR, Role.ACCOUNTANT},
    "get_payment": EVERYBODY,
    "list_payments": EVERYBODY,
    "get_balance": EVERYBODY,
    "report_sales": OFFICE,
}

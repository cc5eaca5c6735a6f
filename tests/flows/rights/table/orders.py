"""Who may ask orders for what."""

from tests.flows.rights.roles import EVERYBODY, HEADS, OFFICE, SELLERS, Role

ALLOWED: dict[str, set[Role]] = {
    # whoever sells and the client itself order; nobody approves who only sells
    "create_order": {*SELLERS, Role.CLIENT},
    # each approver what is theirs; heads all; whoever sells may change what was ordered, the client asks them to
    "approve_order": {*HEADS, Role.COMMERCIAL_APPROVER, Role.FINANCIAL_APPROVER, Role.LOGISTICS_APPROVER},
    "change_order": SELLERS,
    # which orders need nobody is the heads' to say, and no secret in the office
    "set_approval_rule": HEADS,
    "list_approval_rules": OFFICE,
    "reserve_order": {*SELLERS, Role.WAREHOUSE},
    # whoever may reserve says how lines are supplied; whoever may cancel an order cancels its lines
    "supply_order": {*SELLERS, Role.WAREHOUSE},
    "cancel_lines": SELLERS,
    # scarce stock is given over the heads of managers: by the warehouse or their head; what is missing all may know
    "allocate_stock": {*HEADS, Role.WAREHOUSE},
    "list_demand": OFFICE,
    "cancel_order": SELLERS,
    "close_order": {*HEADS, Role.MANAGER},
    "get_order": EVERYBODY,
    "list_orders": EVERYBODY,
    # a proposal is made by who sells, agreed as an order is, and decided by its client or in its name
    "make_proposal": SELLERS,
    "change_proposal": SELLERS,
    "submit_proposal": SELLERS,
    "approve_proposal": {*HEADS, Role.COMMERCIAL_APPROVER},
    "return_proposal": {*HEADS, Role.COMMERCIAL_APPROVER},
    "send_proposal": SELLERS,
    "accept_proposal": {*SELLERS, Role.CLIENT},
    "decline_proposal": {*SELLERS, Role.CLIENT},
    "order_proposal": SELLERS,
    "get_proposal": EVERYBODY,
    "get_proposal_versions": EVERYBODY,
    "list_proposals": EVERYBODY,
    # what we earn is no client's business
    "analyse_proposal": OFFICE,
    "analyse_order": OFFICE,
    # goods move through the warehouse's hands, or those of the client's manager
    "open_warehouse": {Role.ADMINISTRATOR, Role.WAREHOUSE},
    "receive_goods": {Role.ADMINISTRATOR, Role.WAREHOUSE},
    "ship_goods": {*HEADS, Role.MANAGER, Role.WAREHOUSE},
    "ship_orders": {*HEADS, Role.MANAGER, Role.WAREHOUSE},
    "list_shipping_desk": OFFICE,
    "list_warehouses": EVERYBODY,
    "get_receipt": OFFICE,
    "list_stock": OFFICE,
    "get_shipment": EVERYBODY,
    "list_shipments": EVERYBODY,
    "return_goods": {*HEADS, Role.MANAGER, Role.WAREHOUSE},
    "get_return": EVERYBODY,
    "list_returns": EVERYBODY,
    "list_packaging": EVERYBODY,
    "return_packaging": {*HEADS, Role.MANAGER, Role.WAREHOUSE},
    "cancel_packaging_return": {*HEADS, Role.MANAGER, Role.WAREHOUSE},
    "get_packaging_return": EVERYBODY,
    "list_packaging_returns": EVERYBODY,
    # money is the accountant's
    "receive_payment": {Role.ADMINISTRATOR, Role.ACCOUNTANT},
    "cancel_payment": {Role.ADMINISTRATOR, Role.ACCOUNTANT},
    "give_refund": {Role.ADMINISTRATOR, Role.ACCOUNTANT},
    "offset_money": {Role.ADMINISTRATOR, Role.ACCOUNTANT},
    # clients check what they owe and paid against their own books
    "list_settlements": EVERYBODY,
    "get_refund": EVERYBODY,
    "list_refunds": EVERYBODY,
    "report_debts": OFFICE,
    "get_payment": EVERYBODY,
    "list_payments": EVERYBODY,
    "get_balance": EVERYBODY,
    "report_sales": OFFICE,
}

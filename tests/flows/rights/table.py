"""Who may ask for what, written by hand from how a sales office works: not from the contracts, which are held to it.

An operation of any contract that stands nowhere here fails the tests: whoever adds one decides whose it is.
Rows are another matter: a manager who may read orders reads those of the team's clients only.
"""

from services.chassis.actor import Role

ADMINISTRATOR = {Role.ADMINISTRATOR}
HEADS = {Role.ADMINISTRATOR, Role.HEAD_OF_SALES}
SELLERS = {*HEADS, Role.MANAGER, Role.REPRESENTATIVE}
EVERYBODY = set(Role)
OFFICE = EVERYBODY - {Role.CLIENT}
NOBODY_ASKED: set[Role] = set()
"""No token is asked for."""

ALLOWED: dict[str, set[Role]] = {
    # our own company is the administrator's; everybody in it knows who is who
    "register_organization": ADMINISTRATOR,
    "change_organization": ADMINISTRATOR,
    "open_department": ADMINISTRATOR,
    "hire_staff": ADMINISTRATOR,
    "change_staff": ADMINISTRATOR,
    "get_organization": OFFICE,
    "list_organizations": OFFICE,
    "get_department": OFFICE,
    "list_departments": OFFICE,
    "get_staff": OFFICE,
    "list_staff": OFFICE,
    "get_team": OFFICE,
    # clients are kept by who sells to them; whose client it is, and whether it still is one, the head decides
    "register_partner": SELLERS,
    "change_partner": SELLERS,
    "add_contact_person": SELLERS,
    "assign_partner": HEADS,
    "archive_partner": HEADS,
    "hand_clients_over": HEADS,
    # a person's data are erased for good: the administrator answers for that by law
    "erase_partner": ADMINISTRATOR,
    "get_partner": EVERYBODY,
    "list_partners": EVERYBODY,
    "get_terms_of_sale": EVERYBODY,
    "list_timeline": EVERYBODY,
    # tasks are the office's own
    "give_task": OFFICE,
    "complete_task": OFFICE,
    "get_task": OFFICE,
    "list_tasks": OFFICE,
    # the catalogue and prices: clients see goods and what they would pay, not how prices are made
    "add_item": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "change_item": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "add_price_type": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "set_prices": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "get_item": EVERYBODY,
    "get_items": EVERYBODY,
    "list_items": EVERYBODY,
    "ask_quote": EVERYBODY,
    "list_price_types": OFFICE,
    "get_price_setting": OFFICE,
    "list_prices": OFFICE,
    "add_price_group": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "change_price_group": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "list_price_groups": OFFICE,
    # terms of sale are offered by who sells or prices, and agreed by who answers for the profit
    "make_offer": {*HEADS, Role.PRICING_MANAGER, Role.MANAGER},
    "change_offer": {*HEADS, Role.PRICING_MANAGER, Role.MANAGER},
    "submit_offer": {*HEADS, Role.PRICING_MANAGER, Role.MANAGER},
    "close_offer": {*HEADS, Role.PRICING_MANAGER, Role.MANAGER},
    "approve_offer": {*HEADS, Role.COMMERCIAL_APPROVER},
    "return_offer": {*HEADS, Role.COMMERCIAL_APPROVER},
    "get_offer": EVERYBODY,
    "list_offers": EVERYBODY,
    "get_client_offers": EVERYBODY,
    "get_terms_of_offer": OFFICE,
    # discounts are prices for many; how far a person may go alone is the heads' to say
    "set_discount_root": {*HEADS, Role.PRICING_MANAGER},
    "add_discount_group": {*HEADS, Role.PRICING_MANAGER},
    "change_discount_group": {*HEADS, Role.PRICING_MANAGER},
    "add_discount": {*HEADS, Role.PRICING_MANAGER},
    "withdraw_discount": {*HEADS, Role.PRICING_MANAGER},
    "get_discount": OFFICE,
    "list_discounts": OFFICE,
    "list_discount_groups": OFFICE,
    "set_manual_limit": HEADS,
    "list_manual_limits": OFFICE,
    # cards are handed out by whoever meets clients
    "add_card_kind": {*HEADS, Role.PRICING_MANAGER, Role.MARKETER},
    "list_card_kinds": OFFICE,
    "issue_card": {*SELLERS, Role.MARKETER},
    "activate_card": {*SELLERS, Role.MARKETER},
    "block_card": {*SELLERS, Role.MARKETER},
    "get_card": EVERYBODY,
    "list_cards": EVERYBODY,
    # deals are what we think of a client: never shown to one
    "add_deal_kind": HEADS,
    "add_loss_reason": HEADS,
    "list_deal_kinds": OFFICE,
    "list_loss_reasons": OFFICE,
    "register_deal": SELLERS,
    "change_deal": SELLERS,
    "move_deal": SELLERS,
    "win_deal": SELLERS,
    "lose_deal": SELLERS,
    "get_deal": OFFICE,
    "list_deals": OFFICE,
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
    # advertising; a claim is taken by whoever meets the client and decided by those who did not sell
    "add_channel": {*HEADS, Role.MARKETER},
    "add_channel_cost": {*HEADS, Role.MARKETER},
    "list_channels": OFFICE,
    "list_channel_costs": OFFICE,
    "register_claim": {*SELLERS, Role.MARKETER, Role.CLIENT},
    "review_claim": {*HEADS, Role.MARKETER},
    "decide_claim": {*HEADS, Role.MARKETER},
    "get_claim": EVERYBODY,
    "list_claims": EVERYBODY,
    # a job is shown to who asked for it; who did what is the office's matter
    "get_job": EVERYBODY,
    "cancel_job": EVERYBODY,
    "list_audit": OFFICE,
    # people
    "sign_in": NOBODY_ASKED,
    "refresh_sign_in": NOBODY_ASKED,
    "sign_out": NOBODY_ASKED,
    "get_key_set": NOBODY_ASKED,
    "get_me": EVERYBODY,
    "change_own_password": EVERYBODY,
    "list_users": ADMINISTRATOR,
    "add_user": ADMINISTRATOR,
    "change_user": ADMINISTRATOR,
}

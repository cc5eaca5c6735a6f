"""Who may ask pricing for what."""

from tests.flows.rights.roles import EVERYBODY, HEADS, OFFICE, SELLERS, Role

ALLOWED: dict[str, set[Role]] = {
    # the catalogue and prices: clients see goods and what they would pay, not how prices are made
    "add_item": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "change_item": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "add_price_type": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "set_prices": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "change_price_type": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "recalculate_prices": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "check_formula": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "preview_prices": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "preview_price_setting": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "agree_price_setting": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "cancel_price_setting": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    # whoever may see prices may take them away; whoever may set them may bring them back
    "export_prices": OFFICE,
    "preview_price_sheet": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    "set_price_sheet": {Role.ADMINISTRATOR, Role.PRICING_MANAGER},
    # rates come from the bank: whoever keeps prices or money enters them
    "set_exchange_rate": {Role.ADMINISTRATOR, Role.PRICING_MANAGER, Role.ACCOUNTANT},
    "list_exchange_rates": OFFICE,
    "get_item": EVERYBODY,
    "get_items": EVERYBODY,
    "list_items": EVERYBODY,
    "ask_quote": EVERYBODY,
    "list_price_types": OFFICE,
    "get_price_setting": OFFICE,
    "list_price_settings": OFFICE,
    "get_price": OFFICE,
    "report_price_dynamics": OFFICE,
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
    # everybody of ours sees how offers are fulfilled by the clients they see
    "report_offer_fulfilment": OFFICE,
    "list_offer_periods": OFFICE,
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
    # what a kind of cards gives is a price for many; clients see what their own cards hold. Bonuses are spent by
    # orders alone, for people who may make them
    "set_bonus_rule": {*HEADS, Role.PRICING_MANAGER, Role.MARKETER},
    "accrue_bonuses": {*HEADS, Role.PRICING_MANAGER, Role.MARKETER},
    "spend_bonuses": {Role.ADMINISTRATOR},
    "get_card_bonuses": EVERYBODY,
    "list_bonus_entries": EVERYBODY,
}

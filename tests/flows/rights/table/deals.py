"""Who may ask deals for what."""

from tests.flows.rights.roles import HEADS, OFFICE, SELLERS, Role

ALLOWED: dict[str, set[Role]] = {
    # deals are what we think of a client: never shown to one
    "add_deal_kind": HEADS,
    "add_loss_reason": HEADS,
    "list_deal_kinds": OFFICE,
    "list_loss_reasons": OFFICE,
    "register_deal": SELLERS,
    "change_deal": SELLERS,
    "set_demand": SELLERS,
    "satisfy_demand": SELLERS,
    "move_deal": SELLERS,
    "win_deal": SELLERS,
    "lose_deal": SELLERS,
    "get_deal": OFFICE,
    "list_deals": OFFICE,
}

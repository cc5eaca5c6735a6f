"""Who may ask marketing for what."""

from tests.flows.rights.roles import EVERYBODY, HEADS, OFFICE, SELLERS, Role

ALLOWED: dict[str, set[Role]] = {
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
}

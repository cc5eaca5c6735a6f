"""Who may ask marketing for what."""

from tests.flows.rights.roles import EVERYBODY, HEADS, OFFICE, SELLERS, Role

MARKETERS = {*HEADS, Role.MARKETER}

ALLOWED: dict[str, set[Role]] = {
    # advertising: marketers plan it and pay for it, everybody of ours may look
    "add_channel": MARKETERS,
    "change_channel": MARKETERS,
    "archive_channel": MARKETERS,
    "get_channel": OFFICE,
    "list_channels": OFFICE,
    "add_channel_cost": MARKETERS,
    "list_channel_costs": OFFICE,
    "plan_marketing_event": MARKETERS,
    "change_marketing_event": MARKETERS,
    "start_marketing_event": MARKETERS,
    "hold_marketing_event": MARKETERS,
    "cancel_marketing_event": MARKETERS,
    "get_marketing_event": OFFICE,
    "list_marketing_events": OFFICE,
    "add_event_provider": MARKETERS,
    "change_event_provider": MARKETERS,
    "list_event_providers": OFFICE,
    "add_event_cost": MARKETERS,
    "change_event_cost": MARKETERS,
    "list_event_costs": OFFICE,
    "add_event_task": MARKETERS,
    "change_event_task": MARKETERS,
    # whoever it was given to; managers and representatives see their own team's alone
    "complete_event_task": OFFICE,
    "list_event_tasks": OFFICE,
    # each manager invites own clients, and answers for them at the door
    "invite_guests": {*SELLERS, Role.MARKETER},
    "mark_guests": {*SELLERS, Role.MARKETER},
    "list_event_guests": OFFICE,
    # a claim is taken by whoever meets the client and decided by those who did not sell
    "add_claim_cause": MARKETERS,
    "list_claim_causes": OFFICE,
    "register_claim": {*SELLERS, Role.MARKETER, Role.CLIENT},
    "review_claim": MARKETERS,
    "change_claim": MARKETERS,
    "name_claim_participants": MARKETERS,
    "decide_claim": MARKETERS,
    "get_claim": EVERYBODY,
    "list_claims": EVERYBODY,
    # what advertising brought: those who spend and those who sell; of their own clients
    "report_channels": {*SELLERS, Role.MARKETER},
    "report_events": {*SELLERS, Role.MARKETER},
    "report_claims": OFFICE,
}

"""Who may ask deals for what."""

from tests.flows.rights.roles import HEADS, OFFICE, SELLERS, Role

ALLOWED: dict[str, set[Role]] = {
    # deals are what we think of a client: never shown to one
    "add_deal_kind": HEADS,
    "change_deal_kind": HEADS,
    "add_built_in_kind": HEADS,
    "add_loss_reason": HEADS,
    "add_participant_role": HEADS,
    "get_deal_kind": OFFICE,
    "list_participant_roles": OFFICE,
    "list_deal_kinds": OFFICE,
    "list_loss_reasons": OFFICE,
    "register_deal": SELLERS,
    "change_deal": SELLERS,
    "set_demand": SELLERS,
    "satisfy_demand": SELLERS,
    "move_deal": SELLERS,
    "win_deal": SELLERS,
    "lose_deal": SELLERS,
    # whoever lost it does not take the loss back alone: reports of losses would mean nothing
    "reopen_deal": HEADS,
    "list_deal_documents": OFFICE,
    "add_participant": SELLERS,
    "change_participant": SELLERS,
    "remove_participant": SELLERS,
    "get_participant": OFFICE,
    "plan_task": SELLERS,
    "change_plan_task": SELLERS,
    "finish_plan_task": SELLERS,
    "cancel_plan_task": SELLERS,
    "get_plan_task": OFFICE,
    "list_plan_tasks": OFFICE,
    "report_funnel": OFFICE,
    "report_expected_income": OFFICE,
    "report_losses": OFFICE,
    "get_deal": OFFICE,
    "list_deals": OFFICE,
}

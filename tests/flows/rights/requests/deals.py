"""How to ask deals."""

from typing import Any

from tests.flows.rights.bodies import PARTIES, STAGES

PERIOD = "date_from=2020-01-01&date_to=2040-12-31"

REQUESTS: dict[str, tuple[str, Any]] = {
    "add_deal_kind": ("/deal-kinds", {"name": "Вид {tag}", "stages": STAGES}),
    "list_deal_kinds": ("/deal-kinds?limit=200", None),
    "change_deal_kind": ("/deal-kinds/{kind}", {"name": "Продаж {tag}"}),
    "get_deal_kind": ("/deal-kinds/{kind}", None),
    "add_loss_reason": ("/loss-reasons", {"name": "Причина {tag}"}),
    "list_loss_reasons": ("/loss-reasons?limit=200", None),
    "register_deal": ("/deals", {**PARTIES, "name": "Угода {tag}", "kind_id": "{kind}"}),
    "change_deal": ("/deals/{deal}", {"potential": "1000"}),
    "satisfy_demand": ("/deals/{deal}/demand/satisfy", {"lines": [{"line_id": "{demand_line}"}]}),
    "move_deal": ("/deals/{deal}/stage", {"stage": "terms"}),
    "win_deal": ("/deals/{deal}/win", {}),
    "lose_deal": ("/deals/{deal}/lose", {"loss_reason_id": "{reason}"}),
    "list_deal_documents": ("/deals/{deal}/documents?limit=200", None),
    "add_participant_role": ("/participant-roles", {"name": "Роль {tag}"}),
    "list_participant_roles": ("/participant-roles?limit=200", None),
    "add_participant": ("/deals/{deal}/participants", {"side": "staff", "subject_id": "{other_staff}"}),
    "change_participant": ("/deals/{deal}/participants/{participant}", {"attitude": "neutral"}),
    "remove_participant": ("/deals/{deal}/participants/{participant}/remove", {}),
    "get_participant": ("/participants/{staff}", None),
    "list_plan_tasks": ("/plan-tasks?limit=200&partner_id={partner}", None),
    "report_funnel": (f"/reports/funnel?{PERIOD}", None),
    "report_expected_income": ("/reports/expected-income", None),
    "report_losses": (f"/reports/losses?{PERIOD}", None),
    "get_deal": ("/deals/{deal}", None),
    "list_deals": ("/deals?limit=200&partner_id={partner}", None),
}

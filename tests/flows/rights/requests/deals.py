"""How to ask deals."""

from typing import Any

from tests.flows.rights.bodies import PARTIES, STAGES

REQUESTS: dict[str, tuple[str, Any]] = {
    "add_deal_kind": ("/deal-kinds", {"name": "Вид {tag}", "stages": STAGES}),
    "list_deal_kinds": ("/deal-kinds?limit=200", None),
    "add_loss_reason": ("/loss-reasons", {"name": "Причина {tag}"}),
    "list_loss_reasons": ("/loss-reasons?limit=200", None),
    "register_deal": ("/deals", {**PARTIES, "name": "Угода {tag}", "kind_id": "{kind}"}),
    "change_deal": ("/deals/{deal}", {"potential": "1000"}),
    "satisfy_demand": ("/deals/{deal}/demand/satisfy", {"lines": [{"line_id": "{line}"}]}),
    "move_deal": ("/deals/{deal}/stage", {"stage": "terms"}),
    "win_deal": ("/deals/{deal}/win", {}),
    "lose_deal": ("/deals/{deal}/lose", {"loss_reason_id": "{reason}"}),
    "get_deal": ("/deals/{deal}", None),
    "list_deals": ("/deals?limit=200&partner_id={partner}", None),
}

"""How to ask marketing."""

from typing import Any

from tests.flows.rights.bodies import PERIOD

REQUESTS: dict[str, tuple[str, Any]] = {
    "add_channel": ("/channels", {"name": "Канал {tag}"}),
    "list_channels": ("/channels?limit=200", None),
    "add_channel_cost": ("/channels/{channel}/costs", {**PERIOD, "amount": "500"}),
    "list_channel_costs": ("/channel-costs?limit=200", None),
    "register_claim": ("/claims", {"subject": "Претензія {tag}", "kind": "quality", "partner_id": "{partner}"}),
    "review_claim": ("/claims/{claim}/review", {"cause": "Перевезення"}),
    "decide_claim": ("/claims/{claim}/decide", {"satisfied": True, "result": "Замінено"}),
    "get_claim": ("/claims/{claim}", None),
    "list_claims": ("/claims?limit=200&partner_id={partner}", None),
}

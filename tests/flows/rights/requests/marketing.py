"""How to ask marketing."""

from typing import Any

from tests.flows.rights.bodies import PERIOD

_YEARS = "?date_from=2026-01-01&date_to=2030-12-31"

REQUESTS: dict[str, tuple[str, Any]] = {
    "add_channel": ("/channels", {"name": "Канал {tag}"}),
    "list_channels": ("/channels?limit=200", None),
    "add_channel_cost": ("/channels/{channel}/costs", {**PERIOD, "amount": "500"}),
    "list_channel_costs": ("/channel-costs?limit=200", None),
    "plan_marketing_event": (
        "/marketing-events",
        {
            "organization_id": "{organization}",
            "kind": "seminar",
            "name": "Семінар {tag}",
            "planned_from": "2026-06-01",
            "channel_id": "{channel}",
        },
    ),
    "start_marketing_event": ("/marketing-events/{marketing_event}/start", {}),
    "hold_marketing_event": ("/marketing-events/{marketing_event}/hold", {}),
    "list_marketing_events": ("/marketing-events?limit=200", None),
    "invite_guests": ("/marketing-events/{marketing_event}/guests", {"guests": [{"partner_id": "{partner}"}]}),
    "mark_guests": (
        "/marketing-events/{marketing_event}/guests/mark",
        {"guests": ["{event_guest}"], "status": "confirmed"},
    ),
    "list_event_guests": ("/event-guests?limit=200&partner_id={partner}", None),
    "add_event_provider": (
        "/marketing-events/{marketing_event}/providers",
        {"partner_id": "{partner}", "provides": "Буклети {tag}"},
    ),
    "list_event_providers": ("/event-providers?limit=200&partner_id={partner}", None),
    "add_event_cost": ("/marketing-events/{marketing_event}/costs", {"item": "Буклети {tag}", "planned": "1000"}),
    "list_event_costs": ("/event-costs?limit=200", None),
    "add_event_task": (
        "/marketing-events/{marketing_event}/tasks",
        {"title": "Замовити буклети {tag}", "assignee_id": "{staff}", "due_on": "2026-05-20"},
    ),
    "list_event_tasks": ("/event-tasks?limit=200", None),
    "add_claim_cause": ("/claim-causes", {"name": "Причина {tag}"}),
    "list_claim_causes": ("/claim-causes?limit=200", None),
    "register_claim": ("/claims", {"subject": "Претензія {tag}", "kind": "quality", "partner_id": "{partner}"}),
    "review_claim": ("/claims/{claim}/review", {"cause": "Перевезення", "cause_id": "{claim_cause}"}),
    "name_claim_participants": ("/claims/{claim}/participants", {"participants": [{"staff_id": "{staff}"}]}),
    "decide_claim": ("/claims/{claim}/decide", {"satisfied": True, "result": "Замінено"}),
    "get_claim": ("/claims/{claim}", None),
    "list_claims": ("/claims?limit=200&partner_id={partner}", None),
    "report_channels": (f"/reports/channels{_YEARS}", None),
    "report_events": (f"/reports/events{_YEARS}", None),
    "report_claims": (f"/reports/claims{_YEARS}&by=cause", None),
}

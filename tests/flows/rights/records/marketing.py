"""A channel, a marketing event with its plan; a client's claim, guest and provider."""

from uuid import uuid4

from tests.flows.rights.records.known import Known
from tests.flows.rights.records.partners import made
from tests.house import Api

OF_A_CLIENT = {"claim", "event_guest", "event_provider"}
LISTS = {
    "claim": "/claims?limit=200",
    "event_guest": "/event-guests?limit=200",
    "event_provider": "/event-providers?limit=200",
}
TASK = {"title": "Замовити буклети", "due_on": "2026-05-20"}


def shared(admin: Api, known: Known) -> dict[str, str]:
    event = made(admin, "/marketing-events", _event(known))
    helper = made(admin, "/staff", {"organization_id": known.organization, "full_name": "Помічна Палажка"})
    here = f"/marketing-events/{event}"
    return {
        "channel": made(admin, "/channels", {"name": "Виставка"}),
        "marketing_event": event,
        "event_cost": made(admin, f"{here}/costs", {"item": "Оренда", "planned": "1000"}),
        "event_task": made(admin, f"{here}/tasks", {**TASK, "assignee_id": helper}),
        "claim_cause": made(admin, "/claim-causes", {"name": "Перевезення"}),
        "helper": helper,
    }


def business(admin: Api, manager: Api, known: Known) -> dict[str, str]:
    provider = {"partner_id": known.partner, "provides": "Буклети"}
    return {
        **a_claim(manager, known),
        "event_guest": a_guest(manager, known, known.marketing_event)["event_guest"],
        "event_provider": admin.post(f"/marketing-events/{known.marketing_event}/providers", provider)["id"],
    }


def a_claim(api: Api, known: Known) -> dict[str, str]:
    body = {"subject": "Подряпина", "kind": "quality", "order_id": known.order}
    return {"claim": api.post("/claims", body)["id"]}


def a_claim_under_review(api: Api, known: Known) -> dict[str, str]:
    made = a_claim(api, known)
    api.post(f"/claims/{made['claim']}/review", {})
    return made


def a_channel(api: Api, _: Known) -> dict[str, str]:
    return {"channel": api.post("/channels", {"name": f"Канал {uuid4().hex[:8]}"})["id"]}


def an_event(api: Api, known: Known) -> dict[str, str]:
    return {"marketing_event": api.post("/marketing-events", _event(known))["id"]}


def a_running_event(api: Api, known: Known) -> dict[str, str]:
    made = an_event(api, known)
    api.post(f"/marketing-events/{made['marketing_event']}/start", {"on": "2026-01-05"})
    return made


def a_guest(api: Api, known: Known, event: str | None = None) -> dict[str, str]:
    """Of an event of its own, unless one is named."""
    event = event or an_event(api, known)["marketing_event"]
    api.post(f"/marketing-events/{event}/guests", {"guests": [{"partner_id": known.partner}]})
    guest = api.get(f"/event-guests?event_id={event}&partner_id={known.partner}")["items"][0]
    return {"marketing_event": event, "event_guest": guest["id"]}


def a_task(api: Api, known: Known) -> dict[str, str]:
    event = an_event(api, known)["marketing_event"]
    task = api.post(f"/marketing-events/{event}/tasks", {**TASK, "assignee_id": known.helper})
    return {"event_task": task["id"]}


def _event(known: Known) -> dict[str, str]:
    name = {"kind": "exhibition", "name": "Весняна виставка", "planned_from": "2026-06-01"}
    return {**name, "organization_id": known.organization}


BEFORE = {
    "change_channel": a_channel,
    "archive_channel": a_channel,
    **dict.fromkeys(("review_claim", "change_claim", "name_claim_participants"), a_claim),
    "decide_claim": a_claim_under_review,
    **dict.fromkeys(("change_marketing_event", "start_marketing_event", "cancel_marketing_event"), an_event),
    **dict.fromkeys(("invite_guests", "add_event_provider", "add_event_task"), an_event),
    "hold_marketing_event": a_running_event,
    "mark_guests": a_guest,
    "change_event_task": a_task,
    "complete_event_task": a_task,
}

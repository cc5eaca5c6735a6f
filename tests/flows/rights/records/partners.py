"""Our company, a client, and what our people do about it."""

import json
from hashlib import sha256
from typing import Any
from uuid import uuid4

from tests.flows.rights.records.known import Known
from tests.house import Api

OF_A_CLIENT = {"partner", "task", "interaction", "note", "reminder", "contract", "relationship"}
LISTS = {"partner": "/partners?limit=200"}
EDRPOU = "42001017"
LATER = "2026-12-31T10:00:00+02:00"


def shared(admin: Api, _: Known) -> dict[str, str]:
    ours = made(admin, "/organizations", {"name": "ТОВ «Дзвін»", "edrpou": EDRPOU})
    department = {"organization_id": ours, "name": "Відділ продажу"}
    heir = {"organization_id": ours, "kind": "company", "name": "ТОВ «Головна картка»"}
    rule = {"field": "roles", "comparison": "contains", "value": "competitor"}
    segment = {"name": "Суперники", "way": "by_indicators", "answer": "snapshot", "rule": rule}
    return {
        "organization": ours,
        "department": made(admin, "/departments", department),
        "region": made(admin, "/regions", {"name": "Поділля"}),
        "partner_segment": made(admin, "/partner-segments", segment),
        "heir": made(admin, "/partners", heir),
    }


def business(_: Api, manager: Api, known: Known) -> dict[str, str]:
    card = {"organization_id": known.organization, "kind": "company", "name": known["name"]}
    partner = manager.post("/partners", card)["id"]
    task = {"title": f"Подзвонити до {known['name']}", "partner_id": partner}
    talk = {"kind": "meeting", "topic": f"Зустріч з {known['name']}", "planned_at": LATER, "partner_id": partner}
    text = {"text": f"Пам'ятати про {known['name']}", "subject_type": "partner", "subject_id": partner}
    parties = {"organization_id": known.organization, "partner_id": partner}
    contract = {**parties, "signed_on": "2026-03-02", "valid_from": "2026-03-02"}
    tie = {**parties, "kind": "client", "valid_from": "2026-03-02"}
    return {
        "partner": partner,
        "contract": manager.post("/contracts", contract)["id"],
        "relationship": manager.post("/relationships", tie)["id"],
        "task": manager.post("/tasks", task)["id"],
        "interaction": manager.post("/interactions", talk)["id"],
        "note": manager.post("/notes", text)["id"],
        "reminder": manager.post("/reminders", {**text, "remind_at": LATER})["id"],
    }


def made(admin: Api, path: str, body: Any) -> str:
    """With a key of what it is: a second office of the same house shares it."""
    what = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return str(admin.post(path, body, f"rights-{path}-{what[:16]}")["id"])


def a_client(api: Api, known: Known) -> dict[str, str]:
    return business(api, api, Known({**known, "name": f"ТОВ «Разовий {uuid4().hex[:8]}»"}))


_ONCE = (
    "archive_partner",
    "erase_partner",
    "merge_partner",
    "change_task",
    "accept_task",
    "complete_task",
    "cancel_task",
)
_ONCE += ("agree_contract", "change_contract", "close_contract", "end_relationship")
_TALKED = ("change_interaction", "finish_interaction", "postpone_interaction", "cancel_interaction")
BEFORE = dict.fromkeys((*_ONCE, *_TALKED), a_client)

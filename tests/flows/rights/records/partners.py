"""Our company, a client, a task about it."""

from typing import Any
from uuid import uuid4

from tests.flows.rights.records.known import Known
from tests.house import Api

OF_A_CLIENT = {"partner", "task"}
LISTS = {"partner": "/partners?limit=200"}
EDRPOU = "42001017"


def shared(admin: Api, _: Known) -> dict[str, str]:
    ours = made(admin, "/organizations", {"name": "ТОВ «Дзвін»", "edrpou": EDRPOU})
    department = {"organization_id": ours, "name": "Відділ продажу"}
    return {
        "organization": ours,
        "department": made(admin, "/departments", department),
        "region": made(admin, "/regions", {"name": "Поділля"}),
    }


def business(_: Api, manager: Api, known: Known) -> dict[str, str]:
    card = {"organization_id": known.organization, "kind": "company", "name": known["name"]}
    partner = manager.post("/partners", card)["id"]
    task = {"title": f"Подзвонити до {known['name']}", "partner_id": partner}
    return {"partner": partner, "task": manager.post("/tasks", task)["id"]}


def made(admin: Api, path: str, body: Any) -> str:
    """With a key of its path: a second office of the same house shares it."""
    return str(admin.post(path, body, f"rights-{path}")["id"])


def a_client(api: Api, known: Known) -> dict[str, str]:
    return business(api, api, Known({**known, "name": f"ТОВ «Разовий {uuid4().hex[:8]}»"}))


BEFORE = dict.fromkeys(("complete_task", "archive_partner", "erase_partner"), a_client)

"""A channel; a claim of the client."""

from tests.flows.rights.records.known import Known
from tests.flows.rights.records.partners import made
from tests.house import Api

OF_A_CLIENT = {"claim"}
LISTS = {"claim": "/claims?limit=200"}


def shared(admin: Api, _: Known) -> dict[str, str]:
    return {"channel": made(admin, "/channels", {"name": "Виставка"})}


def business(_: Api, manager: Api, known: Known) -> dict[str, str]:
    return a_claim(manager, known)


def a_claim(api: Api, known: Known) -> dict[str, str]:
    body = {"subject": "Подряпина", "kind": "quality", "order_id": known.order}
    return {"claim": api.post("/claims", body)["id"]}


def a_claim_under_review(api: Api, known: Known) -> dict[str, str]:
    made = a_claim(api, known)
    api.post(f"/claims/{made['claim']}/review", {})
    return made


BEFORE = {"review_claim": a_claim, "decide_claim": a_claim_under_review}

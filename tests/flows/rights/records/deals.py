"""A deal with the client."""

from tests.flows.rights.records.known import Known
from tests.flows.rights.records.partners import made
from tests.flows.rights.waiting import wait_until
from tests.house import Api

OF_A_CLIENT = {"deal"}
LISTS = {"deal": "/deals?limit=200"}
STAGES = [{"code": "contact", "name": "Контакт", "next": ["terms"]}, {"code": "terms", "name": "Умови"}]


def shared(admin: Api, _: Known) -> dict[str, str]:
    return {
        "kind": made(admin, "/deal-kinds", {"name": "Продаж", "stages": STAGES}),
        "reason": made(admin, "/loss-reasons", {"name": "Дорого"}),
    }


def business(_: Api, manager: Api, known: Known) -> dict[str, str]:
    made = a_deal(manager, known)
    # a new client is the manager's own in other services once they have heard of it
    for path in (f"/partners/{known.partner}/balance", f"/deals/{made['deal']}"):
        wait_until(lambda path=path: manager.send("GET", path).status == 200, f"{path} to be seen by its manager")
    return made


def a_deal(api: Api, known: Known) -> dict[str, str]:
    return {"deal": api.post("/deals", {**known.parties, "name": "Угода", "kind_id": known.kind})["id"]}


BEFORE = dict.fromkeys(("win_deal", "lose_deal", "move_deal"), a_deal)

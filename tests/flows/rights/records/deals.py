"""A deal with the client, its plan and its participants."""

from tests.flows.rights.records.known import Known
from tests.flows.rights.records.partners import made
from tests.flows.rights.waiting import wait_until
from tests.house import Api

OF_A_CLIENT = {"deal", "plan_task", "participant"}
LISTS = {"deal": "/deals?limit=200", "plan_task": "/plan-tasks?limit=200"}
STAGES = [{"code": "contact", "name": "Контакт", "next": ["terms"]}, {"code": "terms", "name": "Умови"}]


def shared(admin: Api, _: Known) -> dict[str, str]:
    return {
        "kind": made(admin, "/deal-kinds", {"name": "Продаж", "stages": STAGES}),
        "reason": made(admin, "/loss-reasons", {"name": "Дорого"}),
        "participant_role": made(admin, "/participant-roles", {"name": "Ухвалює рішення"}),
    }


def business(_: Api, manager: Api, known: Known) -> dict[str, str]:
    made = a_deal(manager, known)
    # a new client is the manager's own in other services once they have heard of it
    for path in (f"/partners/{known.partner}/balance", f"/deals/{made['deal']}"):
        wait_until(lambda path=path: manager.send("GET", path).status == 200, f"{path} to be seen by its manager")
    of_deal = Known({**known, **made})
    return made | a_plan_task(manager, of_deal) | a_participant(manager, of_deal) | a_demand(manager, of_deal)


def a_deal(api: Api, known: Known) -> dict[str, str]:
    return {"deal": api.post("/deals", {**known.parties, "name": "Угода", "kind_id": known.kind})["id"]}


def a_lost_deal(api: Api, known: Known) -> dict[str, str]:
    made = a_deal(api, known)
    api.post(f"/deals/{made['deal']}/lose", {"loss_reason_id": known.reason})
    return made


def a_plan_task(api: Api, known: Known) -> dict[str, str]:
    return {"plan_task": api.post(f"/deals/{known.deal}/plan-tasks", {"title": "Заміряти"})["id"]}


def a_participant(api: Api, known: Known) -> dict[str, str]:
    """One of ours: the one spoken of, or anybody."""
    person = known.get("staff") or api.get("/staff?limit=1")["items"][0]["id"]
    deal = api.post(f"/deals/{known.deal}/participants", {"side": "staff", "subject_id": person})
    return {"participant": deal["participants"][0]["id"]}


def a_deal_of_somebody(api: Api, known: Known) -> dict[str, str]:
    made = a_deal(api, known)
    return made | a_participant(api, Known({**known, **made}))


def a_demand(api: Api, known: Known) -> dict[str, str]:
    deal = api.post(f"/deals/{known.deal}/demand", {"lines": [{"words": "Світильник"}]})
    return {"demand_line": deal["demand"][0]["id"]}


BEFORE = {
    "satisfy_demand": a_demand,
    **dict.fromkeys(("change_participant", "remove_participant", "get_participant"), a_deal_of_somebody),
    **dict.fromkeys(("win_deal", "lose_deal", "move_deal", "add_participant"), a_deal),
    "reopen_deal": a_lost_deal,
    **dict.fromkeys(("change_plan_task", "finish_plan_task", "cancel_plan_task"), a_plan_task),
}

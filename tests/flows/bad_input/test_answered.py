"""Every operation does its work when it is asked rightly: what refuses everything would pass the tests of refusals."""

from random import randrange
from typing import Any
from uuid import uuid4

import pytest
from stdnum.ua import edrpou

from tests.flows.bad_input.conftest import Ground
from tests.flows.rights.requests import OPERATIONS, asked
from tests.flows.rights.scene import do_business, wait_until
from tests.house import Api

pytestmark = pytest.mark.flow

SPENT = ["win_deal", "lose_deal", "move_deal", "complete_task", "archive_partner", "erase_partner"]
"""What can be done once: each on a client, a deal, a task of its own."""
OF_A_NEW_ORDER = {"approve_order": 0, "cancel_order": 0, "reserve_order": 1, "ship_goods": 1, "close_order": 2}
"""Each on an order of its own, so far gone: 0 new, 1 approved, 2 shipped and paid."""
OF_A_NEW_CLAIM = {"review_claim": 0, "decide_claim": 1}
"""Each on a claim of its own: 0 registered, 1 under review."""


def values(ground: Ground) -> dict[str, str]:
    tag = uuid4().hex[:8]
    return {
        **ground.shared.__dict__,
        **ground.business.ids,
        "staff": ground.staff["alina"],
        "other_staff": ground.staff["elder"],
        "user": ground.user,
        "tag": tag,
        "code": tag.upper(),
        "edrpou": an_edrpou(),
        "service": "orders",
        "new_password": f"Дерев'яний-їжак-{tag}",
    }


def an_edrpou() -> str:
    """Of no organization yet."""
    starts = (str(randrange(3_000_000, 4_500_000)) for _ in range(100))
    return next(start + last for start in starts for last in "0123456789" if edrpou.is_valid(start + last))


def an_order(ground: Ground, stage: int) -> dict[str, str]:
    api, known = ground.api, values(ground)
    body = asked("create_order", known, price_type_id=ground.shared.price_type).body
    order = api.post("/orders", body)
    if stage > 0:
        api.post(f"/orders/{order['id']}/approve")
    if stage > 1:
        api.post("/shipments", {"order_id": order["id"]})
        parties = {name: body[name] for name in ("organization_id", "partner_id")}
        api.post("/payments", {**parties, "order_id": order["id"], "amount": order["payable"]})
    return {"order": order["id"], "line": order["lines"][0]["id"]}


def a_claim(ground: Ground, stage: int) -> dict[str, str]:
    claim = ground.api.post("/claims", asked("register_claim", values(ground)).body)["id"]
    if stage > 0:
        ground.api.post(f"/claims/{claim}/review", {})
    return {"claim": claim}


def a_job(ground: Ground) -> dict[str, str]:
    path = f"/staff/{ground.staff['bohdan']}/hand-over"
    return {"job": ground.api.post(path, {"to_staff_id": ground.staff["head"]})["id"]}


def prepared(ground: Ground, name: str) -> dict[str, str]:
    known = values(ground)
    if name in SPENT:
        known |= do_business(ground.house.api(), ground.api, ground.shared, f"ТОВ «Разовий {known['tag']}»").ids
    if name in OF_A_NEW_ORDER:
        known |= an_order(ground, OF_A_NEW_ORDER[name])
    if name in OF_A_NEW_CLAIM:
        known |= a_claim(ground, OF_A_NEW_CLAIM[name])
    return known | (a_job(ground) if name == "get_job" else {})


PEOPLES = ("sign_in", "refresh_sign_in", "sign_out", "change_own_password")
"""Asked by somebody with a password."""


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in (*PEOPLES, "cancel_job")])
def test_an_operation_asked_rightly_is_done(ground: Ground, name: str) -> None:
    more: dict[str, Any] = {}
    if name in ("create_order", "ask_quote"):
        more = {"price_type_id": ground.shared.price_type}
    request = asked(name, prepared(ground, name), **more)
    answer = ground.api.send(request.method, request.path, request.body)
    assert answer.status == request.operation.success, answer.raw.decode()


def test_a_job_is_cancelled_before_it_is_over(ground: Ground) -> None:
    """Short as it is, one of several is caught waiting; the others have ended, and say so."""

    def cancelled() -> bool:
        answer = ground.api.send("POST", f"/jobs/{a_job(ground)['job']}/cancel", {})
        assert answer.status == 200 or answer.body["code"] == "job_ended", answer.raw.decode()
        return answer.status == 200

    wait_until(cancelled, "a job cancelled in time")


def test_signing_in_staying_in_and_signing_out_are_done(ground: Ground) -> None:
    login, password = f"honest-{uuid4().hex[:6]}", "Чесний-пароль-чесної-людини"
    body = {"login": login, "name": "Чесна", "password": password, "roles": ["accountant"]}
    ground.api.post("/users", body)
    anybody = Api(ground.house.address)
    pair = anybody.post("/auth/token", {"login": login, "password": password})
    pair = anybody.post("/auth/refresh", {"refresh_token": pair["refresh_token"]})
    me = Api(ground.house.address, pair["access_token"])
    pair = me.post("/auth/password", {"current_password": password, "new_password": password + "!"})
    assert anybody.send("POST", "/auth/sign-out", {"refresh_token": pair["refresh_token"]}).status == 204

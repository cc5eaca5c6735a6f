"""Every operation does its work when it is asked rightly: what refuses everything would pass the tests of refusals."""

from random import randrange
from typing import Any
from uuid import uuid4

import pytest
from stdnum.ua import edrpou

from tests.flows.bad_input.conftest import Ground
from tests.flows.rights.records import BEFORE, Known
from tests.flows.rights.requests import OPERATIONS, asked
from tests.flows.rights.waiting import wait_until
from tests.house import Api

pytestmark = pytest.mark.flow


def values(ground: Ground) -> dict[str, str]:
    tag = uuid4().hex[:8]
    return {
        **ground.shared,
        **ground.business,
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


def a_job(ground: Ground) -> dict[str, str]:
    path = f"/staff/{ground.staff['bohdan']}/hand-over"
    return {"job": ground.api.post(path, {"to_staff_id": ground.staff["head"]})["id"]}


def prepared(ground: Ground, name: str) -> dict[str, str]:
    known = values(ground)
    if name in BEFORE:
        known |= BEFORE[name](ground.api, Known(known))
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

"""The services themselves check who asks: the gateway is not the only door."""

import asyncio
import time
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from gateway.bus import Bus
from services.chassis.actor import Actor, Role
from services.chassis.contracts import Operation
from services.chassis.runtime import Incoming
from services.chassis.wire import headers_of
from tests.flows.rights.requests import OPERATIONS
from tests.flows.rights.scene import Office
from tests.house import House

pytestmark = pytest.mark.flow

BEHIND_THE_GATEWAY = [one for one in OPERATIONS.values() if one.service not in ("gateway", "common")]


def ask_all(house: House, questions: list[tuple[Operation, dict[str, Any], Actor | None]]) -> list[dict[str, Any]]:
    """Each question straight over the broker; the envelopes of the answers."""

    async def run() -> list[dict[str, Any]]:
        bus = Bus(house.broker.url)
        bus.start()
        try:
            return [await _ask(bus, *question) for question in questions]
        finally:
            await bus.stop()
            await asyncio.sleep(0.1)

    return asyncio.run(run())


async def _ask(bus: Bus, operation: Operation, body: dict[str, Any], actor: Actor | None) -> dict[str, Any]:
    headers = headers_of(Incoming(actor), time.time() + 20) if actor else {}
    message = orjson.dumps({"args": [body], "kwargs": {}})
    reply, _ = await bus.call(operation.address, message, headers, 20)
    answer: dict[str, Any] = orjson.loads(reply)
    return answer


def an_actor(role: Role, **links: Any) -> Actor:
    return Actor(uuid4(), "Хтось", frozenset({role}), **links)


def test_a_service_refuses_whose_role_does_not_allow_it(office: Office) -> None:
    questions = [(one, {}, an_actor(role)) for one in BEHIND_THE_GATEWAY for role in sorted(set(Role) - one.roles)[:1]]
    assert len(questions) > 50
    answers = ask_all(office.house, questions)
    codes = {one.name: answer["error"]["exc_args"][0] for (one, _, _), answer in zip(questions, answers, strict=True)}
    assert set(codes.values()) == {"forbidden"}, codes


def test_a_service_refuses_a_message_that_says_nothing_of_who_asks(office: Office) -> None:
    answers = ask_all(office.house, [(one, {}, None) for one in BEHIND_THE_GATEWAY])
    assert {answer["error"]["exc_args"][0] for answer in answers} == {"forbidden"}


def test_a_service_limits_rows_by_the_team_in_the_message(office: Office) -> None:
    get_order, body = OPERATIONS["get_order"], {"id": office.alinas.order}
    alina, bohdan = UUID(office.staff["alina"]), UUID(office.staff["bohdan"])
    own, other, nobody, outsider = ask_all(
        office.house,
        [
            (get_order, body, an_actor(Role.MANAGER, staff_id=alina, team=frozenset({alina}))),
            (get_order, body, an_actor(Role.MANAGER, staff_id=bohdan, team=frozenset({bohdan}))),
            (get_order, body, an_actor(Role.MANAGER)),
            (get_order, body, an_actor(Role.CLIENT, partner_id=UUID(office.bohdans.partner))),
        ],
    )
    assert own["result"]["id"] == office.alinas.order
    assert [answer["error"]["exc_args"][0] for answer in (other, nobody, outsider)] == ["not_found"] * 3

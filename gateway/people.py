"""Who asks: the token's claims become an Actor, with the team of the person looked up in partners.

A team is kept for some seconds: a change of subordination shows within them. When partners does not answer, the
last known team serves on: rights may be stale, never wider than they were.
"""

import time
from typing import Any
from uuid import UUID

import orjson
from starlette.requests import Request

from gateway import http
from gateway.bus import Bus, BusDown, NoService, OutcomeUnknown
from gateway.identity import Identity
from services.chassis.actor import SYSTEM, Actor
from services.chassis.errors import NOT_FOUND, UNAVAILABLE, Refusal
from services.chassis.runtime import Incoming
from services.chassis.wire import headers_of, refusal_of
from services.partners.contracts import GET_TEAM, Team

TEAM_SECONDS = 5.0
_ASK_SECONDS = 3.0


class People:
    def __init__(self, bus: Bus, identity: Identity):
        self._bus = bus
        self._identity = identity
        self._teams: dict[UUID, tuple[float, frozenset[UUID]]] = {}

    async def actor(self, request: Request) -> Actor:
        """Raises Unauthenticated without a good token."""
        claims = self._identity.authenticate(request.headers.get("authorization"))
        language = http.language_of(request) if "accept-language" in request.headers else claims.language
        return Actor(
            user_id=claims.user_id,
            name=claims.name,
            roles=claims.roles,
            staff_id=claims.staff_id,
            team=await self._team(claims.staff_id) if claims.staff_id else frozenset(),
            partner_id=claims.partner_id,
            organization_id=claims.organization_id,
            language=language,
        )

    async def _team(self, staff_id: UUID) -> frozenset[UUID]:
        known = self._teams.get(staff_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        try:
            team = await self._ask_team(staff_id)
        except (BusDown, NoService, OutcomeUnknown, Refusal) as error:
            if known is None:
                raise UNAVAILABLE(service=GET_TEAM.service) from error
            team = known[1]  # for some seconds more, so that not every request waits for an answer in vain
        if len(self._teams) > 10_000:
            self._teams.clear()
        self._teams[staff_id] = (time.monotonic() + TEAM_SECONDS, team)
        return team

    async def _ask_team(self, staff_id: UUID) -> frozenset[UUID]:
        body = orjson.dumps({"args": [{"staff_id": str(staff_id)}], "kwargs": {}})
        headers = headers_of(Incoming(SYSTEM), time.time() + _ASK_SECONDS)
        reply, _ = await self._bus.call(GET_TEAM.address, body, headers, _ASK_SECONDS)
        answer: dict[str, Any] = orjson.loads(reply)
        if answer["error"]:
            refusal = refusal_of(answer["error"])
            if refusal.code is not NOT_FOUND:
                raise refusal
            return frozenset({staff_id})  # a person whose card is gone leads nobody
        return frozenset(Team.model_validate(answer["result"]).staff_ids)

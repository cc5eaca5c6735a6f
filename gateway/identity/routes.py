"""HTTP addresses of identity. Written by hand: signing in is more than a question and an answer over the bus."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway import http
from gateway.identity.contracts import (
    ADD_USER,
    AUTH_OPERATIONS,
    CHANGE_OWN_PASSWORD,
    CHANGE_USER,
    GET_KEY_SET,
    GET_ME,
    LIST_USERS,
    REFRESH,
    ROOT_OPERATIONS,
    SIGN_IN,
    SIGN_OUT,
    SignedIn,
    UserView,
)
from gateway.identity.identity import Identity
from gateway.identity.tokens import Claims
from gateway.routes import PREFIX, reader_of
from services.chassis.contracts import Operation
from services.chassis.errors import FORBIDDEN
from services.chassis.messages import Language


@dataclass(frozen=True)
class _Call:
    identity: Identity
    request: Request
    payload: Any
    bearer: Claims | None

    @property
    def claims(self) -> Claims:
        assert self.bearer is not None, "an operation with roles was called without a token"
        return self.bearer

    @property
    def ip(self) -> str:
        """As the server gives it: behind a proxy it must be told which proxies to believe."""
        return self.request.client.host if self.request.client else ""

    @property
    def language(self) -> Language:
        return http.language_of(self.request)


_Act = Callable[[_Call], Awaitable[Response]]


def routes(identity: Identity) -> list[Route]:
    async def key_set(_: Request) -> Response:
        return Response(orjson.dumps(identity.key_set()), media_type="application/jwk-set+json")

    made = [_route(identity, operation, act) for operation, act in _ACTS]
    return [*made, Route(GET_KEY_SET.path, key_set, methods=[GET_KEY_SET.method], name=GET_KEY_SET.name)]


def _route(identity: Identity, operation: Operation, act: _Act) -> Route:
    read = reader_of(operation)

    async def endpoint(request: Request) -> Response:
        claims = _caller(identity, operation, request)
        return await act(_Call(identity, request, await read(request), claims))

    endpoint.__name__ = operation.name
    return Route(PREFIX + operation.path, endpoint, methods=[operation.method], name=operation.name)


def _caller(identity: Identity, operation: Operation, request: Request) -> Claims | None:
    if not operation.roles:
        return None
    claims = identity.authenticate(request.headers.get("authorization"))
    if not claims.roles & operation.roles:
        raise FORBIDDEN()
    return claims


async def _sign_in(call: _Call) -> Response:
    return _tokens(await call.identity.sign_in(call.payload.login, call.payload.password, call.ip))


async def _refresh(call: _Call) -> Response:
    return _tokens(await call.identity.refresh(call.payload.refresh_token, call.ip))


async def _sign_out(call: _Call) -> Response:
    await call.identity.sign_out(call.payload.refresh_token, call.ip)
    return Response(status_code=204)


async def _me(call: _Call) -> Response:
    return _user(await call.identity.me(call.claims))


async def _change_own_password(call: _Call) -> Response:
    asked = call.payload
    return _tokens(
        await call.identity.change_own_password(
            call.claims, asked.current_password, asked.new_password, call.ip, call.language
        )
    )


async def _list_users(call: _Call) -> Response:
    listed = await call.identity.list_users(call.claims, call.payload, call.language)
    return Response(listed, media_type="application/json")


async def _add_user(call: _Call) -> Response:
    return _user(await call.identity.add_user(call.payload, call.claims, call.language), 201)


async def _change_user(call: _Call) -> Response:
    version = http.if_match(call.request)
    return _user(await call.identity.change_user(call.payload, call.claims, call.language, version))


def _tokens(signed_in: SignedIn) -> Response:
    # RFC 6749, 5.1: no cache may keep tokens
    headers = {"cache-control": "no-store", "pragma": "no-cache"}
    return Response(signed_in.model_dump_json(), 200, headers, "application/json")


def _user(user: UserView, status: int = 200) -> Response:
    return Response(user.model_dump_json(), status, {"etag": http.etag(user.version)}, "application/json")


_ACTS: list[tuple[Operation, _Act]] = [
    (SIGN_IN, _sign_in),
    (REFRESH, _refresh),
    (SIGN_OUT, _sign_out),
    (GET_ME, _me),
    (CHANGE_OWN_PASSWORD, _change_own_password),
    (LIST_USERS, _list_users),
    (ADD_USER, _add_user),
    (CHANGE_USER, _change_user),
]

__all__ = ["AUTH_OPERATIONS", "ROOT_OPERATIONS", "routes"]

"""The floor's gateway: the same application with one bare route to the stock echo.

No token, no contract, no validation: the body goes to the echo and its bytes come back.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.cases import ECHO_PATH
from gateway import app as gateway
from gateway.bus import Bus
from services.chassis.settings import settings

_ADDRESS = "bench_echo.echo"
_PREFIX, _SUFFIX = b'{"result": ', b', "error": null}'
_SECONDS = 10.0


def create_app() -> FastAPI:
    bus = Bus(settings().broker)
    app = gateway.create_app()
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(application: Any) -> AsyncIterator[Any]:
        bus.start()
        async with inner(application) as state:
            yield state
        await bus.stop()

    async def echo(request: Request) -> Response:
        body = b'{"args":[' + await request.body() + b'],"kwargs":{}}'
        reply, _ = await bus.call(_ADDRESS, body, {}, _SECONDS)
        return Response(_result(reply), media_type="application/json")

    app.router.lifespan_context = lifespan
    # first, so that looking for it costs nothing
    app.router.routes.insert(0, Route(ECHO_PATH, echo, methods=["POST"]))
    return app


def _result(reply: bytes) -> bytes:
    """The echo's answer cut out of Nameko's envelope, written as a stock service writes it."""
    if not (reply.startswith(_PREFIX) and reply.endswith(_SUFFIX)):
        raise ValueError(f"not a stock reply: {reply[:40]!r} … {reply[-40:]!r}")
    return reply[len(_PREFIX) : -len(_SUFFIX)]

"""The ASGI application: routes from contracts, identity, documentation, health; one pipeline around every request."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from itertools import chain
from typing import Any

import orjson
import structlog
from fastapi import FastAPI
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway import http
from gateway.bus import Bus
from gateway.directory import Directory
from gateway.docs_page import docs_headers, docs_page
from gateway.identity import Identity
from gateway.identity.contracts import api as identity_contract
from gateway.identity.routes import routes as identity_routes
from gateway.openapi import openapi
from gateway.people import People
from gateway.routes import Operations
from services.chassis import metrics, trace
from services.chassis.common import common
from services.chassis.contracts import Contract
from services.chassis.database import Database
from services.chassis.errors import INTERNAL, Refusal
from services.chassis.ids import uuid7
from services.chassis.logs import configure
from services.chassis.settings import settings
from services.chassis.startup import all_contracts

log = structlog.get_logger()


def create_app() -> FastAPI:
    configure("gateway")
    bus = Bus(settings().broker)
    identity = Identity(Database(settings().database_url("gateway")))
    operations = Operations(bus, People(bus, identity))
    contracts = [*all_contracts(), common]

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        bus.start()
        yield
        await bus.stop()
        identity.close()

    app = FastAPI(
        title="Ugoda", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, lifespan=lifespan
    )
    described = _described([*contracts, identity_contract])
    served = chain.from_iterable(operations.routes(contract.operations.values()) for contract in contracts)
    app.router.routes.append(Directory([*identity_routes(identity), *served]))
    app.add_api_route("/openapi.json", _openapi(described))
    app.add_api_route("/docs", _docs(described))
    app.add_api_route("/", lambda: RedirectResponse("/docs"), include_in_schema=False)
    app.add_api_route("/health/live", lambda: {"status": "live"})
    app.add_api_route("/health/ready", _ready(bus))
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)
    app.add_middleware(Pipeline)
    return app


def _described(contracts: Sequence[Contract]) -> Callable[[], bytes]:
    """The API's description, made when first asked for and kept: it costs a second and tens of megabytes, and most
    workers are never asked."""
    return cache(lambda: orjson.dumps(openapi(contracts)))


def _openapi(described: Callable[[], bytes]) -> Callable[[], Response]:
    def description() -> Response:
        return Response(described(), media_type="application/json")

    return description


def _docs(described: Callable[[], bytes]) -> Callable[[], Response]:
    """The page is made at its first visit and kept."""

    @cache
    def page() -> bytes:
        return docs_page(orjson.loads(described())).encode()

    def docs() -> Response:
        return Response(page(), headers=docs_headers(), media_type="text/html")

    return docs


def _ready(bus: Bus) -> Callable[[], Response]:
    def ready() -> Response:
        state = {"status": "ready" if bus.is_ready else "unavailable", "broker": bus.is_ready}
        return Response(orjson.dumps(state), 200 if bus.is_ready else 503, media_type="application/json")

    return ready


class Pipeline:
    """Around every request: its id and trace, the rate limit, security headers, time and outcome."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._limit = RateLimitItemPerMinute(settings().rate_limit_per_minute)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request = Request(scope)
        state = scope.setdefault("state", {})
        state["request_id"] = str(uuid7())
        state["trace"] = trace.continued(request.headers.get("traceparent"))
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(header for header in _FIXED_HEADERS if header[0] not in own),
                    (b"x-request-id", state["request_id"].encode()),
                ]
            await send(message)

        if not self._limiter.hit(self._limit, request.client.host if request.client else "?"):
            await http.problem(http.RATE_LIMITED(seconds=60), request)(scope, receive, send_with_headers)
        else:
            await self._answer(scope, receive, send_with_headers)
        name = getattr(scope.get("endpoint"), "__name__", "unknown")
        seconds = time.perf_counter() - started
        metrics.operation("gateway", name, str(status), seconds)
        trace.record("gateway", name, state["trace"], started, seconds, {"status": status})
        if status >= 500 and name != "ready":
            log.warning("request_failed", request=state["request_id"], route=name, status=status)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What crashed is answered here and not by Starlette's outermost handler: with headers, counted, logged."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:
            pass  # whoever asked has gone: there is nobody to answer
        except Exception as error:
            request = Request(scope)
            log.error("request_crashed", request=request.state.request_id, exc_info=error)
            if begun:
                raise
            await http.problem(INTERNAL(request=request.state.request_id), request)(scope, receive, send)


_FIXED_HEADERS = [(name.encode(), value.encode()) for name, value in http.SECURITY_HEADERS.items()]


def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return http.problem(error, request)


def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        answer = http.problem(http.WRONG_METHOD(method=request.method), request)
        answer.headers["allow"] = ", ".join(sorted(_methods_at(request)))
        return answer
    return http.problem(http.NO_SUCH_ADDRESS(), request)


def _methods_at(request: Request) -> set[str]:
    """Of all routes of this address: the router names only those of the first."""
    routes = [one for route in request.app.router.routes for one in getattr(route, "routes", [route])]
    return {method for one in routes if one.path_regex.match(request.url.path) for method in one.methods or ()}


_HANDLERS: dict[Any, Callable[[Request, Exception], Response | Awaitable[Response]]] = {
    Refusal: _on_refusal,
    HTTPException: _on_http_error,
}

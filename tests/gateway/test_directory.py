"""An address leads where walking through all routes would lead, and nowhere else."""

from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from gateway.directory import Directory


def _route(path: str, method: str = "GET") -> Route:
    async def endpoint(_: Request) -> Response:
        return Response(path)

    return Route(path, endpoint, methods=[method])


ROUTES = [
    _route("/api/v1/orders"),
    _route("/api/v1/orders", "POST"),
    _route("/api/v1/orders/last"),
    _route("/api/v1/orders/{id}"),
    _route("/api/v1/orders/{id}", "PATCH"),
    _route("/api/v1/orders/{id}/lines/{line}"),
    _route("/api/v1/order"),
    _route("/.well-known/keys"),
]
ADDRESSES = [
    "/api/v1/orders",
    "/api/v1/orders/last",
    "/api/v1/orders/7",
    "/api/v1/orders/7/lines/2",
    "/api/v1/orders/7/lines",
    "/api/v1/orders/",
    "/api/v1/ordersx",
    "/api/v1/order",
    "/api/v1/order/7",
    "/api/v1",
    "/.well-known/keys",
    "/",
    "//api/v1/orders",
]


def _walked(scope: dict[str, Any]) -> tuple[Match, dict[str, Any]]:
    partial: tuple[Match, dict[str, Any]] = (Match.NONE, {})
    for route in ROUTES:
        match, found = route.matches(scope)
        if match is Match.FULL:
            return match, dict(found)
        if match is Match.PARTIAL and partial[0] is Match.NONE:
            partial = match, dict(found)
    return partial


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_an_address_leads_where_the_first_fitting_route_does(path: str, method: str) -> None:
    scope: dict[str, Any] = {"type": "http", "path": path, "method": method}
    match, found = Directory(ROUTES).matches(scope)
    walked, there = _walked(scope)
    assert match is walked
    assert {name: found[name] for name in there} == there


def test_a_path_must_not_begin_with_what_changes() -> None:
    with pytest.raises(ValueError, match="always the same"):
        Directory([_route("/api/v1/{service}/jobs")])

"""Routes mounted from the contracts: one endpoint for every operation, none written by hand."""

import time
from base64 import b64decode
from collections.abc import Callable, Iterable
from typing import Annotated, Any, get_args, get_origin

import orjson
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway import http
from gateway.bus import Bus, BusDown, NoService, OutcomeUnknown
from gateway.people import People
from services.chassis.contracts import Operation
from services.chassis.errors import FORBIDDEN, INVALID, OUTCOME_UNKNOWN, UNAVAILABLE
from services.chassis.messages import field_problem, field_problems
from services.chassis.runtime import Incoming
from services.chassis.settings import settings
from services.chassis.wire import REPLY_PREFIX, REPLY_SUFFIX, headers_of

PREFIX = "/api/v1"
_PREFIX_LENGTH, _SUFFIX_LENGTH = len(REPLY_PREFIX), len(REPLY_SUFFIX)


class Operations:
    """Serves operations of the services over the bus."""

    def __init__(self, bus: Bus, people: People):
        self._bus = bus
        self._people = people

    def routes(self, operations: Iterable[Operation]) -> list[Route]:
        return [self._route(operation) for operation in operations]

    def _route(self, operation: Operation) -> Route:
        read = reader_of(operation)

        async def endpoint(request: Request) -> Response:
            actor = await self._people.actor(request)
            if not actor.roles & operation.roles:
                raise FORBIDDEN()
            payload = await read(request)
            deadline = time.time() + settings().rpc_timeout_seconds
            incoming = Incoming(
                actor,
                request_id=request.state.request_id,
                trace=request.state.trace,
                key=http.idempotency_key(request, request.state.request_id) if operation.is_command else None,
                if_match=http.if_match(request) if operation.changes_existing else None,
            )
            address = f"{service_of(operation, payload)}.{operation.name}"
            body = (
                b'{"args":[' + payload.__pydantic_serializer__.to_json(payload, exclude_unset=True) + b'],"kwargs":{}}'
            )
            reply, headers = await self._ask(operation, address, body, headers_of(incoming, deadline))
            return _response(operation, request, reply, headers)

        endpoint.__name__ = operation.name
        return Route(PREFIX + operation.path, endpoint, methods=[operation.method], name=operation.name)

    async def _ask(
        self, operation: Operation, address: str, body: bytes, headers: dict[str, Any]
    ) -> tuple[bytes, dict[str, Any]]:
        service = address.partition(".")[0]
        try:
            return await self._bus.call(address, body, headers, settings().rpc_timeout_seconds)
        except (BusDown, NoService) as error:
            raise UNAVAILABLE(service=service) from error
        except OutcomeUnknown as error:
            raise (OUTCOME_UNKNOWN() if operation.is_command else UNAVAILABLE(service=service)) from error


def _response(operation: Operation, request: Request, reply: bytes, headers: dict[str, Any]) -> Response:
    status = headers.get("status", 200)
    if status >= 400:
        return _problem(request, reply, status)
    if operation.gives:
        return _file(operation, reply, status)
    shown = {}
    if "version" in headers:
        shown["etag"] = http.etag(headers["version"])
    if status == 202:
        shown["location"] = f"{PREFIX}/jobs/{orjson.loads(reply)['result']['id']}"
    return Response(reply[_PREFIX_LENGTH:-_SUFFIX_LENGTH], status, shown, "application/json")


def _file(operation: Operation, reply: bytes, status: int) -> Response:
    file = orjson.loads(reply)["result"]
    kept_as = {"content-disposition": f'attachment; filename="{file["name"]}"'}
    return Response(b64decode(file["content"]), status, kept_as, operation.gives)


def _problem(request: Request, reply: bytes, status: int) -> Response:
    code, sentence, details = orjson.loads(reply)["error"]["exc_args"]
    return http.problem_response(
        code=code,
        status=status,
        sentence=sentence,
        fields=orjson.loads(details)["fields"],
        request=request,
        headers={"retry-after": "1"} if status == 503 else None,
    )


def service_of(operation: Operation, payload: BaseModel) -> str:
    """Whom to ask. Operations every service has say it themselves: a job by its id, the audit by `service`."""
    if operation.service != "common":
        return operation.service
    named: str = getattr(payload, "service", None) or str(getattr(payload, "id", "")).partition(".")[0]
    return named


Read = Callable[[Request], Any]
_HEARD_OUT = 8
"""Times the limit that a body too large is read and thrown away: who is still sending sees no answer, only a
broken connection. Longer ones get that."""


def reader_of(operation: Operation) -> Read:
    """How the request of an operation is read from HTTP, unknown fields refused."""
    model, in_path = operation.request, set(operation.path_fields)
    repeated = {name for name, field in model.model_fields.items() if _is_tuple(field.annotation)}

    def in_address(request: Request, elsewhere: set[str]) -> dict[str, Any]:
        values: dict[str, Any] = dict(request.path_params)
        for name in request.query_params:
            if name in elsewhere:
                raise _unknown_field(request, name)
            values[name] = request.query_params.getlist(name) if name in repeated else _single(request, name)
        return values

    async def from_query(request: Request) -> BaseModel:
        values = in_address(request, in_path)
        return _checked(lambda: model.model_validate(values, extra="forbid"), request)

    async def from_file(request: Request) -> BaseModel:
        values = in_address(request, in_path | {"file"})
        values["file"] = await read_body(request)
        return _checked(lambda: model.model_validate(values, extra="forbid"), request)

    async def from_body(request: Request) -> BaseModel:
        values = await read_json(request)
        for name in in_path & values.keys():
            raise _unknown_field(request, name)
        # as JSON, where 0 is no date and no boolean: what OpenAPI says of a body's fields, and nothing else
        try:
            text = orjson.dumps({**values, **request.path_params})
        except orjson.JSONEncodeError:  # nested deeper than anything we take: it reads further down than it writes
            raise http.NOT_JSON() from None
        return _checked(lambda: model.model_validate_json(text, strict=True, extra="forbid"), request)

    if operation.takes:
        return from_file
    return from_query if operation.method == "GET" else from_body


async def read_body(request: Request) -> bytes:
    limit = settings().request_body_limit
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            body += chunk
        elif size > _HEARD_OUT * limit:
            break
    if size > limit:
        raise http.TOO_LARGE(limit=limit)
    return bytes(body)


async def read_json(request: Request) -> dict[str, Any]:
    """The body as a JSON object; none at all counts as an empty one."""
    body = await read_body(request)
    if not body:
        return {}
    try:
        values = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise http.NOT_JSON() from None
    if not isinstance(values, dict):
        raise http.NOT_JSON()
    return values


def _checked(read: Callable[[], BaseModel], request: Request) -> BaseModel:
    try:
        return read()
    except ValidationError as error:
        raise INVALID(field_problems(error.errors(include_url=False), http.language_of(request))) from None


def _single(request: Request, name: str) -> str:
    values = request.query_params.getlist(name)
    if len(values) > 1:
        raise http.wrong_at(request, f"/{name}", "repeated", "given once", "одне значення")
    return values[0]


def _unknown_field(request: Request, name: str) -> Exception:
    return INVALID(
        [
            field_problem(
                {"type": "extra_forbidden", "loc": (name,), "msg": "", "input": None}, http.language_of(request)
            )
        ]
    )


def _is_tuple(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return _is_tuple(get_args(annotation)[0])
    return get_origin(annotation) is tuple


__all__ = ["Operations", "read_json", "reader_of", "service_of"]

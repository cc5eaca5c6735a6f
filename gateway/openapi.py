"""OpenAPI 3.1 printed from the contracts: every operation, its fields, refusals and rights."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from gateway import wording
from gateway.examples import body_example
from gateway.http import NOT_JSON, RATE_LIMITED, TOO_LARGE
from gateway.routes import PREFIX
from services.chassis.contracts import Contract, Operation
from services.chassis.errors import (
    FORBIDDEN,
    INVALID,
    KEY_REUSED,
    NOT_FOUND,
    OUTCOME_UNKNOWN,
    STALE,
    UNAUTHENTICATED,
    UNAVAILABLE,
    ErrorCode,
)

REF = "#/components/schemas/{model}"
_DESCRIPTION = """CRM and sales of Ugoda: partners, pricing, deals, orders, marketing.

- Money, prices and quantities are strings of plain decimal digits, with the currency beside them.
- Times are UTC with zone; business dates are dates in Europe/Kyiv.
- Every unsafe request but signing in and users takes an `Idempotency-Key`: repeat it with the same key when
  unsure, nothing is done twice.
- Records carry their version as `ETag`; send it back as `If-Match` and a stale change is refused with 412.
- Problems are `application/problem+json` (RFC 9457) with a `code`, and `errors` naming every faulty field.
- `Accept-Language: uk` or `en`.
"""


def openapi(contracts: Iterable[Contract]) -> dict[str, Any]:
    listed = list(contracts)
    operations = [operation for contract in listed for operation in contract.operations.values()]
    requests: list[tuple[Any, JsonSchemaMode]] = [(one.request, "validation") for one in operations]
    replies: list[tuple[Any, JsonSchemaMode]] = [(one.reply, "serialization") for one in operations if not one.gives]
    keyed, defs = models_json_schema(list(dict.fromkeys(requests + replies)), ref_template=REF)
    schemas = dict(defs.get("$defs", {}))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        request = _resolved(keyed[operation.request, "validation"], schemas)
        reply = {} if operation.gives else keyed[operation.reply, "serialization"]
        paths.setdefault(PREFIX + operation.path, {})[operation.method.lower()] = _operation(operation, request, reply)
        if operation.method != "GET":
            paths[PREFIX + operation.path][operation.method.lower()]["requestBody"] = _body(operation, request, schemas)
    _close_requests(paths, schemas)
    schemas.update(_PROBLEM_SCHEMAS)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ugoda", "version": "1", "description": _DESCRIPTION},
        "servers": [{"url": "/"}],
        "tags": [{"name": one.service, "description": f"{one.en} / {one.uk}"} for one in listed],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _close_requests(paths: Mapping[str, Any], schemas: dict[str, Any]) -> None:
    """Unknown fields are refused at every depth of a body, not at its top alone."""
    bodies = [one["requestBody"] for methods in paths.values() for one in methods.values() if "requestBody" in one]
    waiting, seen = set(_references(bodies)), set[str]()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        if schemas[name].get("type") == "object":
            schemas[name]["additionalProperties"] = False
        waiting |= set(_references(schemas[name])) - seen


def _references(schema: Any) -> Iterator[str]:
    """Names of the schemas this one refers to."""
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].rpartition("/")[2]
        schema = list(schema.values())
    if isinstance(schema, list):
        for inner in schema:
            yield from _references(inner)


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schemas[name] if name else schema
    return found


def _operation(operation: Operation, request: dict[str, Any], reply: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": operation.name,
        "tags": [operation.service],
        "summary": operation.summary_en,
        "description": _description(operation),
        "parameters": _parameters(operation, request),
        "responses": _responses(operation, reply),
        "security": [{"token": []}] if operation.roles else [],
    }


def _description(operation: Operation) -> str:
    text = wording.of_operation(operation)
    roles = ", ".join(sorted(operation.roles)) or "everybody"
    return f"{operation.summary_uk}.\n\n{text}\n\nMay be asked by: {roles}."


def _parameters(operation: Operation, request: dict[str, Any]) -> list[dict[str, Any]]:
    properties: dict[str, Any] = request.get("properties", {})
    required = set(request.get("required", ()))
    listed = [_parameter(operation, name, "path", properties[name], True) for name in operation.path_fields]
    if operation.method == "GET" or operation.takes:
        rest = [name for name in properties if name not in (*operation.path_fields, "file")]
        listed += [_parameter(operation, name, "query", properties[name], name in required) for name in rest]
    if _takes_key(operation):
        listed.append(_KEY_HEADER)
    if operation.changes_existing:
        listed.append(_IF_MATCH_HEADER)
    return [*listed, _LANGUAGE_HEADER]


def _parameter(operation: Operation, name: str, place: str, schema: dict[str, Any], required: bool) -> dict[str, Any]:
    schema = _without_null(schema)
    about = wording.of_parameter(operation, name, schema)
    return {"name": name, "in": place, "required": required, "description": about, "schema": schema}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out, not sent as null."""
    options = [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
    if len(options) == 1:
        rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
        return {**rest, **options[0]}
    return {key: value for key, value in schema.items() if not (key == "default" and value is None)}


def _body(operation: Operation, request: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    if operation.takes:
        return {"required": True, "content": {operation.takes: {"schema": _BYTES}}}
    in_path = set(operation.path_fields)
    properties = {name: schema for name, schema in request.get("properties", {}).items() if name not in in_path}
    required = [name for name in request.get("required", ()) if name not in in_path]
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = required
    content = {"schema": schema, "example": body_example(schema, schemas, operation.example)}
    return {"required": bool(required), "content": {"application/json": content}}


def _responses(operation: Operation, reply: dict[str, Any]) -> dict[str, Any]:
    ok: dict[str, Any] = {"description": wording.of_answer(operation)}
    if operation.gives:
        ok["content"] = {operation.gives: {"schema": _BYTES}}
    elif operation.success != 204:
        ok["content"] = {"application/json": {"schema": reply}}
    if "version" in operation.reply.model_fields:
        ok["headers"] = {"ETag": {"description": "The record's version.", "schema": {"type": "string"}}}
    responses = {str(operation.success): ok}
    by_status: dict[int, list[ErrorCode]] = {}
    for code in _codes(operation):
        by_status.setdefault(code.http_status or code.family.status, []).append(code)
    for status, codes in sorted(by_status.items()):
        text = "\n".join(f"- `{code.name}`: {code.en}" for code in codes)
        responses[str(status)] = {
            "description": text,
            "content": {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}},
        }
    return responses


def _takes_key(operation: Operation) -> bool:
    """Signing in and users need none: repeated, they do nothing twice by themselves (a login is taken once)."""
    return operation.is_command and operation.service != "gateway"


def _codes(operation: Operation) -> list[ErrorCode]:
    codes = [INVALID, RATE_LIMITED, *operation.errors]
    codes += [TOO_LARGE] if operation.method != "GET" else []
    codes += [NOT_JSON] if operation.method != "GET" and not operation.takes else []
    codes += [UNAUTHENTICATED, FORBIDDEN] if operation.roles else []
    codes += [NOT_FOUND] if operation.path_fields else []
    codes += [KEY_REUSED, OUTCOME_UNKNOWN] if _takes_key(operation) else []
    codes += [STALE] if operation.changes_existing else []
    return list(dict.fromkeys([*codes, UNAVAILABLE]))


_BYTES = {"type": "string", "format": "binary", "description": "The file's own bytes."}
_KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of your own; the same key repeats the same request. Kept 7 days.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$", "examples": ["0197a1e2-7c00-7000-8000-00000000000a"]},
}
_IF_MATCH_HEADER = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag you have read; 412 when somebody has changed the record since.",
    "schema": {"type": "string", "pattern": r'^"\d{1,9}"$', "examples": ['"1"']},
}
_LANGUAGE_HEADER = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "`uk` or `en`; whatever else it says, the answer is in Ukrainian.",
    "schema": {"type": "string", "examples": ["uk", "en"]},
}
_PROBLEM_SCHEMAS = {
    "FieldProblem": {
        "type": "object",
        "required": ["pointer", "code", "message"],
        "properties": {
            "pointer": {"type": "string", "description": "JSON pointer of the faulty field."},
            "code": {"type": "string"},
            "message": {"type": "string", "description": "In the caller's language."},
        },
    },
    "Problem": {
        "type": "object",
        "description": "RFC 9457 problem details.",
        "required": ["type", "title", "status", "detail", "code", "request_id"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "code": {"type": "string", "description": "What programs switch on."},
            "instance": {"type": "string"},
            "request_id": {"type": "string"},
            "errors": {"type": "array", "items": {"$ref": REF.format(model="FieldProblem")}},
        },
    },
}

"""How a call looks on the wire: Nameko's envelope, so that any Nameko client can ask, with our headers beside it.

Request: `{"args": [request], "kwargs": {}}`. Reply: `{"result": …, "error": …}`; status and version travel as
headers so that the gateway can cut the result out and forward its bytes unread.
"""

from collections.abc import Mapping
from typing import Any

import orjson

from services.chassis.actor import SYSTEM, Actor
from services.chassis.errors import ERROR_CODES, FAMILIES, INTERNAL, ErrorCode, Refusal
from services.chassis.messages import FieldProblem, Language
from services.chassis.runtime import Incoming

REPLY_PREFIX = b'{"result":'
REPLY_SUFFIX = b',"error":null}'


def headers_of(incoming: Incoming, deadline: float) -> dict[str, Any]:
    headers: dict[str, Any] = {
        "actor": incoming.actor.to_wire(),
        "request_id": incoming.request_id,
        "trace": incoming.trace,
        "deadline": f"{deadline:.3f}",
    }
    if incoming.key is not None:
        headers["key"] = incoming.key
    if incoming.if_match is not None:
        headers["if_match"] = incoming.if_match
    return headers


def incoming_of(headers: Mapping[str, Any]) -> Incoming:
    deadline = headers.get("deadline")
    return Incoming(
        actor=Actor.from_wire(headers["actor"]) if "actor" in headers else _NOBODY,
        request_id=headers.get("request_id", ""),
        trace=headers.get("trace", ""),
        key=headers.get("key"),
        if_match=headers.get("if_match"),
        deadline=float(deadline) if deadline else None,
    )


_NOBODY = Actor(SYSTEM.user_id, "nobody", frozenset())


def error_body(refusal: Refusal, language: Language) -> bytes:
    """Positional arguments only: code, sentence in the caller's language, details as JSON text."""
    details = {
        "values": {name: str(value) for name, value in refusal.values.items()},
        "fields": [
            {"pointer": field.pointer, "code": field.code, "message": field.message} for field in refusal.fields
        ],
    }
    sentence = refusal.sentence(language)
    return orjson.dumps(
        {
            "result": None,
            "error": {
                "exc_type": type(refusal).__name__,
                "exc_path": f"services.chassis.errors.{type(refusal).__name__}",
                "exc_args": [refusal.code.name, sentence, orjson.dumps(details).decode()],
                "value": sentence,
            },
        }
    )


def refusal_of(error: Mapping[str, Any]) -> Refusal:
    """A peer's refusal, to be raised on; of a code not known here, the sentence is kept as it came."""
    family = FAMILIES.get(error["exc_type"])
    if family is None:
        return INTERNAL(request="")
    name, sentence, text = error["exc_args"]
    details = orjson.loads(text)
    code = ERROR_CODES.get(name) or ErrorCode(name, family, en=_literal(sentence), uk=_literal(sentence))
    fields = [FieldProblem(**field) for field in details["fields"]]
    return code(fields, **details["values"])


def _literal(sentence: str) -> str:
    return sentence.replace("{", "{{").replace("}", "}}")

"""How to ask for every operation: a valid address and body, with names of records in braces.

Each service's are in its own file. `{order}` and the like are filled in by whoever asks: ids of one's own client, of
another's, or of nothing at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from gateway.identity.contracts import ROOT_OPERATIONS
from gateway.identity.contracts import api as identity
from services.chassis.common import common
from services.chassis.contracts import Operation
from services.chassis.startup import all_contracts
from tests.flows.rights.requests import deals, gateway, marketing, orders, partners, pricing

REQUESTS: dict[str, tuple[str, Any]] = {
    **partners.REQUESTS,
    **pricing.REQUESTS,
    **deals.REQUESTS,
    **orders.REQUESTS,
    **marketing.REQUESTS,
    **gateway.REQUESTS,
}

OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in [
        *(one for contract in [*all_contracts(), common, identity] for one in contract.operations.values()),
        *ROOT_OPERATIONS,
    ]
}
"""Everything that can be asked over HTTP."""


def _as_declared(operation: Operation) -> tuple[str, Any]:
    """The request of an operation not written out above: its path, of a record of its first noun, and its example."""
    noun = operation.path.split("/")[1].removesuffix("s").replace("-", "_")
    body = None if operation.method == "GET" else operation.example or {}
    page = "?limit=200" if operation.listing else ""
    return operation.path.replace("{id}", f"{{{noun}}}") + page, body


REQUESTS |= {name: _as_declared(one) for name, one in OPERATIONS.items() if name not in REQUESTS}

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Asked:
    """One request ready to be sent."""

    operation: Operation
    path: str
    body: Any

    @property
    def method(self) -> str:
        return self.operation.method


def asked(name: str, values: Mapping[str, str], **body: Any) -> Asked:
    """The request of an operation with these records; `body` adds to its body."""
    path, given = REQUESTS[name]
    return Asked(OPERATIONS[name], filled(path, values), filled({**given, **body} if body else given, values))


def filled(template: Any, values: Mapping[str, str]) -> Any:
    if isinstance(template, str):
        return _PLACE.sub(lambda place: values[place[1]], template)
    if isinstance(template, dict):
        return {name: filled(value, values) for name, value in template.items()}
    return [filled(value, values) for value in template] if isinstance(template, list) else template


def places(name: str) -> set[str]:
    """Names of the records an operation's request speaks of; a file speaks of none."""
    path, body = REQUESTS[name]
    return set(_PLACE.findall(path if isinstance(body, bytes) else f"{path} {body}"))


class Nothing(dict[str, str]):
    """Values for a request that is right in form and speaks of nothing there is."""

    def __missing__(self, name: str) -> str:
        return _MADE_UP[name]() if name in _MADE_UP else str(uuid4())


_MADE_UP = {
    "tag": lambda: uuid4().hex[:8],
    "code": lambda: uuid4().hex[:8].upper(),
    "edrpou": lambda: "42001038",
    "job": lambda: f"partners.{uuid4()}",
    "service": lambda: "orders",
    "login": lambda: "nobody-of-ours",
    "password": lambda: "wrong-password-of-nobody",
    "new_password": lambda: f"Довгий-пароль-{uuid4().hex[:8]}",
    "refresh_token": lambda: uuid4().hex,
}

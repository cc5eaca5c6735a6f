"""Every list can be asked in every order and by every filter it declares, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import EnumType
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from services.chassis.contracts import Filter, Operation
from services.chassis.errors import Refusal
from services.chassis.ids import uuid7
from services.chassis.settings import SERVICES
from services.chassis.startup import contract_of
from tests.services.bench import Bench

SOME = (
    "01a209b6-d3f7-75dd-8b77-363835a758b4",
    "2026-12-31T10:00:00Z",
    "2026-12-31",
    True,
    7,
    "UAH",
    "someone",
    "2026-12",
)


def _value(kind: Any) -> Any:
    """One that such a filter takes."""
    choices = get_args(kind) or (tuple(kind) if isinstance(kind, EnumType) else ())
    takes = TypeAdapter(kind)
    for value in (*choices, *SOME):
        with suppress(ValidationError):
            takes.validate_python(value)
            return value
    raise LookupError(f"add a value to SOME that fits {kind}")


def _given(item: Filter) -> dict[str, Any]:
    value = _value(item.of)
    if item.kind == "between":
        return {f"{item.name}_from": value, f"{item.name}_to": value}
    return {item.name: [value] if item.kind == "one_of" else value}


def _questions(operation: Operation) -> Iterator[dict[str, Any]]:
    listing = operation.listing
    assert listing is not None
    demanded = {name: str(uuid7()) for name in operation.path_fields}
    for item in listing.filters:
        demanded |= _given(item) if item.required else {}
    yield from ({**demanded, "order": order} for order in listing.orders)
    yield from ({**demanded, **_given(item)} for item in listing.filters)
    if listing.search:
        yield {**demanded, "q": "кабель"}


def _answer(bench: Bench, operation: Operation, question: dict[str, Any]) -> Any:
    try:
        return bench.do(operation, question)["items"]
    except Refusal as refusal:
        return refusal.code.name


@pytest.mark.parametrize("service", SERVICES)
def test_every_list_answers_in_every_order_and_by_every_filter(service: str, bench: Callable[[str], Bench]) -> None:
    ready = bench(service)
    listings = [one for one in contract_of(service).operations.values() if one.listing]
    answers = [(one.name, asked, _answer(ready, one, asked)) for one in listings for asked in _questions(one)]
    # a list of one client or deal, of which nothing is known here, is not found
    wrong = [one for one in answers if one[-1] not in ([], "not_found")]
    assert len(answers) > 10
    assert not wrong

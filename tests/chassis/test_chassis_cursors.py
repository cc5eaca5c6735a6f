"""Whatever a client sends as a cursor is a page or an Invalid `cursor`, on every list and both databases."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chassis.contracts import Operation
from services.chassis.errors import Refusal
from services.chassis.ids import uuid7
from services.chassis.listing import encode_cursor
from services.chassis.settings import SERVICES
from services.chassis.startup import contract_of
from tests.services.bench import Bench

ON_ONE_DATABASE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.datetimes(timezones=OFFSETS).map(datetime.isoformat),
    st.datetimes().map(datetime.isoformat),
    st.dates().map(str),
    st.sampled_from(["NaN", "Infinity", "1e999", "-1", "2026-13-01", "0001-01-01T00:00:00+23:59", "\0", ""]),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
KEYS = st.one_of(st.uuids().map(str), VALUES)


def _listings(service: str) -> list[Operation]:
    return [one for one in contract_of(service).operations.values() if one.listing and not one.path_fields]


def _sealed(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _ask(bench: Bench, operation: Operation, cursor: str, order: str) -> None:
    assert operation.listing is not None
    demanded = {one.name: uuid7() for one in operation.listing.filters if one.required}
    try:
        said: Any = bench.do(operation, {**demanded, "cursor": cursor, "order": order})["items"]
    except Refusal as refusal:
        said = (refusal.code.name, [field.pointer for field in refusal.fields])
    assert said in ([], ("invalid", ["/cursor"]))


@pytest.mark.parametrize("service", SERVICES)
@ON_ONE_DATABASE
@given(data=st.data())
def test_a_forged_cursor_is_a_page_or_invalid(service: str, bench: Callable[[str], Bench], data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(_listings(service)))
    assert operation.listing is not None
    order = data.draw(st.sampled_from(operation.listing.orders))
    forged = data.draw(st.tuples(st.one_of(st.just(order), VALUES), VALUES, KEYS))
    cursor = _sealed(forged)
    _ask(_prepared(bench, service), operation, cursor[:600], order)


@ON_ONE_DATABASE
@given(cursor=st.text(max_size=600))
def test_any_text_as_a_cursor_is_invalid(bench: Callable[[str], Bench], cursor: str) -> None:
    operation = contract_of("deals").operations["list_deals"]
    _ask(_prepared(bench, "deals"), operation, cursor, "-created_at")


_ready: dict[int, Bench] = {}


def _prepared(bench: Callable[[str], Bench], service: str) -> Bench:
    """One emptied database for all examples of a test."""
    key = hash((id(bench), service))
    if key not in _ready:
        _ready.clear()
        _ready[key] = bench(service)
    return _ready[key]


@pytest.mark.parametrize(
    "value", [datetime(2026, 3, 1, 10, 0, 0, 1, tzinfo=UTC), "її", "", 7, Decimal("-0.01"), "a" * 200]
)
def test_a_cursor_of_ours_is_short_enough_to_come_back(value: Any) -> None:
    assert len(encode_cursor("-created_at", value, uuid7())) <= 600

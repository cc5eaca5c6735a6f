"""Frozen samples of events, and what may change about them: fields may be added, nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from services.chassis.contracts import Event
from services.chassis.startup import all_contracts

SAMPLES = Path(__file__).parent / "samples"


def all_events() -> list[Event]:
    return [event for contract in all_contracts() for event in contract.events.values()]


def command_for(event: Event) -> str:
    return f"python -m tests.contracts.freeze {event.name}"


def path_of(event: Event) -> Path:
    return SAMPLES / f"{event.address}.json"


def sample_of(event: Event) -> dict[str, Any]:
    path = path_of(event)
    assert path.exists(), f"{event.address} has no frozen sample. Make it: {command_for(event)}"
    envelope: dict[str, Any] = json.loads(path.read_text())
    return envelope


def shape(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every place in a message with the JSON type that stands there: `data.lines[].price` is a str."""
    yield at or "message", type(value).__name__
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from shape(inner, f"{at}.{name}" if at else name)
    elif isinstance(value, list):
        for inner in value:
            yield from shape(inner, f"{at}[]")


def broken_promises(frozen: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What readers of the frozen shape would miss in today's. A place that held null may hold a value: readers of a
    place that may be empty know both."""
    today = set(shape(now))
    places = {place for place, _ in today}
    return [
        f"{place} is no longer {kind}" if place in places else f"{place} is gone"
        for place, kind in sorted(set(shape(frozen)) - today)
        if kind != "NoneType" or place not in places
    ]

"""What a deal lacks to go on from a stage (D3). Stages are data."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from services.deals.contracts import Gates


@dataclass(frozen=True)
class Facts:
    """What a deal has: fields that are filled in, documents by kind, roles somebody takes part in, whether the demand
    is told, and the required tasks of its stage that are open."""

    filled: Set[str] = frozenset()
    documents: Mapping[str, int] = field(default_factory=dict)
    roles: Set[UUID] = frozenset()
    demand: bool = False
    open_tasks: Sequence[tuple[UUID, str]] = ()


@dataclass(frozen=True)
class Lacking:
    """One thing lacking: which gate, where on the deal's card, and what the sentence says."""

    gate: str
    pointer: str
    values: Mapping[str, Any] = field(default_factory=dict)


def lacking(gates: Gates, facts: Facts) -> list[Lacking]:
    """All that is lacking at once, in the order of the gates."""
    return [*_of_gates(gates, facts), *_of_plan(facts)]


def _of_gates(gates: Gates, facts: Facts) -> Iterator[Lacking]:
    for name in gates.fields:
        if name not in facts.filled:
            yield Lacking("field", f"/{name}", {"field": name})
    for wanted in gates.documents:
        there = facts.documents.get(wanted.kind, 0)
        if there < wanted.at_least:
            values = {"kind": wanted.kind, "needed": wanted.at_least, "there": there}
            yield Lacking("documents", f"/documents/{wanted.kind}", values)
    if gates.demand and not facts.demand:
        yield Lacking("demand", "/demand")
    for role in gates.participant_roles:
        if role not in facts.roles:
            yield Lacking("role", f"/participants/{role}", {"role": role})


def _of_plan(facts: Facts) -> Iterator[Lacking]:
    for task_id, title in facts.open_tasks:
        yield Lacking("task", f"/plan-tasks/{task_id}", {"title": title})


def days_beyond(due_on: date | None, day: date) -> int:
    """How many days `day` is after the last of the days expected; 0 within them, and where none are."""
    return max(0, (day - due_on).days) if due_on else 0

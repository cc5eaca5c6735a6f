"""What there must be to ask about, service by service. Each file has

- `shared(admin, known)`: ids of what the whole office uses and no client owns, made with fixed keys: twice is once;
- `business(admin, manager, known)`: ids of everything there is with one client, made by whoever may make it;
- `LISTS`: the list in which each of a client's records stands;
- `BEFORE`: for operations that can be done once, or at one moment only, what is made anew before each.

`known` has what was made before it: services come in the order in which they ask each other, partners first.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.flows.rights.records import deals, marketing, orders, partners, pricing
from tests.flows.rights.records.known import Known
from tests.house import Api

_ALL: tuple[Any, ...] = (partners, pricing, deals, orders, marketing)
OF_A_CLIENT: frozenset[str] = frozenset().union(*(one.OF_A_CLIENT for one in _ALL))
"""Nouns of records that belong to a client; all others are the office's."""
LISTS: Mapping[str, str] = {noun: path for one in _ALL for noun, path in one.LISTS.items()}
BEFORE: Mapping[str, Callable[[Api, Known], dict[str, str]]] = {
    name: make for one in _ALL for name, make in one.BEFORE.items()
}


def found(admin: Api) -> Known:
    known = Known()
    for one in _ALL:
        known |= one.shared(admin, Known(known))
    return Known(known)


def do_business(admin: Api, manager: Api, shared: Known, name: str) -> Known:
    """One of everything with a client of this manager; `name` beside the ids."""
    made = Known(name=name)
    for one in _ALL:
        made |= one.business(admin, manager, Known({**shared, **made}))
    return Known(made)


__all__ = ["BEFORE", "LISTS", "OF_A_CLIENT", "Known", "do_business", "found"]

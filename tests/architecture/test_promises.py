"""What contracts promise, services keep: operations, events, and who asks whom."""

import ast
from graphlib import TopologicalSorter

import pytest

from services.chassis.common import common
from services.chassis.contracts import Event, Operation
from services.chassis.settings import SERVICES
from tests.architecture.tree import (
    ROOT,
    called,
    calls,
    complain,
    contracts,
    declared_methods,
    imported_names,
    tree_of,
    where,
)

MAY_ASK = {
    "partners": set[str](),
    "pricing": {"partners"},
    "deals": {"pricing", "partners"},
    "orders": {"deals", "pricing", "partners"},
    "marketing": {"partners", "pricing", "deals", "orders"},
}


def _answers(service: str) -> dict[str, Operation]:
    return {name: one for name, one in declared_methods(service).items() if isinstance(one, Operation)}


def _handlers(service: str) -> dict[str, Event]:
    return {name: one for name, one in declared_methods(service).items() if isinstance(one, Event)}


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_has_its_method_and_every_method_its_operation(service: str) -> None:
    promised = {**contracts()[service].operations, **common.operations}
    kept = {method: declared.name for method, declared in _answers(service).items()}
    complain("An operation without a method answers nobody.", sorted(set(promised) - set(kept.values())))
    complain("A method of no operation of this service can't be asked for.", sorted(set(kept.values()) - set(promised)))
    misnamed = [f"{method} answers {name}" for method, name in kept.items() if method != name]
    complain("The RPC's routing key is the method's name: it must be the operation's.", misnamed)


@pytest.mark.parametrize("service", SERVICES)
def test_every_event_listened_to_has_its_handler_and_every_handler_its_event(service: str) -> None:
    listened = set(contracts()[service].consumes)
    handled = {declared.address for declared in _handlers(service).values()}
    complain("An event that arrives and has no handler is thrown away.", sorted(listened - handled))
    complain(
        "A handler of an event that the queue isn't bound to never runs: add `listens`.", sorted(handled - listened)
    )
    misnamed = [f"{name} handles {one.name}" for name, one in _handlers(service).items() if name != f"on_{one.name}"]
    complain("Handlers are found by their names: `on_<event>`.", misnamed)


def test_every_event_listened_to_exists() -> None:
    known = {event.address for contract in contracts().values() for event in contract.events.values()}
    unknown = [f"{name}: {one}" for name, made in contracts().items() for one in made.consumes if one not in known]
    complain("A queue bound to an event that nobody announces waits for ever.", unknown)


def test_who_hears_only_of_some_subjects_says_what_they_are_routed_by() -> None:
    events = {event.address: event for contract in contracts().values() for event in contract.events.values()}
    wrong = [
        f"{name}: {address} having {by}"
        for name, made in contracts().items()
        for address, by in made.narrowed.items()
        if events[address].routed_by != by
    ]
    complain("A queue bound to a key that nothing is published under waits for ever.", wrong)
    missing = [
        f"{one.address} by {one.routed_by}"
        for one in events.values()
        if one.routed_by is not None and one.routed_by not in one.view.model_fields
    ]
    complain("An event is routed by a field of its view.", missing)


def _asked_by(service: str) -> dict[str, str]:
    """Peers this service's methods ask, and where."""
    path = ROOT / "services" / service / "service.py"
    names = imported_names(path)
    asked = {}
    for call in calls(tree_of(path)):
        if called(call) == "ask":
            operation = call.args[0]
            assert isinstance(operation, ast.Attribute), f"{where(path, call)}: name the operation as peer.OPERATION"
            assert isinstance(operation.value, ast.Name), f"{where(path, call)}: name the operation as peer.OPERATION"
            asked[names[operation.value.id].split(".")[1]] = where(path, call)
    return asked


def test_nobody_listens_to_itself() -> None:
    own = [
        f"{service}: {address}"
        for service in SERVICES
        for address in contracts()[service].consumes
        if address.startswith(f"{service}.")
    ]
    complain("A service's own rows are at hand: a copy of them by events is late and costs twice (decision 0014).", own)


def test_services_ask_only_those_below_them() -> None:
    wrong = [
        f"{place}: {service} asks {peer}"
        for service in SERVICES
        for peer, place in _asked_by(service).items()
        if peer not in MAY_ASK[service]
    ]
    complain("Workers waiting for each other in a ring never answer: questions go one way.", wrong)


def test_the_graph_of_questions_has_no_ring() -> None:
    asked = {service: set(_asked_by(service)) for service in SERVICES}
    assert any(asked.values()), "nobody asks anybody: the reading of service.py is broken"
    TopologicalSorter(asked).prepare()

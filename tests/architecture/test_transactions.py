"""One road in and out: the chassis opens, commits and publishes, so that state, event, audit and key go together."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, business_files, called, calls, complain, files, imports, owner, tree_of, where

ENDS = {"commit", "rollback", "begin", "begin_nested", "prepare"}
PUBLISHES = {"publish", "basic_publish", "send_to_queue"}
OPENS = {"Session", "sessionmaker", "scoped_session", "create_engine", "Database"}
OF_THE_CHASSIS = {"outbox", "inbox", "audit_rows", "idempotency_keys", "numbers", "facts_of_service"}

MODULES_THAT_BEGIN = {"sign_in"}
"""`sign_in.begin` begins a sign-in, not a transaction."""
GATEWAY_STORES_IDENTITY = {"gateway/app.py", "gateway/identity/identity.py", "gateway/identity/cli.py"}
"""The gateway is no Nameko service and has no pipeline: identity opens its own transactions, in these files alone."""
GATEWAY_ASKS = {"gateway/bus.py"}
"""Publishes questions (RPC), never events."""


def _elsewhere(allowed: set[str]) -> Iterator[Path]:
    yield from business_files()
    yield from (path for path in files("gateway") if str(path.relative_to(ROOT)) not in allowed)


def _on_a_database(call: ast.Call) -> bool:
    return called(call) in ("read", "write") and owner(call).lstrip("_") == "database"


def test_only_the_chassis_commits_and_rolls_back() -> None:
    found = [
        f"{where(path, call)} calls {owner(call)}.{called(call)}()"
        for path in _elsewhere(set())
        for call in calls(tree_of(path))
        if called(call) in ENDS and owner(call).strip("_") not in MODULES_THAT_BEGIN
    ]
    complain("A use case that commits by itself leaves its event, audit row or key behind when the rest fails.", found)


def test_only_the_chassis_opens_sessions() -> None:
    found = [
        f"{where(path, call)} calls {called(call)}"
        for path in _elsewhere(GATEWAY_STORES_IDENTITY)
        for call in calls(tree_of(path))
        if called(call) in OPENS or _on_a_database(call)
    ]
    complain("A second session inside a first waits for itself on SQLite, and its work escapes the audit.", found)


def test_only_the_chassis_publishes() -> None:
    found = [
        f"{where(path, call)} calls {owner(call)}.{called(call)}"
        for path in _elsewhere(GATEWAY_ASKS)
        for call in calls(tree_of(path))
        if called(call) in PUBLISHES
    ]
    complain("What is published before the commit may be untrue, after it may be lost: the outbox is the road.", found)


def test_only_the_chassis_touches_its_tables() -> None:
    found = [
        f"{where(path, node)} imports {name}"
        for path in business_files()
        for node, name in imports(path)
        if name.startswith("services.chassis.tables.") and name.rpartition(".")[2] in OF_THE_CHASSIS
    ]
    complain("A row put into the outbox or inbox by hand is an event or a mark that no pipeline stands behind.", found)


def test_peers_are_asked_only_in_service_py() -> None:
    """And in its room `asking.py`, which nobody else may enter."""
    found = [
        where(path, call)
        for path in business_files()
        for call in calls(tree_of(path))
        if called(call) == "ask" and path.name not in ("service.py", "asking.py")
    ]
    found += [
        f"{where(path, node)} imports {name}"
        for path in business_files()
        for node, name in imports(path)
        if name.split(".")[2:3] == ["asking"] and path.name != "service.py"
    ]
    complain("A use case runs inside the transaction; a slow peer asked from there holds locks for everybody.", found)


def test_nobody_asks_a_peer_while_handling_an_event() -> None:
    found = [
        where(path, call)
        for path in business_files()
        if path.name == "service.py"
        for method in ast.walk(tree_of(path))
        if isinstance(method, ast.FunctionDef) and method.name.startswith("on_")
        for call in calls(method)
        if called(call) in ("ask", "transact")
    ]
    complain("A handler is inside its transaction already; what it needs travels in the event.", found)

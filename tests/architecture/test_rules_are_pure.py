"""`rules/` decides from what it is given: the same input, the same answer, today and in every replay."""

import ast

from services.chassis.settings import SERVICES
from tests.architecture.tree import called, calls, complain, files, imports, owner, tree_of, where

PURE = (
    "bisect",
    "collections",
    "dataclasses",
    "datetime.date",
    "datetime.datetime",
    "datetime.timedelta",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "itertools",
    "math",
    "operator",
    "re",
    "typing",
    "uuid.UUID",
    "services.chassis.criteria",
    "services.chassis.errors",
    "services.chassis.fields",
    "services.chassis.messages",
    "services.chassis.money",
    "services.chassis.text",
)
CLOCKS_AND_CHANCE = {"now", "utcnow", "utc_now", "today", "time", "monotonic", "uuid4", "uuid7", "open", "input"}


def _is_pure(module: str) -> bool:
    known = (*PURE, *(f"services.{service}.contracts" for service in SERVICES))
    ours = [service for service in SERVICES if module.startswith(f"services.{service}.rules")]
    return bool(ours) or any(module == name or module.startswith(f"{name}.") for name in known)


def test_rules_import_only_what_is_pure() -> None:
    impure = [
        f"{where(path, node)} imports {module}"
        for service in SERVICES
        for path in files(f"services/{service}/rules")
        for node, module in imports(path)
        if not _is_pure(module)
    ]
    complain("A rule without session, clock or Nameko runs anywhere and is tested by plain values alone.", impure)


def test_rules_read_no_clock_and_throw_no_dice() -> None:
    found = [
        f"{where(path, call)} calls {owner(call)}.{called(call)}"
        for service in SERVICES
        for path in files(f"services/{service}/rules")
        for call in calls(tree_of(path))
        if called(call) in CLOCKS_AND_CHANCE
    ]
    complain("Time and chance come in as arguments, or a replay decides otherwise than the first time.", found)


def test_rules_keep_nothing_between_calls() -> None:
    kept = [
        where(path, node)
        for service in SERVICES
        for path in files(f"services/{service}/rules")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Global | ast.Nonlocal)
    ]
    complain("A rule that remembers answers the same question differently.", kept)

"""What the house rules are read from: the source as syntax trees, and the services' own declarations."""

import ast
import importlib
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from services.chassis.contracts import Contract
from services.chassis.settings import SERVICES
from services.chassis.startup import all_contracts

ROOT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*folders: str) -> Iterator[Path]:
    """Our Python files under these folders; migrations are history and stay as they were written."""
    for folder in folders:
        yield from sorted(path for path in (ROOT / folder).rglob("*.py") if "versions" not in path.parts)


def business_files() -> Iterator[Path]:
    """What the five services are made of, without the chassis."""
    for service in SERVICES:
        yield from files(f"services/{service}")


def where(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else ""
    return f"{path.relative_to(ROOT)}{line}"


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (found for found in ast.walk(node) if isinstance(found, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: `commit` of `tx.session.commit()`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def owner(call: ast.Call) -> str:
    """The name before the last: `session` of `tx.session.commit()`."""
    value = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(value, ast.Attribute):
        return value.attr
    return value.id if isinstance(value, ast.Name) else ""


def functions(node: ast.AST) -> Iterator[Function]:
    return (found for found in ast.walk(node) if isinstance(found, Function))


def imports(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """Every module imported, and every name imported from one, as `module.name`; in functions too."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def imported_names(path: Path) -> dict[str, str]:
    """What each name at hand in a file stands for: `partners` → `services.partners.contracts`."""
    names = {}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            names.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
    return names


@cache
def contracts() -> dict[str, Contract]:
    return {contract.service: contract for contract in all_contracts()}


@cache
def service_class(service: str) -> Any:
    with warnings.catch_warnings():  # eventlet says at import that it is in maintenance mode: known and decided
        warnings.simplefilter("ignore")
        return importlib.import_module(f"services.{service}.service").service_class


def declared_methods(service: str) -> dict[str, Any]:
    """Methods that answer an operation or an event, by name, with what they declare."""
    found = {}
    for kind in service_class(service).__mro__:
        for name, method in vars(kind).items():
            if hasattr(method, "declared"):
                found[name] = method.declared
    return found


def complain(reason: str, offenders: list[str]) -> None:
    """Fail with the reason of the rule and every place that breaks it."""
    assert not offenders, f"{reason}\n  " + "\n  ".join(offenders)

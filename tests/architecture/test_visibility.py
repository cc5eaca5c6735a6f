"""People see their own clients' rows and no others': said by every model, used by every list and report."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from gateway.identity.models import Base as IdentityBase
from services.chassis.jobs import Job
from services.chassis.settings import SERVICES
from services.chassis.tables import Record
from tests.architecture.tree import (
    ROOT,
    called,
    calls,
    complain,
    files,
    functions,
    imported_names,
    owner,
    tree_of,
    where,
)

OF_NO_CLIENT = {
    "services.pricing.quotes.quote": "prices are the same for every client that asks; the asker proves its client",
    "services.pricing.items.items_by_ids": "the catalogue belongs to no client",
    "services.pricing.items.item_by_barcode": "the catalogue belongs to no client",
    "services.pricing.prices.preview_prices": "prices by types belong to no client, and only who sets them previews",
    "services.partners.organizations.team": "who is under whom among our own staff; rights are made from it",
}
"""Readers that show no client's rows, each with the reason."""
LIMITS = {"visible", "visible_to", "clients_of", "office_only", "require"}


def records() -> list[type[Record]]:
    models = [importlib.import_module(f"services.{service}.models").Base for service in SERVICES]
    mapped = [mapper.class_ for base in (*models, IdentityBase) for mapper in base.registry.mappers]
    return [*(model for model in mapped if issubclass(model, Record)), Job]


def test_every_record_says_who_may_see_it() -> None:
    silent = [f"{model.__module__}.{model.__name__}" for model in records() if "visible_to" not in vars(model)]
    complain("A model without its own `visible_to` can't be shown to anybody safely.", silent)


def _shown(method: str, folder: str) -> Iterator[tuple[Path, ast.Call]]:
    """Calls of `call.list` or `call.read` in services' files."""
    for path in files(folder):
        for call in calls(tree_of(path)):
            if called(call) == method and owner(call) == "call":
                yield path, call


def _function(address: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    module, _, name = address.rpartition(".")
    path = ROOT / f"{module.replace('.', '/')}.py"
    found = functions(tree_of(path)) if path.exists() else iter(())
    return next((function for function in found if function.name == name), None)


def _looks_at_the_actor(address: str, seen: frozenset[str] = frozenset()) -> bool:
    """It, or a function of the same file that it calls, limits rows by the actor."""
    function = _function(address)
    if function is None or address in seen:
        return False
    names = {called(call) for call in calls(function)}
    if names & LIMITS or any(called(call) == "get" and owner(call) in ("reader", "tx") for call in calls(function)):
        return True
    module = address.rpartition(".")[0]
    return any(_looks_at_the_actor(f"{module}.{name}", seen | {address}) for name in names)


def _address(path: Path, expression: ast.expr) -> str:
    """`payments.balance` in orders/service.py → `services.orders.payments.balance`."""
    names = imported_names(path)
    if isinstance(expression, ast.Attribute) and isinstance(expression.value, ast.Name):
        return f"{names.get(expression.value.id, expression.value.id)}.{expression.attr}"
    if isinstance(expression, ast.Name):
        return names.get(expression.id, expression.id)
    return ""


def _list_is_limited(path: Path, call: ast.Call) -> bool:
    if len(call.args) > 2:
        return True
    made = call.args[0].body if isinstance(call.args[0], ast.Lambda) else call.args[0]
    return _looks_at_the_actor(_address(path, made.func if isinstance(made, ast.Call) else made))


def test_every_list_is_limited_to_what_the_actor_may_see() -> None:
    listed = [*_shown("list", "services")]
    assert len(listed) > 10, "no lists found: the reading of service.py is broken"
    open_to_all = [where(path, call) for path, call in listed if not _list_is_limited(path, call)]
    complain("A list that names no model (`call.list(query, columns, Model)`) shows everybody's rows.", open_to_all)


def test_every_answer_read_is_limited_to_what_the_actor_may_see() -> None:
    read = {_address(path, call.args[0]): where(path, call) for path, call in _shown("read", "services")}
    assert read, "no answers found: the reading of service.py is broken"
    free = [
        f"{place} {address}"
        for address, place in read.items()
        if address not in OF_NO_CLIENT and not _looks_at_the_actor(address)
    ]
    complain("A reader that uses neither `reader.visible` nor `reader.get` shows everybody's rows.", free)
    complain(
        "Listed as showing no client's rows, but nobody reads it: take it off.", sorted(OF_NO_CLIENT.keys() - read)
    )


def test_every_report_asks_what_is_visible() -> None:
    reports = [path for path in files("services") if path.name == "reports.py"]
    blind = [
        where(path, function)
        for path in reports
        for function in functions(tree_of(path))
        if any(called(call) == "select" for call in calls(function))
        and not any(called(call) == "visible" for call in calls(function))
    ]
    complain("A report selects with `reader.visible(Model)` in the query itself, or sums up others' clients.", blind)

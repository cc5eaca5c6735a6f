"""Packages at work in tests: added, priced and quoted in a word."""

from typing import Any

from services.pricing import contracts
from tests.services.builders import Catalogue
from tests.services.cast import PRICER


def packages(catalogue: Catalogue, item: str, **factors: str) -> list[str]:
    """The packages of an item become these, by name; their ids."""
    told = [{"name": name, "factor": factor} for name, factor in factors.items()]
    card = catalogue.bench.do(contracts.CHANGE_ITEM, {"id": item, "packages": told}, by=PRICER)
    ids = {one["name"]: one["id"] for one in card["packages"]}
    return [ids[name] for name in factors]


def row(item: str, package: str | None, price_type: str, **what: Any) -> dict[str, Any]:
    """Of a price setting."""
    return {"item_id": item, "package_id": package, "price_type_id": price_type, **what}


def set_prices(catalogue: Catalogue, on: str, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"effective_from": on, "prices": list(rows), **more}
    return catalogue.bench.do(contracts.SET_PRICES, body, by=PRICER)


def in_packages(item: str, package: str | None, quantity: str = "1", **more: Any) -> dict[str, Any]:
    """A line of a quote."""
    return {"item_id": item, "package_id": package, "quantity": quantity, **more}


def steps(line: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [(step["rule"], step["before"], step["after"]) for step in line["reasons"] if step["chosen"]]

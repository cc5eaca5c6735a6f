"""Computed price types: rounding, the graph, thresholds, price groups (T1-T5)."""

from decimal import Decimal

import pytest

from tests.services.bench import Bench
from tests.services.worked_cases.cases import Case, given, of_topics
from tests.services.worked_cases.office import BEGINNING, Office


def an_office(bench: Bench, case: Case) -> Office:
    office = Office(bench)
    office.set_up(case["given"])
    return office


@pytest.mark.parametrize("case", of_topics("rounding"))
def test_computed_prices_are_rounded_as_in_the_case(pricing: Bench, case: Case | None) -> None:
    case = given(case)
    office = an_office(pricing, case)
    computed = next(kind["code"] for kind in case["given"]["price_types"] if kind["way"] != "manual")
    wanted = {item: Decimal(price) for item, price in case["expected"]["prices"].items()}
    assert {item: Decimal(office.price(item, computed, BEGINNING)) for item in wanted} == wanted


@pytest.mark.parametrize("case", of_topics("graph"))
def test_what_follows_a_base_is_written_or_held_as_in_the_case(pricing: Bench, case: Case | None) -> None:
    case = given(case)
    office = an_office(pricing, case)
    previewed = []
    for setting in case["given"]["settings"]:
        previewed += office.preview(setting["from"], setting["sets"])
        office.set_prices([{"from": setting["from"], **row} for row in setting["sets"]])
    for row in case["expected"].get("computed", ()):
        assert {**row, "new": Decimal(row["new"])} in [{**one, "new": Decimal(one["new"])} for one in previewed]
    for row in case["expected"]["prices"]:
        assert _number(office.price(row["item"], row["type"], row["date"])) == _number(row["price"]), row


def _number(price: str) -> Decimal | None:
    return None if price == "none" else Decimal(price)

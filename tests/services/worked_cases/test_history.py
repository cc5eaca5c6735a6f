"""The history of a price: settings dated in the past and in the future, in the order in which they were made (T6)."""

from decimal import Decimal

import pytest

from tests.services.bench import Bench
from tests.services.worked_cases.cases import Case, given, of_topics
from tests.services.worked_cases.office import Office


@pytest.mark.parametrize("case", of_topics("history"))
def test_the_price_of_each_date_is_that_of_the_case(pricing: Bench, case: Case | None) -> None:
    case = given(case)
    told = case["given"]
    office = Office(pricing)
    office.set_up({"items": [{"code": told["item"]}], "price_types": [{"code": told["price_type"]}]})
    carried = {}
    happened = [(one["recorded"], one) for one in told["settings"]]
    happened += [(one["made"], one) for one in told.get("documents", ())]
    for _, what in sorted(happened, key=lambda one: str(one[0])):
        if "value" in what:
            row = {"item": told["item"], "type": told["price_type"], "value": what["value"]}
            office.set_prices([{"from": what["from"], **row}])
        else:  # a document takes the price known when it is made, and keeps it
            carried[what["document"]] = office.price(told["item"], told["price_type"], what["date"])
    for answer in case["expected"]["answers"]:
        assert _number(office.price(told["item"], told["price_type"], answer["date"])) == _number(answer["price"])
    wanted = {name: Decimal(price) for name, price in case["expected"].get("documents", {}).items()}
    assert {name: Decimal(price) for name, price in carried.items()} == wanted


def _number(price: str) -> Decimal | None:
    return None if price == "none" else Decimal(price)

"""The history of a price: settings of the past and of the future, agreed and cancelled in their order (T6, T7)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.services.bench import Bench
from tests.services.worked_cases.cases import Case, given, of_topics
from tests.services.worked_cases.office import Office


@pytest.mark.parametrize("case", of_topics("history"))
def test_the_price_of_each_date_is_that_of_the_case(
    pricing: Bench, case: Case | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = given(case)
    told = case["given"]
    item, price_type = told["item"], told["price_type"]
    office = Office(pricing)
    office.set_up({"items": [{"code": item}], "price_types": [{"code": price_type}]})
    carried, settings = {}, {}
    happened = [(one["recorded"], "set", one) for one in told["settings"]]
    happened += [(one["cancelled"], "cancel", one) for one in told["settings"] if "cancelled" in one]
    happened += [(one["made"], "document", one) for one in told.get("documents", ())]
    for said, what, one in sorted(happened, key=lambda one: str(one[0])):
        moment = _moment(said)
        monkeypatch.setattr("services.chassis.runtime.utc_now", lambda moment=moment: moment)
        if what == "set":
            office.set_prices([{"from": one["from"], "item": item, "type": price_type, "value": one["value"]}])
            settings[one["document"]] = office.setting
        elif what == "cancel":
            office.cancel_setting(settings[one["document"]])
        else:  # a document takes the price known when it is made, and keeps it
            carried[one["document"]] = office.price(item, price_type, one["date"])
    for answer in case["expected"]["answers"]:
        if "known" in answer:
            found = office.price_as_known(item, price_type, answer["date"], _moment(answer["known"]))
        else:
            found = office.price(item, price_type, answer["date"])
        assert _number(found) == _number(answer["price"]), answer
    wanted = {name: Decimal(price) for name, price in case["expected"].get("documents", {}).items()}
    assert {name: Decimal(price) for name, price in carried.items()} == wanted


def _moment(said: object) -> datetime:
    return datetime.fromisoformat(str(said)).replace(tzinfo=UTC)


def _number(price: str) -> Decimal | None:
    return None if price == "none" else Decimal(price)

"""Types by formula over what receipts tell: the purchase price and the average cost (T1)."""

from decimal import Decimal

import pytest

from services.pricing import contracts
from services.pricing.models import PriceSetting
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk
from tests.services.pricing.test_following_prices import prices
from tests.services.pricing.test_formulas import a_formula
from tests.services.pricing.test_price_types import a_markup, recalculate
from tests.services.pricing.test_purchases import a_receipt, cost_plus, hear, on_purchase

MARCH, MAY = "2026-03-01", "2026-05-01"


def received(desk: Desk, item: str, price: str, cost: str | None, on: str = MARCH) -> None:
    receipt = a_receipt((item, price), on=on, name=on)
    line = receipt.lines[0].model_copy(update={"cost": cost and Decimal(cost)})
    hear(desk, receipt.model_copy(update={"lines": (line,)}))


def test_a_formula_follows_the_average_cost_and_the_purchase_price(desk: Desk) -> None:
    """Without VAT both; the type includes it: 61.00 and 60.00 with VAT are 73.20 and 72.00."""
    plus = a_formula(desk, "PLUS", "cost * 2 - purchase", set_on_receipt=True)
    resting = a_formula(desk, "RESTING", "cost")
    export = a_markup(desk, "EXPORT", plus, markup="10")
    lamp = desk.an_item("LAMP")
    received(desk, lamp, "60", "61")
    assert prices(desk, lamp, "2026-02-28", MARCH, of=plus) == [None, "74.4000"]
    assert prices(desk, lamp, MARCH, of=export) == ["81.8400"]
    assert prices(desk, lamp, MARCH, of=resting) == [None]
    received(desk, lamp, "62", "61.50", on=MAY)
    assert prices(desk, lamp, MARCH, MAY, of=plus) == ["74.4000", "73.2000"]
    recalculate(desk, resting)
    assert prices(desk, lamp, MARCH, MAY, of=resting) == ["73.2000", "73.8000"]
    setting = desk.bench.rows(PriceSetting)[-1]
    desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": setting.id}, by=PRICER)
    assert prices(desk, lamp, MARCH, MAY, of=resting) == [None, None]
    assert prices(desk, lamp, MARCH, MAY, of=plus) == ["74.4000", "73.2000"]


@pytest.mark.parametrize(("cost", "expected"), [("60", "90.0000"), ("90", "94.5000")])
def test_a_formula_chooses_between_two_ways(desk: Desk, cost: str, expected: str) -> None:
    """Retail less a tenth, but never less than cost and 5 %."""
    net = desk.a_price_type("NET", vat_included=False)
    formula = "price.NET * 9 / 10 > cost * 105 / 100 ? price.NET * 9 / 10 : cost * 105 / 100"
    dealer = a_formula(desk, "DEALER", formula, vat_included=False)
    lamp = desk.an_item("LAMP")
    received(desk, lamp, "60", cost)
    desk.price((lamp, "100"), on=MARCH, price_type=net)
    assert desk.price_on(lamp, MARCH, price_type_id=dealer, prices_with_vat=False) == expected


def test_without_a_cost_that_was_told_a_formula_over_it_computes_nothing(desk: Desk) -> None:
    plus = a_formula(desk, "PLUS", "cost", set_on_receipt=True)
    lamp = desk.an_item("LAMP")
    received(desk, lamp, "60", None)
    assert prices(desk, lamp, MARCH, of=plus) == [None]


def test_a_receipt_that_told_no_cost_hides_none_that_an_earlier_one_told(desk: Desk) -> None:
    """Received before costs were kept; the earlier one was entered late."""
    plus = a_formula(desk, "PLUS", "cost", vat_included=False)
    lamp = desk.an_item("LAMP")
    received(desk, lamp, "60", None, on="2026-04-01")
    received(desk, lamp, "50", "55")
    recalculate(desk, plus, MAY)
    assert cost_plus(desk, lamp, MAY, plus) == "55.0000"


def test_goods_that_came_for_nothing_change_the_average_cost_alone(desk: Desk) -> None:
    by_cost = a_formula(desk, "BY_COST", "cost", vat_included=False, set_on_receipt=True)
    bought = on_purchase(desk, "BOUGHT", markup="0")
    lamp = desk.an_item("LAMP")
    received(desk, lamp, "10", "10")
    typed = desk.price((lamp, "12"), on="2026-04-01", price_type=bought)
    received(desk, lamp, "0", "5", on=MAY)
    assert [cost_plus(desk, lamp, day, by_cost) for day in (MARCH, MAY)] == ["10.0000", "5.0000"]
    assert cost_plus(desk, lamp, MAY, bought) == "12.0000"
    desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": typed["id"]}, by=PRICER)
    assert [cost_plus(desk, lamp, MAY, one) for one in (by_cost, bought)] == ["5.0000", "10.0000"]
    recalculate(desk, bought, "2026-06-01")
    assert cost_plus(desk, lamp, "2026-06-01", bought) == "10.0000"

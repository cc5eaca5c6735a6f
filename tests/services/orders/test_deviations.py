"""Where an order departs from its terms: each kind below, at and above its threshold (R2)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.chassis.ids import uuid7
from services.orders.rules import deviations
from services.orders.rules.deviations import Typed
from services.pricing.contracts import PaymentStage

FRIDAY = date(2026, 3, 6)


def stages(*told: tuple[str, str, int], days: str = "calendar") -> list[PaymentStage]:
    made = [{"kind": kind, "percent": percent, "shift": shift, "days": days} for kind, percent, shift in told]
    return [PaymentStage.model_validate(stage) for stage in made]


def size(found: deviations.Found | None) -> Decimal | None:
    return found.size if found else None


@pytest.mark.parametrize(("payable", "lacking"), [("999.99", "0.01"), ("1000.00", None), ("1000.01", None)])
def test_an_order_below_the_minimum_deviates(payable: str, lacking: str | None) -> None:
    found = deviations.of_minimum(Decimal(payable), Decimal(1000))
    assert size(found) == (Decimal(lacking) if lacking else None)


@pytest.mark.parametrize(("debt", "beyond"), [("999.99", None), ("1000.00", None), ("1000.01", "0.01")])
def test_debt_beyond_the_credit_limit_deviates(debt: str, beyond: str | None) -> None:
    assert size(deviations.of_credit(Decimal(debt), Decimal(1000))) == (Decimal(beyond) if beyond else None)


@pytest.mark.parametrize(("wished", "early"), [(12, 1), (13, None), (14, None)])
def test_a_date_before_the_promised_one_deviates(wished: int, early: int | None) -> None:
    found = deviations.of_delivery(date(2026, 3, wished), FRIDAY, 7)
    assert size(found) == (Decimal(early) if early else None)
    if found:
        assert (found.limit, found.actual, found.beyond) == ("2026-03-13", "2026-03-12", "1")


@pytest.mark.parametrize(("overdue", "deviates"), [("499.99", False), ("500", False), ("500.01", True)])
def test_overdue_debt_above_the_amount_deviates(overdue: str, deviates: bool) -> None:
    assert (deviations.of_overdue(Decimal(overdue), Decimal(500), Decimal(0)) is not None) == deviates


def test_overdue_for_too_long_deviates_whatever_the_amount() -> None:
    found = deviations.of_overdue(Decimal("10"), Decimal(500), Decimal("0.01"))
    assert found is not None
    assert found.actual == "0.01"


@pytest.mark.parametrize(
    ("asked", "later"),
    [
        # the same
        ([("advance", "30", 0), ("credit", "70", 14)], None),
        # sooner, or more of it sooner
        ([("advance", "31", 0), ("credit", "69", 14)], None),
        ([("advance", "30", 0), ("credit", "70", 13)], None),
        ([("prepayment", "100", 0)], "30"),
        # smaller, or later
        ([("advance", "29", 0), ("credit", "71", 14)], "1"),
        ([("advance", "30", 1), ("credit", "70", 14)], "30"),
        ([("advance", "30", 0), ("credit", "70", 15)], "70"),
        ([("credit", "100", 0)], "30"),
    ],
)
def test_paying_later_or_less_deviates_by_what_comes_later(asked: list[Any], later: str | None) -> None:
    offered = stages(("advance", "30", 0), ("credit", "70", 14))
    found = deviations.of_payment(stages(*asked), offered, FRIDAY, ())
    assert size(found) == (Decimal(later) if later else None)


def test_business_days_are_compared_by_the_calendar() -> None:
    five_business_days = stages(("credit", "100", 5), days="business")
    week = stages(("credit", "100", 7))
    assert deviations.of_payment(week, five_business_days, FRIDAY, ()) is None
    assert deviations.of_payment(five_business_days, week, FRIDAY, {date(2026, 3, 9)}) is not None


@pytest.mark.parametrize(("shift", "later"), [(0, None), (1, "100")])
def test_without_stages_the_whole_is_due_at_shipment(shift: int, later: str | None) -> None:
    found = deviations.of_payment(stages(("credit", "100", shift)), (), FRIDAY, ())
    assert size(found) == (Decimal(later) if later else None)


def test_a_typed_price_says_how_far_below_the_rules_it_is() -> None:
    line = Typed(uuid7(), price=Decimal(80), discount=Decimal(0), is_discount=False, rule_price=Decimal(100))
    found = deviations.of_line(line, Decimal(15))
    assert (found.kind, found.limit, found.actual, found.beyond) == ("price", "15", "20", "5")


def test_a_typed_discount_counts_with_those_of_the_rules() -> None:
    line = Typed(uuid7(), price=Decimal(100), discount=Decimal("28"), is_discount=True, rule_price=Decimal(90))
    found = deviations.of_line(line, None)
    assert (found.kind, found.limit, found.actual, found.beyond) == ("discount", None, "20", None)


def test_a_price_that_no_rule_gives_is_the_greater_a_departure_the_lower_it_is() -> None:
    cheap, dear = (
        deviations.of_line(Typed(uuid7(), Decimal(price), Decimal(0), is_discount=False, rule_price=None), None)
        for price in (10, 11)
    )
    assert cheap.size > dear.size
    assert cheap.actual is None

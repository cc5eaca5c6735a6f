"""Debts by age: each due grows older from the day after it; a client's own manager sees it, and nobody else's."""

from typing import Any

import pytest

from services.orders import contracts
from tests.services.builders import Shop
from tests.services.cast import DZVIN, HEAD, KALYNA, PROMIN, SVITLODIM, TARAS
from tests.services.orders.money import shipped


def debts(shop: Shop, on: str, by: Any = HEAD, **more: Any) -> list[tuple[Any, ...]]:
    rows = shop.bench.do(contracts.REPORT_DEBTS, {"on": on, **more}, by=by)["rows"]
    return [(row["partner_name"], row["debt"], row["not_due"], *(age["amount"] for age in row["ages"])) for row in rows]


@pytest.mark.parametrize(
    ("on", "age"),
    [
        ("2026-03-02", 0),
        ("2026-03-03", 1),
        ("2026-04-01", 1),
        ("2026-04-02", 2),
        ("2026-05-01", 2),
        ("2026-05-02", 3),
        ("2026-05-31", 3),
        ("2026-06-01", 4),
    ],
)
def test_a_debt_of_the_second_of_march_grows_older(shop: Shop, on: str, age: int) -> None:
    shipped(shop)
    ages = ["1500.00" if place == age else "0.00" for place in range(5)]
    assert debts(shop, on) == [(KALYNA.name, "1500.00", *ages)]


def test_bounds_of_ages_are_said_by_who_asks(shop: Shop) -> None:
    shipped(shop)
    row = shop.bench.do(contracts.REPORT_DEBTS, {"on": "2026-03-10", "bounds": [7, 14]})["rows"][0]
    assert [(age["days_from"], age["days_to"], age["amount"]) for age in row["ages"]] == [
        (1, 7, "0.00"),
        (8, 14, "1500.00"),
        (15, None, "0.00"),
    ]


@pytest.mark.parametrize("bounds", [[30, 30], [60, 30]])
def test_bounds_ascend(shop: Shop, bounds: list[int]) -> None:
    refusal = shop.bench.refuses(contracts.REPORT_DEBTS, {"bounds": bounds})
    assert [(field.pointer, field.code) for field in refusal.fields] == [("/bounds", "bounds_not_ascending")]


def test_a_debt_paid_in_part_is_owed_for_the_rest(shop: Shop) -> None:
    order = shipped(shop)
    shop.pay(order, "1499.99", paid_on="2026-03-03")
    assert debts(shop, "2026-03-02")[0][1] == "1500.00"
    assert debts(shop, "2026-03-03")[0][1] == "0.01"
    shop.pay(order, "0.01", paid_on="2026-03-04")
    assert debts(shop, "2026-03-04") == []


def test_the_most_overdue_client_comes_first_and_each_manager_sees_its_own(shop: Shop) -> None:
    shipped(shop)
    shipped(shop, "2", client=DZVIN)
    assert [row[:2] for row in debts(shop, "2026-04-01")] == [(DZVIN.name, "3000.00"), (KALYNA.name, "1500.00")]
    assert [row[0] for row in debts(shop, "2026-04-01", by=TARAS)] == [KALYNA.name]
    assert [row[0] for row in debts(shop, "2026-04-01", partner_id=DZVIN.id)] == [DZVIN.name]
    assert debts(shop, "2026-04-01", organization_id=PROMIN) == []
    assert len(debts(shop, "2026-04-01", organization_id=SVITLODIM)) == 2
    assert shop.bench.refuses(contracts.REPORT_DEBTS, {}, by=KALYNA.login).code.name == "forbidden"


def test_debts_are_one_statement_and_the_first_day_there_is_can_be_asked(shop: Shop) -> None:
    shipped(shop)
    with shop.bench.statements() as seen:
        assert debts(shop, "0001-01-01") == []
    assert len(seen) == 1

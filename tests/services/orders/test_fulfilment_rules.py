"""What an event of an order carries of each day: bounded, and its sums never change by it (O7)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.orders.rules.fulfilment import changes, gathered

FIRST = date(2026, 3, 1)
DAYS = st.integers(0, 9).map(lambda days: FIRST + timedelta(days))
AMOUNTS = st.integers(-500, 500).map(lambda cents: Decimal(cents) / 100)


def rows(count: int) -> list[tuple[date, tuple[Decimal]]]:
    return [(FIRST + timedelta(day), (Decimal(day + 1),)) for day in range(count)]


@pytest.mark.parametrize(("count", "told"), [(2, [1, 2]), (3, [1, 2, 3]), (4, [3, 3, 4]), (5, [6, 4, 5])])
def test_of_more_days_than_fit_the_first_are_told_together_on_the_last_of_them(count: int, told: list[int]) -> None:
    found = gathered(rows(count), most=3)
    assert [int(amount) for _, (amount,) in found] == told
    assert [day for day, _ in found] == [FIRST + timedelta(day) for day in range(count)][-len(told) :]


@given(moved=st.lists(st.tuples(DAYS, AMOUNTS)), most=st.integers(2, 12))
def test_the_sums_stay_whatever_is_told_together(moved: list[tuple[date, Decimal]], most: int) -> None:
    found = gathered([(day, (amount,)) for day, amount in moved], most)
    assert len(found) == min(len({day for day, _ in moved}), most)
    assert found == sorted(found)
    assert sum((amount for _, (amount,) in found), Decimal(0)) == sum((one for _, one in moved), Decimal(0))


@given(states=st.lists(st.dictionaries(DAYS, AMOUNTS, max_size=4), max_size=6))
def test_the_changes_until_a_day_come_to_what_was_owed_then(states: list[dict[date, Decimal]]) -> None:
    by_day = [(FIRST + timedelta(place), owed) for place, owed in enumerate(states)]
    told = changes(by_day)
    assert all(more for _, (more,) in told)
    for day, owed in by_day:
        sums: dict[date, Decimal] = {}
        for (since, due_on), (more,) in told:
            if since <= day:
                sums[due_on] = sums.get(due_on, Decimal(0)) + more
        assert {due_on: amount for due_on, amount in sums.items() if amount} == {
            due_on: amount for due_on, amount in owed.items() if amount
        }

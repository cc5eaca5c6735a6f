"""Where a new price goes in a history: it holds until the next row that is there begins."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.pricing.rules.history import Placed, place

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def test_the_first_price_holds_without_end() -> None:
    assert place([], MARCH) == Placed(valid_to=None, cuts=None, replaces=False)


def test_a_later_price_cuts_the_one_before_it() -> None:
    assert place([MARCH], APRIL) == Placed(valid_to=None, cuts=MARCH, replaces=False)


def test_a_price_dated_in_the_past_ends_where_the_next_begins() -> None:
    assert place([APRIL], MARCH) == Placed(valid_to=APRIL, cuts=None, replaces=False)


def test_a_price_between_two_cuts_the_earlier_and_ends_at_the_later() -> None:
    assert place([MAY, MARCH], APRIL) == Placed(valid_to=MAY, cuts=MARCH, replaces=False)


def test_a_price_of_the_same_day_replaces_it_and_cuts_nothing() -> None:
    assert place([MARCH, APRIL, MAY], APRIL) == Placed(valid_to=MAY, cuts=None, replaces=True)


@pytest.mark.parametrize(
    ("day", "cuts", "replaces"),
    [(date(2026, 3, 31), MARCH, False), (APRIL, None, True), (date(2026, 4, 2), APRIL, False)],
)
def test_the_day_before_the_day_itself_and_the_day_after(day: date, cuts: date | None, replaces: bool) -> None:
    placed = place([MARCH, APRIL], day)
    assert (placed.cuts, placed.replaces) == (cuts, replaces)


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 1, 20)), max_size=12))
def test_rows_placed_in_any_order_never_overlap_and_leave_no_gap(days: list[date]) -> None:
    ends: dict[date, date | None] = {}
    for day in days:
        placed = place(ends, day)
        if not placed.replaces:
            ends[day] = placed.valid_to
        if placed.cuts is not None:
            ends[placed.cuts] = day
    starts = sorted(ends)
    assert [ends[day] for day in starts] == [*starts[1:], None][: len(starts)]

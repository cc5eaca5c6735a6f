"""Arithmetic of effect: shares of a period, the tree rolled up, return on spending, times of claims; lives as data."""

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.marketing.contracts import ClaimStatus, EventStatus, GuestStatus
from services.marketing.rules import moves, tree
from services.marketing.rules.claims import Dealt, figures_of
from services.marketing.rules.effect import NOTHING, Figures, return_on_spending, rolled_up, share_of_period

JUNE = (date(2026, 6, 1), date(2026, 6, 30))
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.mark.parametrize(
    ("begin", "end", "share"),
    [
        ((2026, 6, 1), (2026, 6, 30), "3000.00"),
        ((2026, 1, 1), (2026, 12, 31), "3000.00"),
        ((2026, 6, 1), (2026, 6, 1), "100.00"),
        ((2026, 5, 1), (2026, 6, 15), "1500.00"),
        ((2026, 6, 30), (2026, 7, 31), "100.00"),
        ((2026, 5, 1), (2026, 5, 31), "0.00"),
        ((2026, 7, 1), (2026, 7, 31), "0.00"),
    ],
)
def test_every_day_of_a_cost_bears_the_same(begin: tuple[int, ...], end: tuple[int, ...], share: str) -> None:
    assert share_of_period(Decimal("3000.00"), *JUNE, date(*begin), date(*end)) == Decimal(share)


@given(
    amount=st.decimals("0.01", "999999.99", places=2),
    first=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    days=st.integers(1, 400),
    cuts=st.lists(st.dates(date(2024, 12, 1), date(2028, 12, 1)), max_size=6),
)
def test_parts_of_periods_without_gaps_sum_to_the_whole(
    amount: Decimal, first: date, days: int, cuts: list[date]
) -> None:
    last = first + timedelta(days=days - 1)
    bounds = [date(2024, 1, 1), *sorted(cuts), date(2030, 1, 1)]
    parts = [
        share_of_period(amount, first, last, begin, end - timedelta(days=1))
        for begin, end in itertools.pairwise(bounds)
        if begin < end
    ]
    assert sum(parts) == amount
    assert all(part >= 0 for part in parts)


def test_a_channel_has_with_it_all_that_stands_below_at_any_depth() -> None:
    own = {A: Figures(won=1), B: Figures(won=10), C: Figures(won=100)}
    whole = rolled_up(own, {A: None, B: A, C: B})
    assert [whole[one].won for one in (A, B, C)] == [111, 110, 100]


def test_channels_apart_have_nothing_of_each_other() -> None:
    assert rolled_up({A: Figures(won=1)}, {A: None, B: None}) == {A: Figures(won=1), B: NOTHING}


@pytest.mark.parametrize(
    ("margin", "cost", "earned"),
    [
        ("150.00", "100.00", "0.5000"),
        ("100.00", "100.00", "0.0000"),
        ("0.00", "100.00", "-1.0000"),
        ("-50.00", "100.00", "-1.5000"),
        ("200.00", "300.00", "-0.3333"),
        ("200.00", "0.00", None),
        ("0.00", "0.01", "-1.0000"),
    ],
)
def test_return_is_what_margin_brought_above_cost_for_each_hryvnia(margin: str, cost: str, earned: str | None) -> None:
    assert return_on_spending(Decimal(margin), Decimal(cost)) == (None if earned is None else Decimal(earned))


def test_a_channel_below_another_through_any_depth_makes_a_ring_above_it() -> None:
    parents = {A: None, B: A, C: B}
    assert [tree.makes_ring(A, below, parents) for below in (A, B, C)] == [True, True, True]
    assert not tree.makes_ring(C, A, parents)


# ---------------------------------------------------------------- claims

BEGUN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def after(hours: float, status: ClaimStatus = ClaimStatus.SATISFIED) -> Dealt:
    return Dealt(status, BEGUN, BEGUN + timedelta(hours=hours))


WAITING = Dealt(ClaimStatus.UNDER_REVIEW, BEGUN, None)


@pytest.mark.parametrize(
    ("claims", "mean", "median"),
    [
        ([], None, None),
        ([WAITING], None, None),
        ([after(1)], "1.00", "1.00"),
        ([after(9), after(1)], "5.00", "5.00"),
        ([after(1), WAITING, after(10), after(2)], "4.33", "2.00"),
        ([after(1), after(2), after(3), after(10)], "4.00", "2.50"),
        ([after(0.0125)], "0.01", "0.01"),
    ],
)
def test_how_long_claims_took_counts_those_decided(claims: list[Dealt], mean: str | None, median: str | None) -> None:
    figures = figures_of(claims)
    assert figures.mean_hours == (None if mean is None else Decimal(mean))
    assert figures.median_hours == (None if median is None else Decimal(median))


def test_every_claim_is_open_satisfied_or_not() -> None:
    registered = Dealt(ClaimStatus.REGISTERED, BEGUN, None)
    figures = figures_of([after(1), after(2, ClaimStatus.NOT_SATISFIED), after(3), WAITING, registered])
    assert (figures.count, figures.open, figures.satisfied, figures.not_satisfied) == (5, 2, 2, 1)


# ---------------------------------------------------------------- lives

EVENT_LIFE = {
    ("planned", "running"),
    ("planned", "cancelled"),
    ("running", "held"),
    ("running", "cancelled"),
}
GUEST_LIFE = {
    *(("invited", then) for then in ("confirmed", "refused", "attended", "absent")),
    *(("confirmed", then) for then in ("refused", "attended", "absent")),
    *(("refused", then) for then in ("confirmed", "attended")),
    ("attended", "absent"),
    ("absent", "attended"),
}


@pytest.mark.parametrize(("now", "then"), list(itertools.product(EventStatus, repeat=2)))
def test_an_event_may_become_what_its_life_allows(now: EventStatus, then: EventStatus) -> None:
    assert (now in moves.event_may_become(then)) is ((now, then) in EVENT_LIFE)


@pytest.mark.parametrize(("now", "then"), list(itertools.product(GuestStatus, repeat=2)))
def test_a_guest_is_marked_as_its_life_allows(now: GuestStatus, then: GuestStatus) -> None:
    allowed = now is then or (now, then) in GUEST_LIFE
    assert moves.unmovable([now], then) == ([] if allowed else [0])

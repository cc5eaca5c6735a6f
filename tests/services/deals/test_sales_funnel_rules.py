"""The funnel's arithmetic: who reached a stage, who went on, how long it took."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from services.deals.rules.sales_funnel import Figures, Stay, figures
from services.deals.rules.shares import percent_of

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
WAY = ("contact", "proposal", "terms")
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def a_stay(deal: UUID, stage: str, day: float, days: float | None = None) -> Stay:
    entered = BEGIN + timedelta(days=day)
    return Stay(deal, stage, entered, None if days is None else entered + timedelta(days=days))


def test_a_deal_reaches_a_stage_once_however_often_it_comes() -> None:
    stays = [a_stay(ONE, "contact", 0, 1), a_stay(ONE, "proposal", 1, 1), a_stay(ONE, "contact", 2)]
    contact, proposal, terms = figures(WAY, stays, {ONE: "contact"}, set())
    assert (contact.reached, proposal.reached, terms.reached) == ({ONE}, {ONE}, set())
    assert (contact.standing, proposal.standing) == ({ONE}, set())
    assert (contact.went_on, proposal.went_on) == ({ONE}, set())


def test_skipping_a_stage_is_going_on_and_so_is_winning() -> None:
    stays = [a_stay(ONE, "contact", 0, 1), a_stay(ONE, "terms", 1), a_stay(TWO, "contact", 0, 3)]
    contact, proposal, terms = figures(WAY, stays, {ONE: "terms"}, {TWO})
    assert (contact.went_on, contact.won) == ({ONE, TWO}, {TWO})
    assert (proposal.reached, proposal.went_on) == (set(), set())
    assert (terms.went_on, terms.won) == (set(), set())


@pytest.mark.parametrize(("came_to_terms", "went_on"), [(4.9, set()), (5, {ONE}), (5.1, {ONE})])
def test_a_later_stage_counts_from_the_moment_of_coming_to_the_earlier_one(
    came_to_terms: float, went_on: set[UUID]
) -> None:
    stays = [a_stay(ONE, "terms", came_to_terms, 1), a_stay(ONE, "proposal", 5)]
    assert figures(WAY, stays, {}, set())[1].went_on == went_on


def test_days_are_summed_over_a_deal_s_stays_and_those_not_ended_do_not_count() -> None:
    stays = [
        a_stay(ONE, "contact", 0, 1),
        a_stay(ONE, "contact", 5, 2),
        a_stay(TWO, "contact", 0, 10),
        a_stay(THREE, "contact", 0),
    ]
    contact = figures(WAY, stays, {}, set())[0]
    assert (contact.mean_days, contact.median_days) == (Decimal("6.50"), Decimal("6.50"))


@pytest.mark.parametrize(
    ("days", "mean", "median"),
    [
        ([], None, None),
        ([2], "2.00", "2.00"),
        ([1, 3], "2.00", "2.00"),
        ([1, 2, 9], "4.00", "2.00"),
        ([9, 1, 4, 2], "4.00", "3.00"),
    ],
)
def test_mean_and_median_of_days(days: list[int], mean: str | None, median: str | None) -> None:
    a_day = timedelta(days=1) // timedelta(microseconds=1)
    found = Figures(set(), set(), set(), set(), [day * a_day for day in days])
    assert (found.mean_days, found.median_days) == (mean and Decimal(mean), median and Decimal(median))


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(0, 0, None), (0, 3, "0.00"), (1, 3, "33.33"), (2, 3, "66.67"), (3, 3, "100.00")]
)
def test_a_share_is_a_percent_of_the_whole_and_nothing_of_nothing(part: int, whole: int, share: str | None) -> None:
    assert percent_of(part, whole) == (share and Decimal(share))

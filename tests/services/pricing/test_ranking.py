"""What items are counted among: ABC, XYZ, hits, the sales rating; against plain models of other arithmetic."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from statistics import pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.pricing.rules.ranking import Seller, Sold, Window, abc, hits, months_before, ranked, rating, xyz
from tests.services.pricing.thorough import THOROUGH

TODAY = date(2026, 12, 1)
BOUNDS = {"slow_after": 2, "dead_after": 6}
EIGHTY = {"a": Decimal(80), "b": Decimal(95)}
TENTH = {"x": Decimal(10), "y": Decimal(25)}


def sellers(*turnovers: str) -> dict[int, Seller]:
    return {place: Seller(f"SKU-{place}", Decimal(turnover)) for place, turnover in enumerate(turnovers)}


def classes(*turnovers: str) -> str:
    found = abc(sellers(*turnovers), **EIGHTY)
    return "".join(found[place] for place in range(len(turnovers)))


@pytest.mark.parametrize(
    ("turnovers", "wanted"),
    [
        (("79.99", "15.01", "5"), "AAC"),  # before the second there are 79.99 percent, before the third 95
        (("80", "15", "5"), "ABC"),
        (("80.01", "14.98", "5.01"), "ABB"),
        (("100",), "A"),
        (("0", "-5", "10"), "CCA"),
        (("0", "0"), "CC"),
    ],
)
def test_the_class_is_that_of_the_share_before_the_row(turnovers: tuple[str, ...], wanted: str) -> None:
    assert classes(*turnovers) == wanted


def test_equal_turnovers_stand_by_their_codes() -> None:
    twins = {"second": Seller("B", Decimal(80)), "first": Seller("A", Decimal(80)), "third": Seller("C", Decimal(40))}
    assert ranked(twins) == ["first", "second", "third"]
    assert abc(twins, **EIGHTY) == {"first": "A", "second": "A", "third": "B"}


MONEY = st.decimals(Decimal("-999"), Decimal(9_999_999), places=2)


@THOROUGH
@given(
    st.lists(MONEY, max_size=25),
    st.decimals(0, 100, places=4),
    st.decimals(0, 100, places=4),
)
def test_abc_as_a_plain_model_counts_it(turnovers: list[Decimal], low: Decimal, high: Decimal) -> None:
    """Row by row, with fractions, from the definition."""
    a, b = sorted((low, high))
    of = {place: Seller(f"{place:03d}", turnover) for place, turnover in enumerate(turnovers)}
    rows = sorted(((-turnover, f"{place:03d}", place) for place, turnover in enumerate(turnovers)))
    whole = sum((Fraction(one) for one in turnovers if one > 0), Fraction(0))
    wanted, before = {}, Fraction(0)
    for minus, _, place in rows:
        share = before / whole * 100 if whole else None
        sold = -minus > 0
        wanted[place] = "C" if not sold or share is None or share >= b else "B" if share >= a else "A"
        before += Fraction(max(-minus, Decimal(0)))
    assert abc(of, a=a, b=b) == wanted


@pytest.mark.parametrize(
    ("quantities", "wanted"),
    [
        (("9", "11"), "X"),  # 1 of 10 is 10 percent
        (("8.999", "11.001"), "Y"),
        (("7.5", "12.5"), "Y"),
        (("7.499", "12.501"), "Z"),
        (("10", "10"), "X"),
        (("0", "0"), "Z"),
        (("-5", "1"), "Z"),
        (("20", "0"), "Z"),
        (("10",), None),
        ((), None),
    ],
)
def test_variation_at_a_bound_is_within_it(quantities: tuple[str, ...], wanted: str | None) -> None:
    assert xyz([Decimal(one) for one in quantities], **TENTH) == wanted


@THOROUGH
@given(
    st.lists(st.decimals(Decimal("-50"), Decimal(100_000), places=3), max_size=24),
    st.decimals(0, 200, places=4),
    st.decimals(0, 200, places=4),
)
def test_xyz_as_a_plain_model_counts_it(quantities: list[Decimal], low: Decimal, high: Decimal) -> None:
    """The variance of statistics over fractions, divided by the squared mean."""
    x, y = sorted((low, high))
    wanted = None
    if len(quantities) > 1:
        exact = [Fraction(one) for one in quantities]
        mean = sum(exact) / len(exact)
        wanted = "Z"
        if mean > 0:
            squared = pvariance(exact, mean) / mean**2 * 10_000
            wanted = "X" if squared <= Fraction(x) ** 2 else "Y" if squared <= Fraction(y) ** 2 else "Z"
    assert xyz(quantities, x=x, y=y) == wanted


@pytest.mark.parametrize(("percent", "wanted"), [("0", 0), ("10", 1), ("33.3333", 1), ("34", 2), ("100", 3)])
def test_hits_are_a_percent_of_what_was_sold_a_part_being_a_whole(percent: str, wanted: int) -> None:
    best_first = sellers("30", "20", "10", "0", "-1")
    assert hits(best_first, Decimal(percent)) == set(range(wanted))


@THOROUGH
@given(st.lists(MONEY, max_size=25), st.decimals(0, 100, places=4))
def test_hits_as_a_plain_model_counts_them(turnovers: list[Decimal], percent: Decimal) -> None:
    of = {place: Seller(f"{place:03d}", turnover) for place, turnover in enumerate(turnovers)}
    sold = [place for place, turnover in enumerate(turnovers) if turnover > 0]
    found = hits(of, percent)
    assert len(found) == ceil(Fraction(len(sold)) * Fraction(percent) / 100)
    assert all(turnovers[one] >= turnovers[other] for one in found for other in set(sold) - found)


def rated(last_sale: str | None, added_on: str = "2020-01-01", *, hit: bool = False) -> str | None:
    last = date.fromisoformat(last_sale) if last_sale else None
    return rating(Sold(last, date.fromisoformat(added_on), hit), TODAY, **BOUNDS)


@pytest.mark.parametrize(
    ("last_sale", "wanted"),
    [
        ("2026-05-31", "dead"),
        ("2026-06-01", "slow"),
        ("2026-06-02", "slow"),
        ("2026-09-30", "slow"),
        ("2026-10-01", "steady"),
        ("2026-10-02", "steady"),
        ("2026-12-01", "steady"),
    ],
)
def test_the_rating_falls_the_day_after_so_many_months(last_sale: str, wanted: str) -> None:
    assert rated(last_sale) == wanted
    assert rated(last_sale, hit=True) == ("hit" if wanted == "steady" else wanted)


@pytest.mark.parametrize(("added_on", "wanted"), [("2026-05-31", "dead"), ("2026-06-01", None), ("2026-06-02", None)])
def test_what_was_never_sold_is_new_until_it_is_dead(added_on: str, wanted: str | None) -> None:
    assert rated(None, added_on) == wanted


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        ("2026-08-31", 6, "2026-02-28"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2026-03-15", 3, "2025-12-15"),
        ("2026-12-01", 12, "2025-12-01"),
    ],
)
def test_months_before_a_day(day: str, months: int, wanted: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(wanted)


@pytest.mark.parametrize(("days", "count"), [(30, 0), (31, 1), (60, 1), (61, 2), (364, 11), (365, 12), (366, 12)])
def test_a_window_has_as_many_whole_months_as_a_year_has_of_its_days(days: int, count: int) -> None:
    window = Window(TODAY, days)
    assert (window.last - window.first).days == days - 1
    assert window.months == ["2025-12", *(f"2026-{month:02d}" for month in range(1, 12))][12 - count :]


@THOROUGH
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(30, 3660))
def test_months_of_a_window_are_whole_and_one_after_another(last: date, days: int) -> None:
    window, day = Window(last, days), last.replace(day=1) - timedelta(days=1)
    for month in reversed(window.months):
        assert month == f"{day:%Y-%m}"
        day = day.replace(day=1) - timedelta(days=1)

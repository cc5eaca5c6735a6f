"""A plan against what was sold, and groups that lie in one another; against plain models."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.pricing.rules.plans import Compared, compared, months_between, outermost, percent, rolled_up
from tests.services.pricing.thorough import THOROUGH

MONTHS = ("2026-11", "2026-12")
PARENTS = {"lamps": "light", "light": "home", "home": None, "tools": None}
AMOUNTS = st.decimals(Decimal("-1000"), Decimal(1000), places=2)
KEYS = st.tuples(st.sampled_from(MONTHS), st.sampled_from(["lamps", "light", "home", "tools", "stray", None]))


def test_the_largest_plans_come_first_then_what_sold_without_one() -> None:
    plans = {("2026-11", "a"): Decimal(10), ("2026-11", "b"): Decimal(20)}
    facts = {("2026-11", "a"): Decimal(5), ("2026-11", "c"): Decimal(7), ("2026-11", "d"): Decimal(9)}
    facts |= {("2026-10", None): Decimal(1), ("2026-11", "e"): Decimal(0)}
    assert compared(plans, facts) == [
        Compared("2026-10", None, None, Decimal(1)),
        Compared("2026-11", "b", Decimal(20), Decimal(0)),
        Compared("2026-11", "a", Decimal(10), Decimal(5)),
        Compared("2026-11", "d", None, Decimal(9)),
        Compared("2026-11", "c", None, Decimal(7)),
    ]


@pytest.mark.parametrize(
    ("plan", "fact", "wanted"),
    [
        ("1000", "999.99", "100.00"),
        ("1000", "999.94", "99.99"),
        ("1000", "0", "0.00"),
        ("1000", "-5", "-0.50"),
        (None, "5", None),
    ],
)
def test_percent_of_the_plan_to_two_decimals(plan: str | None, fact: str, wanted: str | None) -> None:
    found = percent(Decimal(plan) if plan else None, Decimal(fact))
    assert found == (None if wanted is None else Decimal(wanted))


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [("2026-12", "2026-12", 1), ("2026-12", "2027-01", 2), ("2024-01", "2026-12", 36), ("2026-12", "2026-11", 0)],
)
def test_months_are_counted_with_both_ends(first: str, last: str, count: int) -> None:
    assert months_between(first, last) == count


def _lies_in(key: str | None, group: str | None) -> bool:
    """Itself or, by its chain spelled out, deeper."""
    chains = {"lamps": ("lamps", "light", "home"), "light": ("light", "home"), "home": ("home",)}
    return key == group or group in chains.get(key or "", ())


@THOROUGH
@given(st.dictionaries(KEYS, AMOUNTS))
def test_a_group_sells_what_lies_in_it(facts: dict[tuple[str, str | None], Decimal]) -> None:
    whole = rolled_up(facts, PARENTS)
    for month in MONTHS:
        for group in (*PARENTS, "stray", None):
            wanted = [fact for (when, key), fact in facts.items() if when == month and _lies_in(key, group)]
            assert whole.get((month, group), Decimal(0)) == sum(wanted, Decimal(0))


@THOROUGH
@given(st.dictionaries(KEYS, AMOUNTS))
def test_a_plan_within_another_counts_once(plans: dict[tuple[str, str | None], Decimal]) -> None:
    left = outermost(plans, PARENTS)
    for month, key in plans:
        inside = any(when == month and key != group and _lies_in(key, group) for when, group in plans)
        assert ((month, key) in left) == (not inside)

"""Rounding of computed prices: each row's bound from below, at and above; and against fractions, which never round."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.pricing.contracts import Direction, RoundingRow
from services.pricing.rules.rounding import marked_up, moves_enough, rounded, to_step
from tests.services.pricing.model import slowly_enough, slowly_rounded
from tests.services.pricing.thorough import THOROUGH

CENT = Decimal("0.01")


def a_row(price_from: str, step: str, direction: str = "half_up", deduction: str = "0") -> RoundingRow:
    return RoundingRow(price_from=price_from, step=step, direction=direction, deduction=deduction)


TABLE = (a_row("100", "1"), a_row("1000", "10", "up", "0.10"), a_row("10", "0.50", "down"))


@pytest.mark.parametrize(
    ("price", "made"),
    [
        ("9.995", "10.00"),  # below every row: the type's own precision, and the row from 10 is not looked at again
        ("9.994", "9.99"),
        ("10", "10.00"),
        ("10.49", "10.00"),
        ("99.99", "99.50"),
        ("100", "100"),
        ("100.49", "100"),
        ("100.5", "101"),
        ("999.99", "1000"),
        ("1000", "999.90"),
        ("1000.01", "1009.90"),
    ],
)
def test_the_row_is_chosen_by_the_unrounded_price(price: str, made: str) -> None:
    assert rounded(Decimal(price), TABLE, CENT).value == Decimal(made)


def test_a_deduction_never_makes_a_price_negative() -> None:
    table = [a_row("0", "1", deduction="0.50")]
    prices = [rounded(Decimal(price), table, CENT).value for price in ("0.49", "0.5", "1")]
    assert prices == [0, Decimal("0.50"), Decimal("0.50")]


@pytest.mark.parametrize(
    ("old", "new", "threshold", "written"),
    [
        ("100", "104.99", "5", False),
        ("100", "105", "5", True),
        ("100", "105.01", "5", True),
        ("100", "95.01", "5", False),
        ("100", "95", "5", True),
        ("100", "100", None, True),
        ("100", "100", "0", True),
        ("0", "0.01", "5", True),
        (None, "0.01", "5", True),
        ("3", "3.10", "3.3333", True),
        ("3", "3.10", "3.3334", False),
    ],
)
def test_a_price_is_written_when_it_moves_by_the_threshold_at_least(
    old: str | None, new: str, threshold: str | None, written: bool
) -> None:
    before = None if old is None else Decimal(old)
    assert moves_enough(before, Decimal(new), None if threshold is None else Decimal(threshold)) is written


# ---------------------------------------------------------------- against a slow model

prices = st.decimals(0, 10**9, places=6, allow_nan=False)
steps = st.sampled_from([Decimal(one) for one in ("0.0001", "0.01", "0.05", "0.3", "0.99", "1", "7", "10", "250")])
tables = st.lists(
    st.builds(
        RoundingRow,
        price_from=st.integers(0, 2000).map(Decimal),
        step=steps,
        direction=st.sampled_from(Direction),
        deduction=st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("0.10"), Decimal(3)]),
    ),
    unique_by=lambda row: row.price_from,
    max_size=5,
)


@THOROUGH
@given(prices, tables, steps)
def test_rounding_is_what_fractions_make_of_it(price: Decimal, table: list[RoundingRow], precision: Decimal) -> None:
    assert Fraction(rounded(price, table, precision).value) == slowly_rounded(price, table, precision)


@THOROUGH
@given(prices, steps, st.sampled_from(Direction))
def test_a_rounded_price_is_less_than_a_step_away_and_stays_when_rounded_again(
    price: Decimal, step: Decimal, direction: Direction
) -> None:
    made = to_step(price, step, direction)
    assert abs(made - price) < step
    assert to_step(made, step, direction) == made
    assert (made <= price) if direction is Direction.DOWN else (made >= price or direction is Direction.HALF_UP)


@THOROUGH
@given(st.decimals(0, 10**9, places=4), st.decimals("-99.9999", 10**5, places=4))
def test_a_markup_is_exact(base: Decimal, markup: Decimal) -> None:
    assert Fraction(marked_up(base, markup)) == Fraction(base) * (100 + Fraction(markup)) / 100


@THOROUGH
@given(st.none() | prices, prices, st.none() | st.decimals(0, 200, places=4), st.sampled_from([-1, 0, 1]))
def test_a_threshold_is_what_fractions_make_of_it_from_below_at_and_above(
    old: Decimal | None, new: Decimal, threshold: Decimal | None, beside: int
) -> None:
    """Any new price; and those that are exactly the threshold away, and a millionth beside that."""
    assert moves_enough(old, new, threshold) is slowly_enough(old, Fraction(new), threshold)
    if old is not None and threshold is not None:
        away = Fraction(old) * Fraction(threshold) / 100
        for exact in (Fraction(old) + away, Fraction(old) - away):
            near = _as_decimal(exact) + beside * Decimal("0.000001")
            assert moves_enough(old, near, threshold) is slowly_enough(old, Fraction(near), threshold)


def _as_decimal(value: Fraction) -> Decimal:
    """Prices of 6 decimals times percents of 4: 12 are enough."""
    return Decimal(int(value * 10**12)).scaleb(-12)

"""Money: one rounding, and parts that sum to the whole."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.money import half_up, line_total, share_out, vat_included, vat_on_top

cents = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
weights = st.lists(st.decimals(min_value=0, max_value=10**9, places=3), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("2.344", "2.34"),
        ("2.345", "2.35"),
        ("2.346", "2.35"),
        ("-2.344", "-2.34"),
        ("-2.345", "-2.35"),
        ("0.005", "0.01"),
    ],
)
def test_a_half_goes_away_from_zero(value: str, rounded: str):
    assert str(half_up(Decimal(value))) == rounded


def test_rounding_to_zero_leaves_no_sign():
    assert str(half_up(Decimal("-0.004"))) == "0.00"


def test_places_may_be_none_or_four():
    assert str(half_up(Decimal("2.5"), 0)) == "3"
    assert str(half_up(Decimal("2.34565"), 4)) == "2.3457"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_rounding_moves_a_value_by_half_a_cent_at_most(value: Decimal):
    rounded = half_up(value)
    assert abs(Fraction(rounded) - Fraction(value)) <= Fraction(1, 200)
    assert half_up(-value) == -rounded
    assert half_up(rounded) == rounded


def test_a_line_is_rounded_once_at_the_end():
    # 3 × 0.3333 = 0.9999; less 5 % = 0.949905; a price rounded first would give 0.94
    assert line_total(Decimal(3), Decimal("0.3333"), Decimal(5)) == Decimal("0.95")


def test_a_line_without_discount_is_quantity_times_price():
    assert line_total(Decimal("2.500"), Decimal("10.1000")) == Decimal("25.25")


def test_a_full_discount_leaves_nothing():
    assert str(line_total(Decimal(2), Decimal("19.99"), 100)) == "0.00"


def test_a_line_of_many_digits_is_not_rounded_on_the_way():
    quantity, price = Decimal("9999999.999"), Decimal("999999999.9999")
    exact = Fraction(quantity) * Fraction(price) * Fraction(Decimal("66.6667")) / 100
    line = line_total(quantity, price, Decimal("33.3333"))
    assert abs(Fraction(line) - exact) <= Fraction(1, 200)


def test_vat_inside_and_on_top_of_an_amount():
    assert vat_included(Decimal("120.00"), 20) == Decimal("20.00")
    assert vat_on_top(Decimal("100.00"), 20) == Decimal("20.00")
    assert vat_included(Decimal("0.05"), 20) == Decimal("0.01")
    assert vat_on_top(Decimal("0.02"), Decimal(7)) == Decimal("0.00")
    assert vat_on_top(Decimal("0.50"), Decimal(7)) == Decimal("0.04")


@pytest.mark.parametrize("rate", [None, 0, Decimal(0)])
def test_exempt_and_zero_rated_lines_carry_no_vat(rate: Decimal | int | None):
    assert str(vat_included(Decimal("120.00"), rate)) == "0.00"
    assert str(vat_on_top(Decimal("120.00"), rate)) == "0.00"


@given(cents, st.sampled_from([Decimal(7), Decimal(14), Decimal(20)]))
def test_vat_of_a_return_mirrors_vat_of_the_sale(total: Decimal, rate: Decimal):
    assert vat_included(-total, rate) == -vat_included(total, rate)
    assert vat_on_top(-total, rate) == -vat_on_top(total, rate)


@given(cents, weights)
def test_parts_sum_to_the_whole_and_stay_within_a_cent_of_their_share(total: Decimal, weights: list[Decimal]):
    if not any(weights):
        return
    parts = share_out(total, weights)
    assert sum(parts) == total
    whole = Fraction(sum(weights))
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(total) * Fraction(weight) / whole) < Fraction(1, 100)
    assert share_out(-total, weights) == [-part for part in parts]


@given(st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=1, max_size=20), st.data())
def test_a_discount_shared_over_lines_never_exceeds_a_line(lines: list[Decimal], data: st.DataObject):
    discount = data.draw(st.decimals(min_value=0, max_value=sum(lines), places=2))
    if any(lines):
        assert all(part <= line for part, line in zip(share_out(discount, lines), lines, strict=True))


def test_the_odd_cent_goes_to_the_earlier_of_equals():
    assert share_out(Decimal("100.00"), [Decimal(1)] * 3) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert share_out(Decimal("-0.01"), [Decimal(1), Decimal(1)]) == [Decimal("-0.01"), Decimal("0.00")]


def test_the_odd_cent_goes_to_the_largest_remainder():
    assert share_out(Decimal("0.10"), [Decimal(1), Decimal(2)]) == [Decimal("0.03"), Decimal("0.07")]


def test_a_weightless_line_takes_no_part():
    assert share_out(Decimal("5.00"), [Decimal(0), Decimal("1.5")]) == [Decimal("0.00"), Decimal("5.00")]


def test_nothing_is_shared_out_as_zeros():
    assert share_out(Decimal(0), [Decimal(0), Decimal(0)]) == [Decimal(0), Decimal(0)]
    assert share_out(Decimal(0), []) == []


@pytest.mark.parametrize(
    ("total", "over"),
    [("1.00", []), ("1.00", ["0"]), ("1.00", ["2", "-1"]), ("0.005", ["1"]), ("NaN", ["1"])],
)
def test_what_cannot_be_shared_is_refused(total: str, over: list[str]):
    with pytest.raises(ValueError):
        share_out(Decimal(total), [Decimal(weight) for weight in over])

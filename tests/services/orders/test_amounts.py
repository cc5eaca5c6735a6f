"""Money of an order's parts: whatever is shipped piece by piece sums to the line, to the cent."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.money import half_up, vat_included, vat_on_top
from services.orders.rules.amounts import Charged, charged_part, cost_of, credited, payable

PIECES = st.lists(st.integers(1, 50_000), min_size=1, max_size=8)
"""Thousandths of a unit."""
TOTALS = st.decimals(min_value=0, max_value=10**7, places=2)
RATES = st.sampled_from([None, Decimal(0), Decimal(7), Decimal(14), Decimal(20)])


def shipped_in(pieces: list[int], total: Decimal, vat: Decimal, *, with_vat: bool) -> list[Charged]:
    """Ship a line piece by piece, as the use case does."""
    of = sum(pieces)
    before, charged, charged_vat = Decimal(0), Decimal(0), Decimal(0)
    parts = []
    for piece in pieces:
        part = charged_part(
            quantity=Decimal(piece),
            of=Decimal(of),
            before=before,
            total=total,
            vat=vat,
            charged_before=charged,
            vat_before=charged_vat,
            prices_with_vat=with_vat,
        )
        before += piece
        charged += part.total if with_vat else part.revenue
        charged_vat += part.vat
        parts.append(part)
    return parts


@given(pieces=PIECES, total=TOTALS, rate=RATES)
def test_parts_of_prices_with_vat_sum_to_the_line(pieces: list[int], total: Decimal, rate: Decimal | None) -> None:
    vat = vat_included(total, rate)
    parts = shipped_in(pieces, total, vat, with_vat=True)
    assert sum(part.total for part in parts) == total
    assert sum(part.vat for part in parts) == vat
    assert sum(part.revenue for part in parts) == total - vat


@given(pieces=PIECES, total=TOTALS, rate=RATES)
def test_parts_of_prices_without_vat_sum_to_the_line(pieces: list[int], total: Decimal, rate: Decimal | None) -> None:
    vat = vat_on_top(total, rate)
    parts = shipped_in(pieces, total, vat, with_vat=False)
    assert sum(part.revenue for part in parts) == total
    assert sum(part.vat for part in parts) == vat
    assert sum(part.total for part in parts) == payable(total, vat, prices_with_vat=False)


@given(pieces=PIECES, total=TOTALS, rate=RATES, with_vat=st.booleans())
def test_no_part_is_negative_and_each_is_whole_cents(
    pieces: list[int], total: Decimal, rate: Decimal | None, with_vat: bool
) -> None:
    vat = vat_included(total, rate) if with_vat else vat_on_top(total, rate)
    for part in shipped_in(pieces, total, vat, with_vat=with_vat):
        for amount in (part.total, part.vat):
            assert amount >= 0
            assert amount == half_up(amount)
        assert part.total == part.revenue + part.vat


def test_a_third_of_ten_hryvnias_three_times() -> None:
    parts = shipped_in([1, 1, 1], Decimal("10.00"), Decimal("1.67"), with_vat=True)
    assert [part.total for part in parts] == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]
    assert [part.vat for part in parts] == [Decimal("0.56"), Decimal("0.55"), Decimal("0.56")]


def test_a_twelfth_that_is_just_half_a_cent_goes_up() -> None:
    assert shipped_in([1] * 12, Decimal("0.06"), Decimal("0.00"), with_vat=True)[0].total == Decimal("0.01")


def test_payable_counts_vat_once() -> None:
    total, vat = Decimal("120.00"), Decimal("20.00")
    assert payable(total, vat, prices_with_vat=True) == Decimal("120.00")
    assert payable(total, vat, prices_with_vat=False) == Decimal("140.00")


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [("2.999", "66.6445"), ("3", "66.6667"), ("3.001", "66.6667")],
)
def test_the_last_of_the_stock_takes_the_rest_of_its_value(quantity: str, expected: str) -> None:
    assert cost_of(Decimal(quantity), held=Decimal(3), value=Decimal("66.6667")) == Decimal(expected)


@pytest.mark.parametrize(("held", "expected"), [("-1", "0"), ("0", "0"), ("0.001", "5")])
def test_goods_that_never_came_in_cost_nothing(held: str, expected: str) -> None:
    assert cost_of(Decimal(1), held=Decimal(held), value=Decimal(5)) == Decimal(expected)


HRYVNIAS = st.decimals(min_value="0.01", max_value=10**11, places=2)
EXCHANGE_RATES = st.decimals(min_value="0.000001", max_value=10**6, places=6)


@pytest.mark.parametrize(
    ("hryvnias", "rate", "amount"),
    [
        ("52000.00", "48.1234", "1080.56"),  # 1,080.5554…
        ("52000.00", "49", "1061.22"),  # 1,061.2244…
        ("0.25", "50", "0.01"),  # half a cent
        ("0.24", "50", "0.00"),
    ],
)
def test_hryvnias_pay_what_they_are_worth(hryvnias: str, rate: str, amount: str) -> None:
    assert str(credited(Decimal(hryvnias), Decimal(rate))) == amount


@given(hryvnias=HRYVNIAS, rate=EXCHANGE_RATES)
def test_hryvnias_are_rounded_once_to_the_nearest_cent(hryvnias: Decimal, rate: Decimal) -> None:
    cents = Fraction(hryvnias) / Fraction(rate) * 100
    assert Fraction(credited(hryvnias, rate)) * 100 == int(cents + Fraction(1, 2))


@given(
    amount=st.decimals(min_value="0.01", max_value=10**7, places=2), rate=EXCHANGE_RATES.filter(lambda one: one >= 1)
)
def test_every_cent_of_a_currency_worth_a_hryvnia_or_more_can_be_paid(amount: Decimal, rate: Decimal) -> None:
    assert credited(half_up(amount * rate), rate) == amount

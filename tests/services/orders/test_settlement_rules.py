"""Pure rules of settlements and returns: where money belongs, how old a debt is, what a returned part is worth."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.ids import uuid7
from services.orders.contracts import ObjectKind
from services.orders.rules.returns import NOTHING, Worth, returned_part
from services.orders.rules.settlements import Held, Object, Open, ages, free_prepayment, object_of, settled, taken
from services.pricing.contracts import SettledBy

ORDER, CONTRACT, SHIPMENT = uuid7(), uuid7(), uuid7()
FIRST, SECOND = (Object(ObjectKind.ORDER, uuid7()) for _ in range(2))
CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))


@pytest.mark.parametrize(
    ("settled_by", "contract", "shipment", "expected"),
    [
        (SettledBy.ORDER, CONTRACT, SHIPMENT, Object(ObjectKind.ORDER, ORDER)),
        (SettledBy.CONTRACT, CONTRACT, SHIPMENT, Object(ObjectKind.CONTRACT, CONTRACT)),
        (SettledBy.CONTRACT, None, SHIPMENT, Object(ObjectKind.ORDER, ORDER)),
        (SettledBy.SHIPMENT, CONTRACT, SHIPMENT, Object(ObjectKind.SHIPMENT, SHIPMENT)),
        (SettledBy.SHIPMENT, CONTRACT, None, Object(ObjectKind.ORDER, ORDER)),
    ],
)
def test_a_debt_is_kept_by_what_the_offer_says(
    settled_by: SettledBy, contract: object, shipment: object, expected: Object
) -> None:
    assert object_of(settled_by, ORDER, contract, shipment) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "first", "second", "rest"),
    [
        ("99.99", "99.99", None, "0"),
        ("100", "100", None, "0"),
        ("100.01", "100", "0.01", "0"),
        ("301", "100", "200", "1"),
    ],
)
def test_money_pays_the_first_due_first(amount: str, first: str, second: str | None, rest: str) -> None:
    dues = [Open(ORDER, FIRST, Decimal(60)), Open(ORDER, FIRST, Decimal(40)), Open(ORDER, SECOND, Decimal(200))]
    parts, left = settled(dues, Decimal(amount))
    expected = [Open(ORDER, FIRST, Decimal(first))] + ([Open(ORDER, SECOND, Decimal(second))] if second else [])
    assert (parts, left) == (expected, Decimal(rest))


def test_money_leaves_the_first_place_first() -> None:
    held = [Held(FIRST, Decimal(5)), Held(SECOND, Decimal(9))]
    assert taken(held, Decimal(7)) == [Held(FIRST, Decimal(5)), Held(SECOND, Decimal(2))]
    assert taken(held, Decimal(5)) == [Held(FIRST, Decimal(5))]


@pytest.mark.parametrize(("paid", "free"), [("99.99", "0"), ("100", "0"), ("100.01", "0.01")])
def test_what_was_paid_beyond_what_was_shipped_is_free(paid: str, free: str) -> None:
    assert free_prepayment(Decimal(paid), Decimal(100)) == Decimal(free)


def test_ages_follow_each_other_without_gaps() -> None:
    assert ages((30, 60), date(2026, 3, 31)) == [
        (date(2026, 3, 1), date(2026, 3, 30)),
        (date(2026, 1, 30), date(2026, 2, 28)),
        (date.min, date(2026, 1, 29)),
    ]


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=8), CENTS, CENTS, st.sampled_from(["0", "7", "20"]))
def test_whatever_comes_back_piece_by_piece_sums_to_the_line(
    pieces: list[int], total: Decimal, cost: Decimal, rate: str
) -> None:
    quantities = [Decimal(piece).scaleb(-3) for piece in pieces]
    vat = (total * Decimal(rate) / (100 + Decimal(rate))).quantize(Decimal("0.01"))
    shipped = Worth(sum(quantities, Decimal(0)), total, vat, cost)
    before = NOTHING
    for quantity in quantities:
        part = returned_part(quantity, shipped, before)
        assert min(part.total, part.vat, part.cost) >= 0
        before = Worth(*(getattr(before, name) + getattr(part, name) for name in ("quantity", "total", "vat", "cost")))
    assert before == shipped

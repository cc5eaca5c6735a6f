"""What items are counted among by what they sell: ABC, XYZ, sales rating (N2, N3). Pure and exact.

Sources: semantics, "Analysis": the class of a row is that of the cumulative share before it; a coefficient of variation
at the bound is within it. The sales rating is a choice of this project (decision 0030).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from itertools import accumulate
from math import ceil
from typing import TypeVar

from services.pricing.contracts import AbcClass, SalesRating, XyzClass

K = TypeVar("K")
_MATH = Context(prec=120)
"""Squares of sums of 64-bit amounts, and their products with bounds, are kept whole."""
_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_MONTHS_OF_YEAR, _DAYS_OF_YEAR = 12, 365
MONTHS_TO_COMPARE = 2
"""One month varies from nothing."""


@dataclass(frozen=True)
class Seller:
    """An item with what it sold; `code` settles ties."""

    code: str
    turnover: Decimal


def ranked(sellers: Mapping[K, Seller]) -> list[K]:
    """Those that sold anything, the best first."""
    sold = [key for key, one in sellers.items() if one.turnover > 0]
    return sorted(sold, key=lambda key: (-sellers[key].turnover, sellers[key].code))


def abc(sellers: Mapping[K, Seller], *, a: Decimal, b: Decimal) -> dict[K, AbcClass]:
    """`a`, `b`: percents of the whole turnover at which A and B end. What sold nothing is C."""
    best = ranked(sellers)
    turnovers = [sellers[key].turnover for key in best]
    before = [_ZERO, *accumulate(turnovers)]
    whole = before[-1]
    classes = dict.fromkeys(sellers, AbcClass.C)
    for key, sum_before in zip(best, before, strict=False):
        share = _MATH.multiply(sum_before, _HUNDRED)
        if share < _MATH.multiply(whole, a):
            classes[key] = AbcClass.A
        elif share < _MATH.multiply(whole, b):
            classes[key] = AbcClass.B
    return classes


def xyz(quantities: Sequence[Decimal], *, x: Decimal, y: Decimal) -> XyzClass | None:
    """`quantities`: of every month, those without sales among them. `x`, `y`: the highest variation of X and of Y, the
    standard deviation in percent of the mean. None: there are too few months to compare.

    No root and no division: of n quantities with the sum s, the squared variation is (n × Σq² - s²) / s².
    """
    count = len(quantities)
    if count < MONTHS_TO_COMPARE:
        return None
    total = sum(quantities, _ZERO)
    if total <= 0:
        return XyzClass.Z
    squares = _ZERO
    for one in quantities:
        squares = _MATH.add(squares, _MATH.multiply(one, one))
    square = _MATH.multiply(total, total)
    spread = _MATH.multiply(_MATH.subtract(_MATH.multiply(Decimal(count), squares), square), _HUNDRED * _HUNDRED)
    for bound, found in ((x, XyzClass.X), (y, XyzClass.Y)):
        if spread <= _MATH.multiply(_MATH.multiply(bound, bound), square):
            return found
    return XyzClass.Z


def hits(sellers: Mapping[K, Seller], percent: Decimal) -> set[K]:
    """The best sellers: this percent of the items that sold anything, a part of an item counted as a whole one."""
    best = ranked(sellers)
    wanted = _MATH.multiply(Decimal(len(best)), percent)
    return set(best[: ceil(_MATH.divide(wanted, _HUNDRED))])


@dataclass(frozen=True)
class Sold:
    """`added_on`: since when the item may be sold at all."""

    last_sale: date | None
    added_on: date
    hit: bool


def rating(sold: Sold, today: date, *, slow_after: int, dead_after: int) -> SalesRating | None:
    """`slow_after`, `dead_after`: whole months without a sale; the day itself so many months ago is not over yet. An
    item never sold is dead after so many months in the catalogue, and until then it is not rated."""
    if (sold.last_sale or sold.added_on) < months_before(today, dead_after):
        return SalesRating.DEAD
    if sold.last_sale is None:
        return None
    if sold.last_sale < months_before(today, slow_after):
        return SalesRating.SLOW
    return SalesRating.HIT if sold.hit else SalesRating.STEADY


def months_before(day: date, months: int) -> date:
    """The same day so many months ago, or the last one of a month that is shorter."""
    whole = day.year * _MONTHS_OF_YEAR + day.month - 1 - months
    first, after = (date(one // _MONTHS_OF_YEAR, one % _MONTHS_OF_YEAR + 1, 1) for one in (whole, whole + 1))
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))


@dataclass(frozen=True)
class Window:
    """`days` up to and with the last one for money, and for variation as many whole months before the month of that day
    as there are in so many days (365: 12)."""

    last: date
    days: int

    @property
    def first(self) -> date:
        return self.last - timedelta(days=self.days - 1)

    @property
    def months(self) -> list[str]:
        """`2026-11`, the earliest first."""
        count = self.days * _MONTHS_OF_YEAR // _DAYS_OF_YEAR
        this = self.last.replace(day=1)
        return [months_before(this, back).isoformat()[:7] for back in range(count, 0, -1)]


def by_month(sold: Iterable[tuple[str, Decimal]], months: Sequence[str]) -> list[Decimal]:
    """Quantities of each month; those of which nothing is told are zero."""
    quantities = dict(sold)
    return [quantities.get(month, _ZERO) for month in months]

"""What items sell and what they are counted among: indicators, their bounds, the sales rating (N2, N3)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.amounts import Amount
from services.chassis.contracts import JobTicket, Message, between, one_of
from services.chassis.errors import Invalid, error_code
from services.chassis.fields import SharePercent
from services.chassis.sums import MoneySum, QuantitySum
from services.pricing.contracts.base import PRICERS, Sku, api

PLANNERS = PRICERS | {Role.HEAD_OF_SALES, Role.MARKETER}
"""Who looks at what all clients together buy, and plans by it."""


class AbcClass(StrEnum):
    A = "A"
    B = "B"
    C = "C"


class XyzClass(StrEnum):
    X = "X"
    Y = "Y"
    Z = "Z"


class SalesRating(StrEnum):
    HIT = "hit"
    STEADY = "steady"
    SLOW = "slow"
    DEAD = "dead"


Variation = Annotated[
    Decimal, Amount(places=4, whole_digits=6, signed=False, description="Percent: 20 is 20 %", example="20")
]
_Months = Field(ge=1, le=120)


class SetIndicatorRules(Message):
    """By what bounds items are ranked, from the next computing on. What is not given is as it is here by default."""

    window_days: Annotated[int, Field(ge=30, le=3660)] = 365
    """Days that turnover is summed over, the day of computing with them. Variation is over as many whole months before
    that day's month as there are in so many days (365: 12)."""
    abc_a: SharePercent = Decimal(80)
    """A: items before which less than this percent of all turnover is."""
    abc_b: SharePercent = Decimal(95)
    """B: those of the others before which less than this percent is. The rest are C."""
    xyz_x: Variation = Decimal(10)
    """X: monthly quantities deviate from their mean by no more than this percent of it."""
    xyz_y: Variation = Decimal(25)
    """Y: by no more than this. The rest are Z."""
    hit_percent: SharePercent = Decimal(10)
    """Hits: this percent of the items that sold anything in the window, the best by turnover."""
    slow_after_months: Annotated[int, _Months] = 2
    """Slow: not sold for longer than these months."""
    dead_after_months: Annotated[int, _Months] = 6
    """Dead: not sold for longer than these, or never since it was added so long ago."""


class IndicatorRulesView(Message):
    """The window and the bounds by which items are ranked."""

    window_days: int
    abc_a: SharePercent
    abc_b: SharePercent
    xyz_x: Variation
    xyz_y: Variation
    hit_percent: SharePercent
    slow_after_months: int
    dead_after_months: int


class IndicatorRulesAsked(Message):
    """The bounds that hold now."""


class RecomputeIndicators(Message):
    """Count what all items sold, up to today, and rank them anew. It is also done every day by itself."""


class FixRating(Message):
    """Say yourself how an item sells; null gives it back to what sales say."""

    id: UUID
    rating: SalesRating | None


class ItemIndicatorsRow(Message):
    """What an item sold in the window up to the day of computing. `turnover`: shipments less returns, without VAT, in
    the base currency; sales in a currency that had no rate on their day are in `quantity_sold` alone. `last_sale`: the
    day of the last shipment. `xyz`: null where the window holds fewer than two whole months. `stock`: on hand in all
    warehouses; null: a service, or nothing was told of its coming in. `rating`: null of a new item not sold yet."""

    item_id: UUID
    sku: str
    name: str
    turnover: MoneySum
    quantity_sold: QuantitySum
    last_sale: date | None
    abc: AbcClass | None
    xyz: XyzClass | None
    stock: QuantitySum | None
    rating: SalesRating | None
    rating_fixed: bool
    """A person said so; sales say `rating_by_sales`."""
    rating_by_sales: SalesRating | None
    computed_at: datetime


BOUNDS_ASCEND = error_code(
    "bounds_ascend",
    Invalid,
    en="The bound {field} must be above the one before it. Enter a higher one, or lower the other.",
    uk="Межа {field} має бути вищою за попередню. Введіть вищу або знизьте попередню.",
)

GET_INDICATOR_RULES = api.query(
    "get_indicator_rules",
    "GET /item-indicators/rules",
    IndicatorRulesAsked,
    IndicatorRulesView,
    roles=OFFICE,
    en="By what bounds items are ranked",
    uk="Межі, за якими оцінюють номенклатуру",
)
SET_INDICATOR_RULES = api.command(
    "set_indicator_rules",
    "POST /item-indicators/rules",
    SetIndicatorRules,
    IndicatorRulesView,
    roles=PLANNERS,
    en="Set the bounds by which items are ranked",
    uk="Задати межі, за якими оцінюють номенклатуру",
    success=200,
    errors=(BOUNDS_ASCEND,),
    example={"window_days": 365, "hit_percent": "10", "slow_after_months": 2, "dead_after_months": 6},
)
RECOMPUTE_INDICATORS = api.command(
    "recompute_indicators",
    "POST /item-indicators/recompute",
    RecomputeIndicators,
    JobTicket,
    roles=PLANNERS,
    en="Recompute what items sell",
    uk="Перерахувати показники продажів номенклатури",
    success=202,
)
LIST_INDICATORS = api.listing(
    "list_indicators",
    "GET /item-indicators",
    ItemIndicatorsRow,
    roles=PLANNERS,
    en="What items sell",
    uk="Показники продажів номенклатури",
    orders=("-turnover", "turnover", "name", "-name"),
    filters=(
        one_of("item_id", UUID),
        one_of("sku", Sku),
        one_of("abc", AbcClass),
        one_of("xyz", XyzClass),
        one_of("rating", SalesRating),
        between("last_sale"),
    ),
)

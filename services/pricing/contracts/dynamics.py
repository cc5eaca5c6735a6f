"""How prices grew and fell over a period (T6)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.amounts import Amount
from services.chassis.contracts import Message
from services.chassis.errors import INVALID
from services.chassis.fields import CurrencyCode
from services.chassis.moments import Day
from services.pricing.contracts.base import api
from services.pricing.contracts.prices import ChangePercent

PriceSum = Annotated[
    Decimal, Amount(places=4, whole_digits=18, computed=True, description="Prices of one piece of each item, together")
]


class DynamicsBy(StrEnum):
    ITEM = "item"
    PRICE_GROUP = "price_group"
    PRICE_TYPE = "price_type"


class DynamicsAsked(Message):
    """Prices of the last day against those of the first, by item, by price group or of a whole price type."""

    date_from: Day
    date_to: Day
    by: DynamicsBy = DynamicsBy.ITEM
    """What a row is of."""
    price_type_id: UUID | None = None
    price_group_id: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=1000, description="Rows: the largest moves come first.")] = 200


class DynamicsRow(Message):
    """`old` and `new`: what one piece of each item cost on the first and on the last day; `percent`: from one to the
    other, null where the old one is 0. `grown` and `fallen` of `items` cost more and less than before."""

    price_type_id: UUID
    currency: CurrencyCode
    key: UUID | None
    """The item or the price group; null: items without a group, or the whole type."""
    name: str | None
    old: PriceSum
    new: PriceSum
    percent: ChangePercent | None
    items: int
    grown: int
    fallen: int


class PriceDynamics(Message):
    """Only items that have a price of the type on both days are counted."""

    date_from: date
    date_to: date
    by: DynamicsBy
    rows: tuple[DynamicsRow, ...]


REPORT_PRICE_DYNAMICS = api.query(
    "report_price_dynamics",
    "GET /reports/price-dynamics",
    DynamicsAsked,
    PriceDynamics,
    roles=OFFICE,
    en="How prices grew and fell",
    uk="Як зростали та падали ціни",
    errors=(INVALID,),
)

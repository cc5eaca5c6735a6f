"""What a proposal or an order brings, line by line (C2): our analysis, never shown to clients."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.amounts import Amount
from services.chassis.contracts import ById, Message
from services.chassis.fields import CurrencyCode, QuantityAmount
from services.chassis.sums import DerivedPrice, MoneySum, QuantitySum
from services.orders.contracts.base import api

Percent = Annotated[Decimal, Amount(places=2, whole_digits=20, computed=True, description="Percent: 20 is 20 %")]


class Profit(Message):
    """Money in the document's currency, without VAT. `profitability`: margin in percent of revenue. Null: the cost is
    not known, or there is no revenue to take a percent of."""

    revenue: MoneySum
    cost: MoneySum | None
    margin: MoneySum | None
    profitability: Percent | None


class AnalysedLine(Profit):
    """`counted`: the line is in the document's sums (an alternative is once it is chosen). `of_listed`: the price after
    discounts in percent of the listed one (95: five percent cheaper). `below_rules`: by how many percent it is below
    what the terms of sale give (negative: above); `needs_approval`: by more than is allowed without asking. `returned`:
    what came back of an order's line: its revenue and cost are taken off."""

    line_id: UUID
    position: int
    item_id: UUID
    sku: str
    name: str
    quantity: QuantityAmount
    returned: QuantitySum = Decimal("0.000")
    price: DerivedPrice
    counted: bool
    of_listed: Percent | None
    below_rules: Percent | None
    needs_approval: bool


class Analysis(Profit):
    """Sums are of the counted lines. Cost: what was shipped cost what it was fixed at, the rest at the organization's
    moving average of today; services cost nothing. What came back of an order is in neither revenue nor cost.
    `without_cost`: counted lines of goods that have no average yet, or all of them where the document is in another
    currency than costs are kept in; then cost and margin of the whole are not known either. `deviating`: how many
    counted lines need approval."""

    id: UUID
    number: str
    currency: CurrencyCode
    lines: tuple[AnalysedLine, ...]
    without_cost: int
    deviating: int


ANALYSE_PROPOSAL = api.query(
    "analyse_proposal",
    "GET /proposals/{id}/analysis",
    ById,
    Analysis,
    roles=OFFICE,
    en="What a proposal would bring: margin, prices, deviations",
    uk="Аналіз пропозиції: рентабельність, ціни, відхилення",
)
ANALYSE_ORDER = api.query(
    "analyse_order",
    "GET /orders/{id}/analysis",
    ById,
    Analysis,
    roles=OFFICE,
    en="What an order brings: margin, prices, deviations",
    uk="Аналіз замовлення: рентабельність, ціни, відхилення",
)

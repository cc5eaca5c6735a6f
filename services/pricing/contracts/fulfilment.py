"""How offers are fulfilled (O7): sold, paid, overdue, and how much of it departed from the terms."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.amounts import Amount
from services.chassis.contracts import Message
from services.chassis.errors import INVALID
from services.chassis.fields import CurrencyCode
from services.chassis.moments import Day
from services.chassis.sums import MoneySum, QuantitySum
from services.pricing.contracts.base import api
from services.pricing.contracts.offers import OfferKind

LinesPercent = Annotated[
    Decimal, Amount(places=2, whole_digits=3, computed=True, signed=False, description="Percent of the lines")
]

PlanPercent = Annotated[Decimal, Amount(places=2, whole_digits=24, computed=True, description="Percent of the plan")]


class FulfilmentAsked(Message):
    """Orders made, goods sold and money paid from `date_from` to `date_to`, both included, each by its own day."""

    date_from: Day
    date_to: Day
    on: Day | None = None
    """As of which day money is overdue: not paid by then, though its last day was before it; so of packaging, returned.
    Today when none is named; a day to come counts what is not paid and not returned by now."""
    offer_id: UUID | None = None
    organization_id: UUID | None = None
    partner_id: UUID | None = None
    """Only orders of this client, also those under standard offers."""
    limit: Annotated[int, Field(ge=1, le=1000, description="Rows: the offers with the highest numbers first.")] = 200


class PlannedPeriod(Message):
    """A period of a regular offer: planned, sold in it so far, and how many percent of the plan that is."""

    starts_on: date
    ends_on: date
    planned: MoneySum
    sold: MoneySum
    percent: PlanPercent


class FulfilmentRow(Message):
    """An offer's orders in one currency; those of your clients, if you see only these.

    `orders`, `ordered`, `lines`: of the period's orders that are approved and not cancelled; lines cancelled whole are
    left out. `deviated_lines`: lines whose price or discount departs from the offer's terms, `deviated_percent`: their
    share, null without lines; `deviated_orders`: orders that depart in anything, payment and delivery too. `sold`:
    shipped less returned, what clients owe for it, so VAT is within; `paid`: what came for these orders less what went
    back; `overdue`: deposits for packaging among it. `packaging`: what clients have not returned of it by the day `on`,
    all items together in their units, `packaging_overdue`: though its last day was before; `deposits`: what was left
    for it and not given back. These four do not depend on the period. Money on account, of no order, is no offer's."""

    offer_id: UUID
    number: str
    name: str
    kind: OfferKind
    organization_id: UUID
    partner_id: UUID | None
    currency: CurrencyCode
    orders: int
    deviated_orders: int
    ordered: MoneySum
    sold: MoneySum
    paid: MoneySum
    overdue: MoneySum
    packaging: QuantitySum = Decimal("0.000")
    packaging_overdue: QuantitySum = Decimal("0.000")
    deposits: MoneySum = Decimal("0.00")
    lines: int
    deviated_lines: int
    deviated_percent: LinesPercent | None
    periods: tuple[PlannedPeriod, ...] = ()
    """Of a regular offer, those that touch the report's; the earliest first. Each is shown whole."""


class FulfilmentReport(Message):
    """Only offers under which something was ordered, sold or paid in the period, is overdue or not returned, or was
    planned. What a standard offer plans is of all its clients: who sees only some of them does not see it."""

    date_from: date
    date_to: date
    on: date
    rows: tuple[FulfilmentRow, ...]


REPORT_OFFER_FULFILMENT = api.query(
    "report_offer_fulfilment",
    "GET /reports/offer-fulfilment",
    FulfilmentAsked,
    FulfilmentReport,
    roles=OFFICE,
    en="How offers are fulfilled",
    uk="Виконання оферт",
    errors=(INVALID,),
    description=(
        "Counted from what orders have told by now: a document just made is here a moment later. What has become "
        "overdue since needs no telling."
    ),
)

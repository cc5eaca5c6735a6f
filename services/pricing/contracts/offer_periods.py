"""Periods of regular offers (O2, O7): a plan for each, and a task of whoever answers for the offer."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message, between, equals, one_of
from services.chassis.fields import CurrencyCode, MoneyAmount
from services.pricing.contracts.base import api


class PeriodStatus(StrEnum):
    """Open from its first day to its last; done when that is over; cancelled where the offer ended, or plans no more,
    before it."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class OfferPeriodView(Message):
    """What an offer plans from `starts_on` to `due_on`, both included, VAT within. `result`: of a period that is over,
    what was sold by then and what was planned; the report on fulfilment tells what is known today."""

    id: UUID
    offer_id: UUID
    organization_id: UUID
    partner_id: UUID | None
    title: str
    assignee_id: UUID | None
    starts_on: date
    due_on: date
    amount: MoneyAmount
    currency: CurrencyCode
    status: PeriodStatus
    result: str | None
    version: int


LIST_OFFER_PERIODS = api.listing(
    "list_offer_periods",
    "GET /offer-periods",
    OfferPeriodView,
    roles=OFFICE,
    en="Periods of regular offers",
    uk="Періоди регулярних оферт",
    orders=("-starts_on", "starts_on"),
    filters=(
        equals("offer_id", UUID),
        equals("assignee_id", UUID),
        one_of("status", PeriodStatus),
        between("due_on", date),
    ),
)
OFFER_PERIOD_CHANGED = api.state("offer_period_changed", OfferPeriodView, subject="offer_period")

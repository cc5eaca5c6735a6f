"""What advertising brought for what it cost (A6), and how claims were dealt with (A9)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.amounts import Amount
from services.chassis.contracts import Message
from services.chassis.fields import CurrencyCode, MoneyAmount
from services.chassis.moments import Day
from services.chassis.sums import MoneySum
from services.marketing.contracts.base import INVITERS, api
from services.marketing.contracts.events import EventStatus, GuestCounts

Ratio = Annotated[Decimal, Amount(places=4, whole_digits=23, computed=True, description="Ratio: 0.25 is a quarter")]
Hours = Annotated[Decimal, Amount(places=2, whole_digits=12, computed=True, signed=False, description="Hours")]


class EffectAsked(Message):
    """A period, both days included."""

    date_from: Day
    date_to: Day


class Effect(Message):
    """What was spent in the period and what it brought in it, of the clients the asking person may see.

    A client's deals, orders and sales count for what the client first came by (first touch), whenever that was.
    `first_interests`: clients registered; `deals`: registered; `won`: won; `orders`: made and not cancelled, `ordered`
    what they come to with VAT; `revenue` and `margin`: of shipments less what came back, each on its own day, without
    VAT. `return_on_spending`: (margin - cost) / cost, null where nothing was spent.
    """

    cost: MoneySum
    first_interests: int
    deals: int
    won: int
    orders: int
    ordered: MoneySum
    revenue: MoneySum
    margin: MoneySum
    return_on_spending: Ratio | None


class ChannelEffect(Message):
    """`own`: of the channel itself; `whole`: with all channels below it, and the marketing events of all of these."""

    id: UUID
    name: str
    parent_id: UUID | None
    archived: bool
    own: Effect
    whole: Effect


class EffectReport(Message):
    """All amounts are in `currency`. `left_out`: costs, orders, shipments and returns in other currencies, counted
    nowhere here. `sales_without_cost`: shipments and returns whose cost is not known; they are in revenue and not in
    margin."""

    date_from: date
    date_to: date
    currency: CurrencyCode
    other: Effect
    """Of clients who came another way, or of whom it is not known."""
    total: Effect
    left_out: int
    sales_without_cost: int


class ChannelsReport(EffectReport):
    """Every channel, by name. `total`: all that stands at the top, and `other`, which holds events of no channel."""

    rows: tuple[ChannelEffect, ...]


class EventEffect(Message):
    """A marketing event that overlaps the period, or cost or brought something in it. `guests` and `budget` are the
    whole event's; `cost` in `effect` is what was spent on days of the period."""

    id: UUID
    name: str
    status: EventStatus
    channel_id: UUID | None
    date_from: date
    date_to: date
    budget: MoneyAmount | None
    currency: CurrencyCode
    guests: GuestCounts
    effect: Effect


class EventsReport(EffectReport):
    """Marketing events, the latest first. `total` is their sum with `other`."""

    rows: tuple[EventEffect, ...]


class ClaimsBy(StrEnum):
    CAUSE = "cause"
    KIND = "kind"
    DEPARTMENT = "department"
    STATUS = "status"
    ITEM = "item"
    MONTH = "month"


class ClaimsAsked(Message):
    """Claims registered in the period, both days included."""

    date_from: Day
    date_to: Day
    by: ClaimsBy = ClaimsBy.CAUSE
    """What claims are grouped by."""


class ClaimsFigures(Message):
    """How many claims, how they ended, and how long deciding took from registering: mean and median of those decided,
    null where none is."""

    count: int
    open: int
    satisfied: int
    not_satisfied: int
    mean_hours: Hours | None
    median_hours: Hours | None


class ClaimsReportRow(ClaimsFigures):
    """`key`: the cause's, department's or item's id, the kind, the status or the month (2026-03); empty where a claim
    has none. `name`: of a cause or an item."""

    key: str
    name: str | None


class ClaimsReport(Message):
    """Claims of the period in groups, the largest first, and all together."""

    date_from: date
    date_to: date
    by: ClaimsBy
    rows: tuple[ClaimsReportRow, ...]
    total: ClaimsFigures


REPORT_CHANNELS = api.query(
    "report_channels",
    "GET /reports/channels",
    EffectAsked,
    ChannelsReport,
    roles=INVITERS,
    en="What advertising channels cost and brought",
    uk="Скільки коштували і що принесли рекламні канали",
)
REPORT_EVENTS = api.query(
    "report_events",
    "GET /reports/events",
    EffectAsked,
    EventsReport,
    roles=INVITERS,
    en="What marketing events cost and brought",
    uk="Скільки коштували і що принесли маркетингові заходи",
)
REPORT_CLAIMS = api.query(
    "report_claims",
    "GET /reports/claims",
    ClaimsAsked,
    ClaimsReport,
    roles=OFFICE,
    en="Claims by cause, kind, department, status, item or month",
    uk="Претензії за причиною, видом, підрозділом, статусом, номенклатурою або місяцем",
)

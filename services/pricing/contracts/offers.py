"""The words of offers: agreed terms of sale (O1-O4). What is done with them: `offering.py`."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.contracts import Message
from services.chassis.fields import CurrencyCode, MoneyAmount, SharePercent


class OfferKind(StrEnum):
    STANDARD = "standard"
    INDIVIDUAL = "individual"


class OfferStatus(StrEnum):
    NOT_AGREED = "not_agreed"
    ON_APPROVAL = "on_approval"
    IN_FORCE = "in_force"
    CLOSED = "closed"


class StageKind(StrEnum):
    """Before supply, before shipment, after shipment (O3)."""

    ADVANCE = "advance"
    PREPAYMENT = "prepayment"
    CREDIT = "credit"


class DayKind(StrEnum):
    CALENDAR = "calendar"
    BUSINESS = "business"


class SettledBy(StrEnum):
    """What a debt is kept by."""

    CONTRACT = "contract"
    ORDER = "order"
    SHIPMENT = "shipment"


class Operation(StrEnum):
    """Goods are sold, or handed over to an agent who sells them on commission."""

    SALE = "sale"
    COMMISSION = "commission"


class SettlementOrder(StrEnum):
    """In which money the client pays. Debts are in the document's currency whichever it is."""

    HRYVNIA = "hryvnia"
    CURRENCY_PAID_IN_HRYVNIA = "currency_paid_in_hryvnia"
    """The debt is in currency, and paid in hryvnias: each payment counts at its date's rate, or the contract's."""
    CURRENCY = "currency"


class PaymentRate(StrEnum):
    """At whose rate a debt in currency is paid in hryvnias: the National Bank's of the payment's date, or the one that
    each order names."""

    NATIONAL_BANK = "national_bank"
    CONTRACT = "contract"


class VatRegime(StrEnum):
    """Which VAT lines carry: that of their items; all at 0 % (export); none. Exempt items stay exempt. Prices do not
    change by it: 120.00 stays 120.00."""

    BY_ITEM = "by_item"
    ZERO = "zero"
    EXEMPT = "exempt"


class PaymentForm(StrEnum):
    """How the client pays: discounts may ask about it. Payments in another form are not refused."""

    BANK_TRANSFER = "bank_transfer"
    CASH = "cash"
    CARD = "card"


class Every(StrEnum):
    """Periods of the calendar: weeks begin on Monday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class RegularPlan(Message):
    """How much is to be sold in every period, VAT within, in the offer's currency. The first and the last period, if
    the offer holds only a part of them, plan their share by days."""

    every: Every
    amount: Annotated[MoneyAmount, Field(gt=0)]


class PaymentStage(Message):
    """A part of the whole, in percent, due `shift` days after the order's date (advance, prepayment) or after each
    shipment's (credit)."""

    kind: StageKind
    percent: Annotated[SharePercent, Field(gt=0)]
    shift: Annotated[int, Field(ge=0, le=3650)] = 0
    days: DayKind = DayKind.CALENDAR


class TermsOfOffer(Message):
    """The terms of an offer's version that is in force on a date, read through from its standard offer where it
    says nothing itself. Amounts are in `currency`. Null: the offer sets no such limit."""

    id: UUID
    number: str
    name: str
    kind: OfferKind
    version_number: int
    price_type_id: UUID
    currency: CurrencyCode
    operation: Operation = Operation.SALE
    """Orders are made under offers of sale; what is handed over on commission is no order."""
    vat_regime: VatRegime = VatRegime.BY_ITEM
    settlement_order: SettlementOrder | None = None
    """Null: in `currency`, whichever that is."""
    payment_rate: PaymentRate | None = None
    payment_form: PaymentForm | None = None
    """Null: in any."""
    payment_stages: tuple[PaymentStage, ...] = ()
    """In order; their percents sum to 100. None: the whole is owed at shipment, on its day."""
    settled_by: SettledBy = SettledBy.ORDER
    minimum_amount: MoneyAmount | None = None
    credit_limit: MoneyAmount | None = None
    breach_days: int | None = None
    """No shipping to a client whose debt is overdue by more days than this, or by more money than the next."""
    breach_amount: MoneyAmount | None = None
    manual_limit: SharePercent | None = None
    contract_required: bool = False
    warehouse_id: UUID | None = None
    delivery_days: int | None = None
    dedicated_supply: bool = False
    """Lines of goods of new orders are supplied dedicated, unless people say otherwise: what is free is bound to the
    order when stock is shared out, and whatever comes next."""
    packaging_days: int | None = None
    """By how many days after a shipment the client returns our packaging; null: whenever."""
    packaging_day_kind: DayKind = DayKind.CALENDAR
    """Which days these are; business days are counted as those of payment stages."""
    packaging_deposit: bool = False
    """Whether the client leaves a deposit for it, at its price with VAT: it owes so much more until the packaging is
    back."""
    plan: RegularPlan | None = None
    """Of a regular offer. Ours alone: clients are not shown it."""
    calendar_id: UUID | None = None
    holidays: tuple[date, ...] = ()
    """Days that are not business days, besides Saturdays and Sundays: the offer's own, and its calendar's from a year
    before the day on."""
    item_segment_id: UUID | None = None
    """An item outside this segment is refused; none: all may be sold."""
    partner_segment_id: UUID | None = None
    """A client outside this segment of partners may not buy under the offer; none: all may. Ours alone."""

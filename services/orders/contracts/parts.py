"""Parts of an order: how a line is supplied (R4), how goods travel (R5), payment steps (R6), deviations (R2)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import Role
from services.chassis.contracts import Message
from services.chassis.fields import PERSONAL, LongText, MoneyAmount, Name, QuantityAmount, SharePercent
from services.chassis.moments import Day
from services.chassis.sums import MoneySum
from services.pricing.contracts import PaymentStage, StageKind

ExternalNumber = Annotated[str, Field(pattern=r"^[^\s\x00-\x1f\x7f-\x9f]{1,60}$", examples=["PO-7741"])]
PositiveQuantity = Annotated[QuantityAmount, Field(gt=0)]
Priority = Annotated[int, Field(ge=1, le=9)]
"""1 is served first."""
PaymentStages = Annotated[tuple[PaymentStage, ...], Field(min_length=1, max_length=20)]
"""Their percents sum to 100."""


class SupplyAction(StrEnum):
    """How a line gets its goods. `none`: not at all for now; `to_supply`: it waits as demand; `reserve`: all of it is
    reserved; `reserve_by`: it shall be by a date; `dedicated`: what is free is bound to this order now and whatever
    comes next; `ship`: reserved, and to be shipped first of all. Services need no supply: theirs is `none`."""

    NONE = "none"
    TO_SUPPLY = "to_supply"
    RESERVE = "reserve"
    RESERVE_BY = "reserve_by"
    DEDICATED = "dedicated"
    SHIP = "ship"


class DeliveryMethod(StrEnum):
    """Who takes the goods to the client; `transport_service`: our transport people decide."""

    PICKUP = "pickup"
    OUR_TRANSPORT = "our_transport"
    OUR_TRANSPORT_TO_CARRIER = "our_transport_to_carrier"
    CARRIER = "carrier"
    TRANSPORT_SERVICE = "transport_service"


class Particulars(Message):
    """What an order says besides its goods. `wished_from`, `wished_to`: the days on which the client wants them;
    `zone`: of delivery, in our transport people's words; `line_of_business`: of ours, for analysis."""

    contract_id: UUID | None = None
    contact_person_id: UUID | None = None
    line_of_business: Name | None = None
    delivery: DeliveryMethod | None = None
    carrier: Name | None = None
    address: Annotated[LongText, PERSONAL] | None = None
    zone: Name | None = None
    wished_from: Day | None = None
    wished_to: Day | None = None
    comment: LongText | None = None


class PackagingQuantity(Message):
    """So much of an item of the kind returnable packaging."""

    item_id: UUID
    quantity: PositiveQuantity


class PaymentStep(Message):
    """A part of the order's money, in its currency. `due_on`: the last day to pay it; of credit, which falls due after
    each shipment, the first day of what is not paid of those so far, none where nothing is. `paid`: what was paid on
    the order goes to its steps in their order. `overdue`: not paid though its day has passed."""

    kind: StageKind
    percent: SharePercent
    amount: MoneyAmount
    due_on: date | None
    paid: MoneySum
    overdue: MoneySum = Decimal("0.00")


class DeviationKind(StrEnum):
    """Where an order departs from the terms it is made under. Price, discount and minimum amount are the commercial
    approver's to allow; payment, credit limit and overdue debt the financial one's; delivery the logistics one's."""

    PRICE = "price"
    DISCOUNT = "discount"
    PAYMENT = "payment"
    DELIVERY = "delivery"
    MINIMUM_AMOUNT = "minimum_amount"
    CREDIT_LIMIT = "credit_limit"
    OVERDUE_DEBT = "overdue_debt"


class Deviation(Message):
    """One departure: what the terms say, what the order says, and how far that is beyond; null where it is not known.

    Price and discount of a line: percent below the price of the rules (`limit`: the offer's; a person's own may be
    stricter). Payment: percent of the whole that is asked of the client later than the offer does. Delivery: days.
    Minimum amount, credit limit, overdue debt: money in the order's currency; overdue by too many days shows the
    amount so overdue."""

    kind: DeviationKind
    approver: Role
    line_id: UUID | None = None
    limit: str | None = None
    actual: str | None = None
    beyond: str | None = None
    approved_by: UUID | None = None
    approved_at: datetime | None = None

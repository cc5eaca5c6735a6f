"""What a kind of loyalty cards says of bonuses (T13)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from services.chassis.contracts import Message
from services.chassis.fields import SharePercent


class BonusMoment(StrEnum):
    """When bonuses are accrued: with the shipment, or once all of it is paid."""

    AT_SHIPMENT = "at_shipment"
    AFTER_PAYMENT = "after_payment"


class BonusRule(Message):
    """`percent`: of what is paid in money, discounts and spent bonuses taken off. Accrued bonuses may be spent after
    `in_force_after` days, and for `lives` days more, the last included (none: without end). `limit`: how many percent
    of an order's lines, discounts taken off, bonuses may pay. A bonus is a hryvnia: orders in other currencies neither
    earn nor spend any."""

    percent: SharePercent
    accrue: BonusMoment = BonusMoment.AT_SHIPMENT
    in_force_after: Annotated[int, Field(ge=0, le=365)] = 0
    lives: Annotated[int, Field(ge=1, le=3650)] | None = None
    limit: SharePercent

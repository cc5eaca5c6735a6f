"""Supplying an order's lines, and cancelling some of them (R2, R4)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import Role
from services.chassis.contracts import Message
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import Name
from services.chassis.moments import Day
from services.orders.contracts.base import SELLERS, api
from services.orders.contracts.order_views import OrderView
from services.orders.contracts.orders import (
    ADVANCE_UNPAID,
    NOT_ENOUGH_STOCK,
    ORDER_ENDED,
    ORDER_STATUS,
)
from services.orders.contracts.parts import SupplyAction


class SupplyLine(Message):
    """`on`: the day by which the goods shall be reserved; with `reserve_by`, and only with it."""

    line_id: UUID
    action: SupplyAction
    on: Day | None = None


class SupplyOrder(Message):
    """Say how these lines get their goods. `reserve` and `ship` reserve all of a line or nothing at all; `dedicated`
    what is free now; `none` and `to_supply` give back what was reserved. Of a line named twice the last holds."""

    id: UUID
    lines: Annotated[tuple[SupplyLine, ...], Field(min_length=1, max_length=1000)]


class NamedLine(Message):
    line_id: UUID


class CancelLines(Message):
    """What is still open of these lines will not be shipped: it is reserved no more and owed no more. The payment
    steps not paid yet shrink, the last first."""

    id: UUID
    lines: Annotated[tuple[NamedLine, ...], Field(min_length=1, max_length=1000)]
    reason: Name


SUPPLY_DATE = error_code(
    "supply_date",
    Invalid,
    en="A day goes with reserving by a date, and only with it. Enter the day, or leave it out.",
    uk="День указують для резервування до дати, і лише для нього. Введіть день або приберіть його.",
)
SERVICE_NOT_SUPPLIED = error_code(
    "service_not_supplied",
    Invalid,
    en="Line {position} is a service: it needs no supply. Leave it out.",
    uk="Рядок {position} — послуга: забезпечувати її не потрібно. Приберіть його із запиту.",
)
LINE_DONE = error_code(
    "line_done",
    Conflict,
    en="Nothing of line {position} is open any more: it was shipped or cancelled. Leave it out.",
    uk="У рядку {position} уже нічого не залишилося: його відвантажено або скасовано. Приберіть його із запиту.",
)

SUPPLY_ORDER = api.command(
    "supply_order",
    "POST /orders/{id}/supply",
    SupplyOrder,
    OrderView,
    roles=SELLERS | {Role.WAREHOUSE},
    en="Say how lines of an order get their goods",
    uk="Визначити забезпечення рядків замовлення",
    errors=(
        ORDER_STATUS,
        ORDER_ENDED,
        ADVANCE_UNPAID,
        NOT_ENOUGH_STOCK,
        UNKNOWN_REFERENCE,
        SUPPLY_DATE,
        SERVICE_NOT_SUPPLIED,
        LINE_DONE,
    ),
    example={"lines": [{"line_id": "0196a1f0-0000-7000-8000-000000000001", "action": "reserve"}]},
)
CANCEL_LINES = api.command(
    "cancel_lines",
    "POST /orders/{id}/cancel-lines",
    CancelLines,
    OrderView,
    roles=SELLERS,
    en="Cancel lines of an order with a reason",
    uk="Скасувати рядки замовлення із зазначенням причини",
    errors=(ORDER_ENDED, UNKNOWN_REFERENCE, LINE_DONE),
    example={"reason": "Знято з виробництва"},
)

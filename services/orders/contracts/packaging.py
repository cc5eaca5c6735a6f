"""Returnable packaging: what clients owe of it, and what comes back (R12)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import Role
from services.chassis.contracts import ById, Message, between, equals
from services.chassis.errors import NOT_FOUND, UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.fields import CurrencyCode, MoneyAmount, Name, QuantityAmount
from services.chassis.moments import Day
from services.chassis.sums import MoneySum, QuantitySum
from services.orders.contracts.base import STOREKEEPERS, api
from services.orders.contracts.orders import FOREIGN_WAREHOUSE, NOT_ENOUGH_STOCK
from services.orders.contracts.parts import PackagingQuantity
from services.orders.contracts.returns import NOTHING_TO_RETURN, RETURNED_TOO_EARLY


class PackagingRow(Message):
    """Packaging of one item that went with a shipment. `owed`: not returned yet; `overdue`: though its last day,
    `due_on`, has passed. `deposit`: what of it was not given back yet, in `currency`."""

    id: UUID
    organization_id: UUID
    partner_id: UUID
    partner_name: str | None
    order_id: UUID
    shipment_id: UUID
    shipment_number: str
    item_id: UUID
    sku: str
    shipped_on: date
    due_on: date | None
    quantity: QuantityAmount
    returned: QuantityAmount
    owed: QuantitySum
    is_owed: bool
    overdue: bool
    currency: CurrencyCode
    deposit: MoneyAmount


class ReturnPackaging(Message):
    """So much of a shipment's packaging comes back, or all that is owed when no item is named; into this warehouse, the
    order's when none is named. The deposit for it is given back: the client owes less."""

    shipment_id: UUID
    lines: Annotated[tuple[PackagingQuantity, ...], Field(max_length=100)] = ()
    warehouse_id: UUID | None = None
    returned_on: Day | None = None


class CancelPackagingReturn(Message):
    """The packaging did not come back, or the return was recorded by mistake: from today it is owed again, and the
    deposit for it."""

    id: UUID
    reason: Name


class PackagingReturnRow(Message):
    """A return of packaging. `deposit`: what was given back for it. `cancelled_on`: the day from which it no longer
    counts."""

    id: UUID
    number: str
    shipment_id: UUID
    order_id: UUID
    organization_id: UUID
    partner_id: UUID
    warehouse_id: UUID
    returned_on: date
    currency: CurrencyCode
    deposit: MoneySum
    cancelled_on: date | None = None
    created_at: datetime
    version: int


class PackagingReturnLineView(Message):
    item_id: UUID
    quantity: QuantityAmount
    deposit: MoneyAmount


class PackagingReturnView(PackagingReturnRow):
    """A return of packaging with what came back of each item, and what was given back for it."""

    lines: tuple[PackagingReturnLineView, ...]
    cancel_reason: str | None = None


class ReminderStatus(StrEnum):
    """Open while packaging of the shipment is overdue, done once it is back."""

    OPEN = "open"
    DONE = "done"


class PackagingReminderView(Message):
    """Packaging of a shipment was due back by `due_on` and is not back: a task of `assignee_id`."""

    id: UUID
    shipment_id: UUID
    organization_id: UUID
    partner_id: UUID
    title: str
    assignee_id: UUID | None
    due_on: date
    status: ReminderStatus
    result: str | None = None
    version: int


MORE_THAN_OWED = error_code(
    "more_than_owed",
    Conflict,
    en="Of {item} only {left} is owed of this shipment; {wanted} was asked for. Take back no more than that.",
    uk="За цією реалізацією клієнт має повернути лише {left} з {item}, а запитано {wanted}. Прийміть не більше.",
)
PACKAGING_RETURN_CANCELLED = error_code(
    "packaging_return_cancelled",
    Conflict,
    en="This return has been cancelled already. If the packaging has come, enter a new one.",
    uk="Це повернення вже скасовано. Якщо тара надійшла, зареєструйте нове.",
)

LIST_PACKAGING = api.listing(
    "list_packaging",
    "GET /packaging",
    PackagingRow,
    roles=Role,
    en="Packaging shipped, returned and owed",
    uk="Відвантажена, повернена й неповернена тара",
    orders=("-shipped_on", "shipped_on"),
    filters=(
        equals("organization_id", UUID),
        equals("partner_id", UUID),
        equals("order_id", UUID),
        equals("shipment_id", UUID),
        equals("item_id", UUID),
        equals("is_owed", bool, about="of which something is not returned"),
        equals("overdue", bool, about="not returned though its day has passed"),
        between("due_on", date),
        between("shipped_on", date),
    ),
)
RETURN_PACKAGING = api.command(
    "return_packaging",
    "POST /packaging-returns",
    ReturnPackaging,
    PackagingReturnView,
    roles=STOREKEEPERS | {Role.HEAD_OF_SALES, Role.MANAGER},
    en="Take packaging back from a client",
    uk="Прийняти тару від клієнта",
    errors=(
        NOT_FOUND,
        UNKNOWN_REFERENCE,
        FOREIGN_WAREHOUSE,
        MORE_THAN_OWED,
        NOTHING_TO_RETURN,
        RETURNED_TOO_EARLY,
    ),
    example={"lines": [{"item_id": "0196a1f0-0000-7000-8000-000000000003", "quantity": "4"}]},
)
CANCEL_PACKAGING_RETURN = api.command(
    "cancel_packaging_return",
    "POST /packaging-returns/{id}/cancel",
    CancelPackagingReturn,
    PackagingReturnView,
    roles=STOREKEEPERS | {Role.HEAD_OF_SALES, Role.MANAGER},
    en="Cancel a return of packaging with a reason",
    uk="Скасувати повернення тари із зазначенням причини",
    errors=(PACKAGING_RETURN_CANCELLED, NOT_ENOUGH_STOCK),
    example={"reason": "Тару ще не привезли"},
)
GET_PACKAGING_RETURN = api.query(
    "get_packaging_return",
    "GET /packaging-returns/{id}",
    ById,
    PackagingReturnView,
    roles=Role,
    en="A return of packaging",
    uk="Повернення тари",
)
LIST_PACKAGING_RETURNS = api.listing(
    "list_packaging_returns",
    "GET /packaging-returns",
    PackagingReturnRow,
    roles=Role,
    en="Returns of packaging",
    uk="Повернення тари",
    orders=("-created_at", "created_at"),
    filters=(
        equals("order_id", UUID),
        equals("shipment_id", UUID),
        equals("partner_id", UUID),
        equals("organization_id", UUID),
        between("returned_on", date),
    ),
)

PACKAGING_RETURN_CHANGED = api.state("packaging_return_changed", PackagingReturnRow, subject="packaging_return")
PACKAGING_REMINDER_CHANGED = api.state(
    "packaging_reminder_changed", PackagingReminderView, subject="packaging_reminder"
)

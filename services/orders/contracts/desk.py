"""The shipment workplace: what can be shipped now, and shipping several orders at once (R9)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import Message, equals, one_of
from services.chassis.errors import AMOUNT_TOO_LARGE, NOT_FOUND, UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.fields import CurrencyCode, MoneyAmount
from services.chassis.moments import Day
from services.orders.contracts.base import STOREKEEPERS, OrderState, api
from services.orders.contracts.orders import (
    CLIENT_IN_BREACH,
    NOT_ENOUGH_STOCK,
    NOTHING_TO_SHIP,
    ORDER_ENDED,
    ORDER_STATUS,
    PREPAYMENT_UNPAID,
)
from services.orders.contracts.parts import DeliveryMethod, PackagingQuantity
from services.orders.contracts.stock import NO_DEPOSIT_PRICE, NOT_PACKAGING, PowerOfAttorney, ShipmentView


class DeskRow(Message):
    """An order of which something can be shipped now: approved, its prepayment paid, its client not in breach, and
    goods reserved for it or free. `whole`: all that is open can, as far as each line is looked at by itself."""

    id: UUID
    number: str
    organization_id: UUID
    partner_id: UUID
    partner_name: str | None
    manager_id: UUID | None
    warehouse_id: UUID
    state: OrderState
    priority: int
    wished_from: date | None
    wished_to: date | None
    delivery: DeliveryMethod | None
    zone: str | None
    currency: CurrencyCode
    payable: MoneyAmount
    shipped_amount: MoneyAmount
    whole: bool


class PackagingOfOrder(PackagingQuantity):
    """So much of an item of the kind returnable packaging goes along with one of the orders."""

    order_id: UUID


class ShipOrders(Message):
    """Ship all that is open of each of these orders, several at once: all of them or none. Our `packaging` goes along
    with the order it is named for, as with a single shipment."""

    order_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=100)]
    packaging: Annotated[tuple[PackagingOfOrder, ...], Field(max_length=1000)] = ()
    shipped_on: Day | None = None
    power_of_attorney: PowerOfAttorney | None = None


class BatchView(Message):
    """Shipments made in one request."""

    id: UUID
    shipments: tuple[ShipmentView, ...]
    created_at: datetime
    version: int


BATCH_REFUSED = error_code(
    "batch_refused",
    Conflict,
    en="Some of these orders cannot be shipped whole, so none was. Leave out those listed, or mend what they lack.",
    uk="Деякі з цих замовлень не можна відвантажити повністю, тож не відвантажено жодного. Приберіть перелічені.",
)
LIST_SHIPPING_DESK = api.listing(
    "list_shipping_desk",
    "GET /shipping-desk",
    DeskRow,
    roles=OFFICE,
    en="Orders that can be shipped now",
    uk="Замовлення, які можна відвантажити зараз",
    orders=("priority", "-priority", "number", "-number"),
    filters=(
        equals("warehouse_id", UUID),
        equals("organization_id", UUID),
        equals("partner_id", UUID),
        one_of("delivery", DeliveryMethod),
        equals("whole", bool, about="that can be shipped whole"),
    ),
)
SHIP_ORDERS = api.command(
    "ship_orders",
    "POST /shipments/batch",
    ShipOrders,
    BatchView,
    roles=STOREKEEPERS | {Role.HEAD_OF_SALES, Role.MANAGER},
    en="Ship several orders at once, each whole",
    uk="Відвантажити кілька замовлень одразу, кожне повністю",
    errors=(
        NOT_FOUND,
        BATCH_REFUSED,
        ORDER_STATUS,
        ORDER_ENDED,
        PREPAYMENT_UNPAID,
        CLIENT_IN_BREACH,
        NOTHING_TO_SHIP,
        NOT_ENOUGH_STOCK,
        UNKNOWN_REFERENCE,
        NOT_PACKAGING,
        NO_DEPOSIT_PRICE,
        AMOUNT_TOO_LARGE,
    ),
)

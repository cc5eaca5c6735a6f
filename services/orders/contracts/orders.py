"""The client order (R1-R3, R7): lines priced by pricing, approval, reservation."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from services.chassis.actor import Role
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import (
    AMOUNT_TOO_LARGE,
    NOT_FOUND,
    UNKNOWN_REFERENCE,
    Conflict,
    Forbidden,
    Invalid,
    error_code,
)
from services.chassis.fields import (
    CurrencyCode,
    LongText,
    MoneyAmount,
    Name,
    PercentAmount,
    PriceAmount,
    QuantityAmount,
    SharePercent,
)
from services.chassis.moments import Day
from services.chassis.sums import DerivedPrice, MoneySum
from services.orders.contracts.base import (
    APPROVERS,
    HEADS,
    SELLERS,
    STATE_WORDS,
    STATUS_WORDS,
    OrderState,
    OrderStatus,
    api,
)
from services.partners.contracts import PARTNER_NOT_OURS
from services.pricing.contracts import (
    CARD_NOT_ACTIVE,
    CARD_OF_ANOTHER,
    CARD_OUT_OF_DATE,
    NO_SALES_PRICE_TYPE,
    OFFER_FOR_ANOTHER,
    OFFER_NOT_HERE,
    OFFER_OR_TYPE,
    PaymentStage,
    SettledBy,
)

ExternalNumber = Annotated[str, Field(pattern=r"^[^\s\x00-\x1f\x7f-\x9f]{1,60}$", examples=["PO-7741"])]
PositiveQuantity = Annotated[QuantityAmount, Field(gt=0)]


class NewOrderLine(Message):
    """One item may stand on many lines at different prices. `manual_price` replaces the price of the rules,
    `manual_discount` is taken off it in percent; not both on one line."""

    item_id: UUID
    quantity: PositiveQuantity
    manual_price: PriceAmount | None = None
    manual_discount: SharePercent | None = None


class CreateOrder(Message):
    """A specification of what the client orders. Lines are priced in one call on the order's date (today when not
    given). The manager is the client's main one. `external_number`: what the client or another system calls this order;
    a client has one order of such a number with an organization at most: nothing is brought in twice."""

    organization_id: UUID
    partner_id: UUID
    warehouse_id: UUID
    lines: Annotated[tuple[NewOrderLine, ...], Field(min_length=1, max_length=1000)]
    legal_entity_id: UUID | None = None
    deal_id: UUID | None = None
    offer_id: UUID | None = None
    """The offer it is ordered under: it says prices and payment stages. An order has an offer or a price type."""
    card_id: UUID | None = None
    price_type_id: UUID | None = None
    prices_with_vat: bool = True
    ordered_on: Day | None = None
    external_number: ExternalNumber | None = None
    comment: LongText | None = None


class CancelOrder(Message):
    id: UUID
    reason: Name


class LineQuantity(Message):
    line_id: UUID
    quantity: PositiveQuantity


class ReserveOrder(Message):
    """Reserve these quantities now, or all that is open when no line is named; all or nothing."""

    id: UUID
    lines: Annotated[tuple[LineQuantity, ...], Field(max_length=1000)] = ()


class OrderLineView(Message):
    id: UUID
    position: int
    item_id: UUID
    sku: str
    name: str
    unit: str
    quantity: QuantityAmount
    price: DerivedPrice
    listed_price: DerivedPrice | None
    discount: PercentAmount
    total: MoneyAmount
    vat_rate: str
    vat: MoneyAmount
    reserved: QuantityAmount
    shipped: QuantityAmount
    needs_stock: bool
    needs_approval: bool | None = None
    """Cheaper than the person and the offer allow; not shown to clients."""
    reasons: tuple[dict[str, Any], ...]


class OrderRow(Message):
    """An order in lists and events. Amounts are in `currency`; `vat` is within `total` when
    `prices_with_vat`, on top of it otherwise; `payable` is what the client owes for all of it."""

    id: UUID
    number: str
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    manager_id: UUID | None
    deal_id: UUID | None
    warehouse_id: UUID
    ordered_on: date
    status: OrderStatus
    state: OrderState
    currency: CurrencyCode
    total: MoneyAmount
    vat: MoneyAmount
    payable: MoneyAmount
    paid: MoneySum
    shipped_amount: MoneyAmount
    prices_with_vat: bool
    external_number: str | None = None
    offer_id: UUID | None = None
    awaits: tuple[Role, ...] = ()
    """Roles whose approval the order still needs; none named while on approval: the commercial approver's."""
    proposal_id: UUID | None = None
    created_at: datetime
    version: int


class OrderListRow(OrderRow):
    partner_name: str | None


class OrderView(OrderRow):
    """An order with its lines, approval and reason of cancelling. `offer_version`: of the offer's terms it was made
    under; `payment_stages`: what they say of paying, none: the whole is owed at shipment."""

    offer_version: int | None = None
    card_id: UUID | None = None
    settled_by: SettledBy = SettledBy.ORDER
    payment_stages: tuple[PaymentStage, ...] = ()
    comment: str | None
    cancel_reason: str | None
    approved_at: datetime | None
    approved_by: UUID | None
    lines: tuple[OrderLineView, ...]


NO_PRICE = error_code(
    "no_price",
    Invalid,
    en="Some lines have no price on this date. Set their prices or type them in the lines listed.",
    uk="Деякі рядки не мають ціни на цю дату. Встановіть ціни або введіть їх у перелічених рядках.",
)
FOREIGN_WAREHOUSE = error_code(
    "foreign_warehouse",
    Conflict,
    en="This warehouse belongs to another organization. Choose one of the order's organization.",
    uk="Цей склад належить іншій організації. Виберіть склад організації замовлення.",
)
ORDER_STATUS = error_code(
    "order_status",
    Conflict,
    en="The order is in status “{status}”; this needs status “{needed}”. Move it there first.",
    uk="Замовлення в статусі «{status}»; для цього потрібен статус «{needed}». Спершу переведіть його.",
    words=STATUS_WORDS,
)
ORDER_ENDED = error_code(
    "order_ended",
    Conflict,
    en="The order is in status “{status}”: it has ended. Make a new one if there is more to do.",
    uk="Замовлення в статусі «{status}»: його завершено. Якщо потрібно щось іще, створіть нове.",
    words=STATUS_WORDS,
)
ORDER_IN_PROGRESS = error_code(
    "order_in_progress",
    Conflict,
    en="Goods were shipped or money was paid under this order. Return or refund them before cancelling.",
    uk="За цим замовленням уже відвантажено товар або сплачено кошти. Оформіть повернення перед скасуванням.",
)
NOT_ENOUGH_STOCK = error_code(
    "not_enough_stock",
    Conflict,
    en="Only {available} of {item} is free in this warehouse; {wanted} was asked for. Take less or wait for a receipt.",
    uk="На складі вільно лише {available} з {item}, а запитано {wanted}. Візьміть менше або зачекайте надходження.",
)
MORE_THAN_OPEN = error_code(
    "more_than_open",
    Conflict,
    en="Line {position} has only {open} left; {wanted} was asked for. Take no more than is left.",
    uk="У рядку {position} залишилося лише {open}, а запитано {wanted}. Візьміть не більше, ніж залишилося.",
)
NOTHING_TO_SHIP = error_code(
    "nothing_to_ship",
    Conflict,
    en="Everything on this order has been shipped. Settle it and close it.",
    uk="За цим замовленням усе вже відвантажено. Розрахуйтеся й закрийте його.",
)
NOT_READY_TO_CLOSE = error_code(
    "not_ready_to_close",
    Conflict,
    en="The order's state is “{state}”. Ship and settle it first, then close it.",
    uk="Стан замовлення: «{state}». Спершу відвантажте й розрахуйтеся, потім закрийте його.",
    words=STATE_WORDS,
)

DEAL_MISMATCH = error_code(
    "deal_mismatch",
    Conflict,
    en="The deal is of another client or organization. Name a deal of the order's own, or none.",
    uk="Угода належить іншому клієнту або організації. Вкажіть угоду цього клієнта й цієї організації або жодної.",
)
EXTERNAL_NUMBER_TAKEN = error_code(
    "external_number_taken",
    Conflict,
    en="This client has an order with that number already. Open it instead of making another.",
    uk="Цей клієнт уже має замовлення з таким номером. Відкрийте його замість створення нового.",
)
SAID_BY_OURS = error_code(
    "said_by_our_staff",
    Forbidden,
    en="Prices, price types and dates of your orders are set by our staff. Leave {field} out.",
    uk="Ціни, види цін і дати ваших замовлень визначають наші співробітники. Приберіть {field}.",
)

CREATE_ORDER = api.command(
    "create_order",
    "POST /orders",
    CreateOrder,
    OrderView,
    roles=SELLERS | {Role.CLIENT},
    en="Create an order",
    uk="Створити замовлення",
    errors=(
        NO_PRICE,
        NOT_FOUND,
        PARTNER_NOT_OURS,
        UNKNOWN_REFERENCE,
        FOREIGN_WAREHOUSE,
        DEAL_MISMATCH,
        SAID_BY_OURS,
        EXTERNAL_NUMBER_TAKEN,
        NO_SALES_PRICE_TYPE,
        AMOUNT_TOO_LARGE,
        OFFER_OR_TYPE,
        OFFER_NOT_HERE,
        OFFER_FOR_ANOTHER,
        CARD_NOT_ACTIVE,
        CARD_OUT_OF_DATE,
        CARD_OF_ANOTHER,
    ),
)
APPROVE_ORDER = api.command(
    "approve_order",
    "POST /orders/{id}/approve",
    ById,
    OrderView,
    roles=APPROVERS,
    en="Approve an order: it may be supplied and shipped",
    uk="Погодити замовлення: його можна забезпечувати й відвантажувати",
    errors=(ORDER_STATUS, ORDER_ENDED),
)
RESERVE_ORDER = api.command(
    "reserve_order",
    "POST /orders/{id}/reserve",
    ReserveOrder,
    OrderView,
    roles=SELLERS | {Role.WAREHOUSE},
    en="Reserve stock for an order",
    uk="Зарезервувати товар під замовлення",
    errors=(ORDER_STATUS, ORDER_ENDED, NOT_ENOUGH_STOCK, MORE_THAN_OPEN),
)
CANCEL_ORDER = api.command(
    "cancel_order",
    "POST /orders/{id}/cancel",
    CancelOrder,
    OrderView,
    roles=SELLERS,
    en="Cancel an order with a reason",
    uk="Скасувати замовлення із зазначенням причини",
    errors=(ORDER_ENDED, ORDER_IN_PROGRESS),
)
CLOSE_ORDER = api.command(
    "close_order",
    "POST /orders/{id}/close",
    ById,
    OrderView,
    roles=HEADS | {Role.MANAGER},
    en="Close an order that is shipped and settled",
    uk="Закрити відвантажене й оплачене замовлення",
    errors=(ORDER_STATUS, ORDER_ENDED, NOT_READY_TO_CLOSE),
)
GET_ORDER = api.query("get_order", "GET /orders/{id}", ById, OrderView, roles=Role, en="An order", uk="Замовлення")
LIST_ORDERS = api.listing(
    "list_orders",
    "GET /orders",
    OrderListRow,
    roles=Role,
    en="Orders",
    uk="Замовлення",
    orders=("-created_at", "created_at", "number", "-number"),
    filters=(
        one_of("id", UUID),
        one_of("status", OrderStatus),
        one_of("state", OrderState),
        equals("partner_id", UUID),
        equals("manager_id", UUID),
        equals("deal_id", UUID),
        equals("offer_id", UUID),
        equals("proposal_id", UUID),
        equals("organization_id", UUID),
        one_of("external_number", ExternalNumber),
        between("ordered_on", date),
    ),
)

ORDER_CHANGED = api.state("order_changed", OrderRow, subject="order")

"""The client order (R1-R3, R7): lines priced by pricing, approval, reservation."""

from datetime import date
from typing import Annotated
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
    MoneyAmount,
    Name,
    PriceAmount,
    SharePercent,
)
from services.chassis.moments import Day
from services.orders.contracts.base import (
    HEADS,
    SELLERS,
    STATE_WORDS,
    STATUS_WORDS,
    OrderState,
    OrderStatus,
    api,
)
from services.orders.contracts.bonuses import BONUSES_IN_HRYVNIAS, BONUSES_NEED_CARD
from services.orders.contracts.hryvnias import CONTRACT_RATE_NOT_ASKED, CONTRACT_RATE_REQUIRED, ContractRate
from services.orders.contracts.order_views import OrderListRow, OrderRow, OrderView
from services.orders.contracts.parts import ExternalNumber, Particulars, PaymentStages, PositiveQuantity, Priority
from services.partners.contracts import CONTRACT_NOT_IN_FORCE, PARTNER_NOT_OURS
from services.pricing.contracts import (
    BONUS_LIMIT,
    BONUSES_OF_ORDER,
    CARD_NOT_ACTIVE,
    CARD_OF_ANOTHER,
    CARD_OUT_OF_DATE,
    CARD_WITHOUT_BONUSES,
    NO_SALES_PRICE_TYPE,
    NOT_ENOUGH_BONUSES,
    OFFER_FOR_ANOTHER,
    OFFER_FOR_SEGMENT,
    OFFER_NOT_HERE,
    OFFER_OPERATION,
    OFFER_OR_TYPE,
    OFFER_WRONG,
    PaymentForm,
)


class NewOrderLine(Message):
    """One item may stand on many lines at different prices. `manual_price` replaces the price of the rules,
    `manual_discount` is taken off it in percent; not both on one line."""

    item_id: UUID
    quantity: PositiveQuantity
    manual_price: PriceAmount | None = None
    manual_discount: SharePercent | None = None


class CreateOrder(Particulars):
    """A specification of what the client orders. Lines are priced in one call on the order's date (today when not
    given). The manager is the client's main one. `external_number`: what the client or another system calls this order;
    a client has one order of such a number with an organization at most: nothing is brought in twice."""

    organization_id: UUID
    warehouse_id: UUID
    partner_id: UUID | None = None
    """The deal's client when none is given."""
    lines: Annotated[tuple[NewOrderLine, ...], Field(min_length=1, max_length=1000)] | None = None
    """Items of the deal's primary demand that the client has not got, when none are given."""
    legal_entity_id: UUID | None = None
    deal_id: UUID | None = None
    offer_id: UUID | None = None
    """The offer it is ordered under: it says prices and payment stages. An order has an offer or a price type; of a
    deal, when neither is given, the deal's offer."""
    card_id: UUID | None = None
    bonuses: Annotated[MoneyAmount, Field(gt=0)] | None = None
    """Of the card, to pay so much with: a discount on the lines, shared over them in proportion to their totals."""
    price_type_id: UUID | None = None
    prices_with_vat: bool = True
    ordered_on: Day | None = None
    external_number: ExternalNumber | None = None
    priority: Priority | None = None
    """5 when none is given."""
    payment_stages: PaymentStages | None = None
    """Other than the offer's: what is asked of the client later is a deviation."""
    payment_form: PaymentForm | None = None
    """How the client pays: some discounts ask about it. The offer's when none is given; another than the offer names is
    refused."""
    contract_rate: ContractRate | None = None
    """At which the order is paid in hryvnias, where its offer says so: at the contract's rate. A client leaves it out:
    our people enter it before money comes."""


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
    en="The order is in status “{status}”; this needs status “{needed}”. Have an order that is on approval approved "
    "first; one that is to be fulfilled is approved already: supply and ship it.",
    uk="Замовлення в статусі «{status}»; для цього потрібен статус «{needed}». Те, що на погодженні, спершу "
    "погодьте; те, що до виконання, вже погоджено: забезпечте й відвантажте його.",
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
ADVANCE_UNPAID = error_code(
    "advance_unpaid",
    Conflict,
    en="The advance is not paid: {missing} {currency} is missing. Wait for it, then supply the order.",
    uk="Аванс не сплачено: бракує {missing} {currency}. Забезпечуйте замовлення, коли він надійде.",
)
PREPAYMENT_UNPAID = error_code(
    "prepayment_unpaid",
    Conflict,
    en="The prepayment is not paid: {missing} {currency} is missing. Wait for it, then ship the order.",
    uk="Передоплату не сплачено: бракує {missing} {currency}. Відвантажуйте замовлення, коли вона надійде.",
)
CLIENT_IN_BREACH = error_code(
    "client_in_breach",
    Conflict,
    en="The client's debt of {overdue} {currency} is overdue beyond the terms. Wait for the money, then ship.",
    uk="Борг клієнта {overdue} {currency} прострочено понад умови. Дочекайтеся оплати, потім відвантажуйте.",
)
DEAL_MISMATCH = error_code(
    "deal_mismatch",
    Conflict,
    en="The deal is of another client or organization. Name a deal of the order's own, or none.",
    uk="Угода належить іншому клієнту або організації. Вкажіть угоду цього клієнта й цієї організації або жодної.",
)
WISHED_PERIOD = error_code(
    "wished_period",
    Invalid,
    en="The wished dates end before they begin. Enter a later last day, or leave one out.",
    uk="Бажані дати закінчуються раніше, ніж починаються. Введіть пізніший останній день або приберіть один із них.",
)
NOT_SAID_BY_DEAL = error_code(
    "not_said_by_deal",
    Invalid,
    en="Neither the request nor a deal says this. Enter it, or name a deal that does.",
    uk="Цього не вказано ні в запиті, ні в угоді. Введіть це або назвіть угоду, де воно є.",
)
CONTRACT_REQUIRED = error_code(
    "contract_required",
    Conflict,
    en="Under this offer orders are made to a contract. Name one that the client has with this organization.",
    uk="За цією офертою замовляють лише за договором. Укажіть договір клієнта з цією організацією.",
)
PAYMENT_FORM_OF_OFFER = error_code(
    "payment_form_of_offer",
    Conflict,
    en="The offer names another form of payment. Leave this out to take the offer's, or order under another offer.",
    uk="Оферта передбачає іншу форму оплати. Приберіть поле, щоб діяла форма з оферти, або замовте за іншою офертою.",
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
    en="Prices, price types, dates, payment and priority of your orders are set by our staff. Leave {field} out.",
    uk="Ціни, види цін, дати, оплату й пріоритет ваших замовлень визначають наші співробітники. Приберіть {field}.",
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
        NOT_SAID_BY_DEAL,
        CONTRACT_REQUIRED,
        CONTRACT_NOT_IN_FORCE,
        PAYMENT_FORM_OF_OFFER,
        CONTRACT_RATE_REQUIRED,
        CONTRACT_RATE_NOT_ASKED,
        SAID_BY_OURS,
        EXTERNAL_NUMBER_TAKEN,
        WISHED_PERIOD,
        OFFER_WRONG["stages"],
        NO_SALES_PRICE_TYPE,
        AMOUNT_TOO_LARGE,
        OFFER_OR_TYPE,
        OFFER_NOT_HERE,
        OFFER_FOR_ANOTHER,
        OFFER_FOR_SEGMENT,
        OFFER_OPERATION,
        CARD_NOT_ACTIVE,
        CARD_OUT_OF_DATE,
        CARD_OF_ANOTHER,
        BONUSES_NEED_CARD,
        BONUSES_IN_HRYVNIAS,
        BONUS_LIMIT,
        NOT_ENOUGH_BONUSES,
        CARD_WITHOUT_BONUSES,
        BONUSES_OF_ORDER,
    ),
    example={
        "partner_id": "0196a1f0-0000-7000-8000-000000000002",
        "lines": [{"item_id": "0196a1f0-0000-7000-8000-000000000003", "quantity": "10"}],
        "price_type_id": "0196a1f0-0000-7000-8000-000000000004",
    },
)
RESERVE_ORDER = api.command(
    "reserve_order",
    "POST /orders/{id}/reserve",
    ReserveOrder,
    OrderView,
    roles=SELLERS | {Role.WAREHOUSE},
    en="Reserve stock for an order",
    uk="Зарезервувати товар під замовлення",
    errors=(ORDER_STATUS, ORDER_ENDED, ADVANCE_UNPAID, NOT_ENOUGH_STOCK, MORE_THAN_OPEN),
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
    description=(
        "Only while nothing was shipped or paid; its reservations come back. To cancel a part, see `cancel-lines`."
    ),
    example={"reason": "Клієнт передумав"},
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
    description="Only when all that is to be shipped is shipped and all that is owed is paid.",
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
        equals("contract_id", UUID),
        equals("warehouse_id", UUID),
        equals("organization_id", UUID),
        one_of("payment_form", PaymentForm),
        one_of("external_number", ExternalNumber),
        between("ordered_on", date),
    ),
)

ORDER_CHANGED = api.state("order_changed", OrderRow, subject="order", routed_by="deal_id")

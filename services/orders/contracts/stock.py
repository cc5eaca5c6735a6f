"""Warehouses, receipts, stock and shipments (R4, R9, R13)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import AMOUNT_TOO_LARGE, NOT_FOUND, UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import PERSONAL, CurrencyCode, MoneyAmount, Name, PriceAmount, QuantityAmount
from services.chassis.moments import Day
from services.chassis.sums import MoneySum, QuantitySum
from services.orders.contracts.base import STOREKEEPERS, api
from services.orders.contracts.orders import (
    CLIENT_IN_BREACH,
    MORE_THAN_OPEN,
    NOT_ENOUGH_STOCK,
    NOTHING_TO_SHIP,
    ORDER_ENDED,
    ORDER_STATUS,
    PREPAYMENT_UNPAID,
    LineQuantity,
)
from services.orders.contracts.parts import PackagingQuantity, PositiveQuantity


class OpenWarehouse(Message):
    organization_id: UUID
    name: Name


class WarehouseView(Message):
    """A place where an organization's goods lie."""

    id: UUID
    organization_id: UUID
    name: str
    version: int


class NewReceiptLine(Message):
    """`price`: purchase price of a unit without VAT, in the base currency."""

    item_id: UUID
    quantity: PositiveQuantity
    price: PriceAmount


class ReceiveGoods(Message):
    warehouse_id: UUID
    lines: Annotated[tuple[NewReceiptLine, ...], Field(min_length=1, max_length=200)]
    received_on: Day | None = None
    supplier_id: UUID | None = None


class ReceiptLineView(Message):
    """`cost`: what a unit costs the organization on average once the whole receipt is in, without VAT, in the base
    currency; null: not kept at the time."""

    item_id: UUID
    quantity: QuantityAmount
    price: PriceAmount
    cost: PriceAmount | None = None


class ReceiptView(Message):
    """Goods that came in; also the fact other services hear of (purchase prices, average cost)."""

    id: UUID
    number: str
    organization_id: UUID
    warehouse_id: UUID
    supplier_id: UUID | None
    received_on: date
    lines: tuple[ReceiptLineView, ...]
    created_at: datetime
    version: int


class StockRow(Message):
    """`free` is what can still be reserved or shipped: on hand less reserved."""

    id: UUID
    item_id: UUID
    warehouse_id: UUID
    on_hand: QuantitySum
    reserved: QuantitySum
    free: QuantitySum


class PowerOfAttorney(Message):
    """The recipient's paper (довіреність): by whom the client lets the goods be taken."""

    number: Name
    on: Day
    person: Annotated[Name, PERSONAL]


class ShipGoods(Message):
    """Ship these quantities of an order, or all that is open when no line is named; all or nothing. Our `packaging`
    goes along from the order's warehouse and is owed; under an offer that says so a deposit is left for it."""

    order_id: UUID
    lines: Annotated[tuple[LineQuantity, ...], Field(max_length=1000)] = ()
    packaging: Annotated[tuple[PackagingQuantity, ...], Field(max_length=100)] = ()
    shipped_on: Day | None = None
    power_of_attorney: PowerOfAttorney | None = None


class ShipmentLineView(Message):
    line_id: UUID
    item_id: UUID
    quantity: QuantityAmount
    total: MoneyAmount
    vat: MoneyAmount
    bonuses: MoneyAmount = Decimal("0.00")
    """Of the card, that paid for it besides."""


class ShippedPackagingView(Message):
    """Packaging that went along, to be returned by `due_on` (null: whenever), and the deposit left for all of it."""

    item_id: UUID
    sku: str
    quantity: QuantityAmount
    due_on: date | None
    deposit: MoneyAmount


class ShipmentCard(Message):
    """Goods were handed over: revenue, less stock, more debt. `total` is what the client owes for it."""

    id: UUID
    number: str
    order_id: UUID
    organization_id: UUID
    partner_id: UUID
    manager_id: UUID | None
    shipped_on: date
    currency: CurrencyCode
    total: MoneyAmount
    revenue: MoneyAmount


class SoldLine(Message):
    """What of an item a shipment gave, or a return brought back. `revenue`: without VAT, in the document's currency."""

    item_id: UUID
    quantity: QuantityAmount
    revenue: MoneyAmount


class GoodsShipped(ShipmentCard):
    """The fact behind `goods_shipped`. `cost`: of the goods, fixed at shipment; ours to know, no client is shown it.
    `lines` sum to `revenue`."""

    cost: MoneyAmount | None = None
    card_id: UUID | None = None
    lines: tuple[SoldLine, ...] = ()


class ShipmentView(ShipmentCard):
    """A shipment with what each line of the order gave and was charged. `deposit`: owed beside the total, for the
    packaging."""

    lines: tuple[ShipmentLineView, ...]
    packaging: tuple[ShippedPackagingView, ...] = ()
    deposit: MoneySum = Decimal("0.00")
    power_of_attorney: PowerOfAttorney | None = None
    created_at: datetime
    version: int


class ShipmentRow(ShipmentCard):
    created_at: datetime


NOT_PACKAGING = error_code(
    "not_packaging",
    Invalid,
    en="Some of these items are no returnable packaging. Ship them as lines of the order, or name others.",
    uk="Деякі з цих позицій не є багатооборотною тарою. Відвантажте їх рядками замовлення або назвіть інші.",
)
NO_DEPOSIT_PRICE = error_code(
    "no_deposit_price",
    Conflict,
    en="A deposit is left for this packaging, and it has no price on the order's day. Set one, then ship it.",
    uk="За цю тару лишають заставу, а ціни на день замовлення вона не має. Встановіть ціну, потім відвантажуйте.",
)

OPEN_WAREHOUSE = api.command(
    "open_warehouse",
    "POST /warehouses",
    OpenWarehouse,
    WarehouseView,
    roles=STOREKEEPERS,
    en="Open a warehouse",
    uk="Відкрити склад",
    errors=(NOT_FOUND,),
    description="A place where the goods of one of our organizations lie.",
    example={"name": "Склад на Подолі"},
)
LIST_WAREHOUSES = api.listing(
    "list_warehouses",
    "GET /warehouses",
    WarehouseView,
    roles=Role,
    en="Warehouses",
    uk="Склади",
    orders=("name", "-name"),
    filters=(equals("organization_id", UUID),),
)
RECEIVE_GOODS = api.command(
    "receive_goods",
    "POST /receipts",
    ReceiveGoods,
    ReceiptView,
    roles=STOREKEEPERS,
    en="Receive goods into a warehouse",
    uk="Оприбуткувати товар на склад",
    errors=(UNKNOWN_REFERENCE, AMOUNT_TOO_LARGE),
    description=(
        "Stock grows by the quantities; the prices are what was paid for one unit, without VAT, and make the cost "
        "of goods."
    ),
)
GET_RECEIPT = api.query(
    "get_receipt", "GET /receipts/{id}", ById, ReceiptView, roles=OFFICE, en="A receipt", uk="Надходження"
)
LIST_STOCK = api.listing(
    "list_stock",
    "GET /stock",
    StockRow,
    roles=OFFICE,
    en="Stock and reservations",
    uk="Залишки й резерви",
    orders=("item_id",),
    filters=(one_of("item_id", UUID), equals("warehouse_id", UUID)),
)
SHIP_GOODS = api.command(
    "ship_goods",
    "POST /shipments",
    ShipGoods,
    ShipmentView,
    roles=STOREKEEPERS | {Role.HEAD_OF_SALES, Role.MANAGER},
    en="Ship an order in full or in part",
    uk="Відвантажити замовлення повністю або частково",
    errors=(
        NOT_FOUND,
        ORDER_STATUS,
        ORDER_ENDED,
        PREPAYMENT_UNPAID,
        CLIENT_IN_BREACH,
        NOTHING_TO_SHIP,
        MORE_THAN_OPEN,
        NOT_ENOUGH_STOCK,
        UNKNOWN_REFERENCE,
        NOT_PACKAGING,
        NO_DEPOSIT_PRICE,
        AMOUNT_TOO_LARGE,
    ),
    example={"power_of_attorney": {"number": "17", "on": "2026-12-01", "person": "Лукаш Вигаданий"}},
)
GET_SHIPMENT = api.query(
    "get_shipment",
    "GET /shipments/{id}",
    ById,
    ShipmentView,
    roles=Role,
    en="A shipment",
    uk="Реалізація",
)
LIST_SHIPMENTS = api.listing(
    "list_shipments",
    "GET /shipments",
    ShipmentRow,
    roles=Role,
    en="Shipments",
    uk="Реалізації",
    orders=("-created_at", "created_at"),
    filters=(
        equals("order_id", UUID),
        equals("partner_id", UUID),
        equals("manager_id", UUID),
        equals("organization_id", UUID),
        between("shipped_on", date),
    ),
)

GOODS_RECEIVED = api.fact("goods_received", ReceiptView, subject="receipt")
GOODS_SHIPPED = api.fact("goods_shipped", GoodsShipped, subject="shipment", routed_by="card_id")

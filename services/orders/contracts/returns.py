"""Goods that clients return (R12)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import Role
from services.chassis.contracts import ById, Message, between, equals
from services.chassis.errors import NOT_FOUND, UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import CurrencyCode, MoneyAmount, Name, QuantityAmount
from services.chassis.moments import Day
from services.orders.contracts.base import STOREKEEPERS, api
from services.orders.contracts.orders import LineQuantity
from services.orders.contracts.stock import SoldLine


class ReturnGoods(Message):
    """These quantities of a shipment come back, or all that has not come back yet when no line is named. A line is
    named as the order has it (`line_id`). The goods go back to the order's warehouse."""

    shipment_id: UUID
    lines: Annotated[tuple[LineQuantity, ...], Field(max_length=1000)] = ()
    reason: Name
    returned_on: Day | None = None


class GoodsReturnLineView(Message):
    line_id: UUID
    item_id: UUID
    quantity: QuantityAmount
    total: MoneyAmount
    vat: MoneyAmount
    bonuses: MoneyAmount = Decimal("0.00")


class GoodsReturnCard(Message):
    """Goods came back from a client: less revenue and debt, more stock. `total` is what the client owes less by it,
    `revenue` the same without VAT; at the prices of the shipment they came with. `bonuses`: given back to the card that
    had paid for the goods."""

    id: UUID
    number: str
    shipment_id: UUID
    order_id: UUID
    organization_id: UUID
    partner_id: UUID
    manager_id: UUID | None
    returned_on: date
    currency: CurrencyCode
    total: MoneyAmount
    revenue: MoneyAmount
    bonuses: MoneyAmount = Decimal("0.00")
    reason: str


class GoodsReturned(GoodsReturnCard):
    """The fact behind `goods_returned`. `cost`: of the goods, as it was at shipment; ours to know, no client is shown
    it."""

    cost: MoneyAmount | None = None
    card_id: UUID | None = None
    lines: tuple[SoldLine, ...] = ()
    """What came back, in quantities and money above zero; they sum to `revenue`."""


class GoodsReturnView(GoodsReturnCard):
    """A return with what of each line came back."""

    lines: tuple[GoodsReturnLineView, ...]
    created_at: datetime
    version: int


class GoodsReturnRow(GoodsReturnCard):
    created_at: datetime


MORE_THAN_SHIPPED = error_code(
    "more_than_shipped",
    Conflict,
    en="Of {item} only {left} can come back by this shipment; {wanted} was asked for. Return no more than that.",
    uk="За цією реалізацією можна повернути лише {left} з {item}, а запитано {wanted}. Зазначте не більше.",
)
NOTHING_TO_RETURN = error_code(
    "nothing_to_return",
    Conflict,
    en="Everything of this shipment has come back already. Choose another shipment.",
    uk="За цією реалізацією вже все повернуто. Виберіть іншу реалізацію.",
)
RETURNED_TOO_EARLY = error_code(
    "returned_too_early",
    Invalid,
    en="Nothing can come back before it was shipped. Enter the day of the shipment or a later one.",
    uk="Ніщо не може повернутися раніше, ніж його відвантажено. Введіть день реалізації або пізніший.",
)

RETURN_GOODS = api.command(
    "return_goods",
    "POST /returns",
    ReturnGoods,
    GoodsReturnView,
    roles=STOREKEEPERS | {Role.HEAD_OF_SALES, Role.MANAGER},
    en="Take goods back from a client",
    uk="Оформити повернення товару від клієнта",
    errors=(NOT_FOUND, UNKNOWN_REFERENCE, MORE_THAN_SHIPPED, NOTHING_TO_RETURN, RETURNED_TOO_EARLY),
    example={"shipment_id": "0197a1e2-7c00-7000-8000-000000000000", "reason": "Не підійшов розмір"},
)
GET_RETURN = api.query(
    "get_return",
    "GET /returns/{id}",
    ById,
    GoodsReturnView,
    roles=Role,
    en="A return of goods",
    uk="Повернення товару",
)
LIST_RETURNS = api.listing(
    "list_returns",
    "GET /returns",
    GoodsReturnRow,
    roles=Role,
    en="Returns of goods",
    uk="Повернення товарів",
    orders=("-created_at", "created_at"),
    filters=(
        equals("order_id", UUID),
        equals("shipment_id", UUID),
        equals("partner_id", UUID),
        equals("manager_id", UUID),
        equals("organization_id", UUID),
        between("returned_on", date),
    ),
)

GOODS_RETURNED = api.fact("goods_returned", GoodsReturned, subject="return", routed_by="card_id")

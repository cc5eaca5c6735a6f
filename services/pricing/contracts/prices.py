"""Price types, price settings and the history of prices (T1, T6, T7)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.contracts import ById, Message, equals, one_of
from services.chassis.errors import EXISTS
from services.chassis.fields import CurrencyCode, Name, PriceAmount
from services.chassis.moments import Day
from services.pricing.contracts.base import PRICERS, Code, api


class AddPriceType(Message):
    """A way of pricing with its own history. `for_sales`: documents use it when nothing else is named."""

    code: Code
    name: Name
    currency: CurrencyCode = "UAH"
    vat_included: bool = True
    for_sales: bool = False


class PriceTypeView(Message):
    """A list of prices in one currency, with or without VAT in them."""

    id: UUID
    code: str
    name: str
    currency: str
    vat_included: bool
    for_sales: bool
    version: int


class NewPrice(Message):
    item_id: UUID
    price_type_id: UUID
    value: PriceAmount


class SetPrices(Message):
    """Sets prices from the beginning of a date (T7); each holds until the next one for that item and type."""

    effective_from: Day
    prices: Annotated[tuple[NewPrice, ...], Field(min_length=1, max_length=1000)]


class PriceSettingView(Message):
    """The fact behind `prices_set`: `count` prices hold from `effective_from`. Rows: `GET /prices?setting_id=`."""

    id: UUID
    number: str
    effective_from: date
    count: int
    version: int


class PriceRow(Message):
    """One row of history: the price holds from `valid_from` to the day before `valid_to` (null: still)."""

    id: UUID
    item_id: UUID
    price_type_id: UUID
    value: PriceAmount
    valid_from: date
    valid_to: date | None
    setting_id: UUID


ADD_PRICE_TYPE = api.command(
    "add_price_type",
    "POST /price-types",
    AddPriceType,
    PriceTypeView,
    roles=PRICERS,
    en="Add a price type",
    uk="Додати вид ціни",
    errors=(EXISTS,),
)
LIST_PRICE_TYPES = api.listing(
    "list_price_types",
    "GET /price-types",
    PriceTypeView,
    roles=OFFICE,
    en="Price types",
    uk="Види цін",
    orders=("code", "-code"),
)
SET_PRICES = api.command(
    "set_prices",
    "POST /price-settings",
    SetPrices,
    PriceSettingView,
    roles=PRICERS,
    en="Set prices from a date",
    uk="Встановити ціни з дати",
)
GET_PRICE_SETTING = api.query(
    "get_price_setting",
    "GET /price-settings/{id}",
    ById,
    PriceSettingView,
    roles=OFFICE,
    en="A price setting",
    uk="Встановлення цін",
)
LIST_PRICES = api.listing(
    "list_prices",
    "GET /prices",
    PriceRow,
    roles=OFFICE,
    en="Price history",
    uk="Історія цін",
    orders=("-valid_from", "valid_from"),
    filters=(one_of("item_id", UUID), equals("price_type_id", UUID), equals("setting_id", UUID)),
)
PRICES_SET = api.fact("prices_set", PriceSettingView, subject="price_setting")

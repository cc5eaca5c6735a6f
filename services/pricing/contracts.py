"""What pricing promises: items, price types, price settings, and the price of many lines in one call."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Contract, Message, equals, one_of
from services.chassis.errors import AMOUNT_TOO_LARGE, EXISTS, Conflict, Forbidden, error_code
from services.chassis.fields import (
    CurrencyCode,
    MoneyAmount,
    Name,
    PercentAmount,
    PriceAmount,
    QuantityAmount,
)
from services.chassis.moments import Day
from services.chassis.sums import DerivedPrice

api = Contract("pricing", en="Pricing", uk="Ціноутворення")

PRICERS = frozenset({Role.ADMINISTRATOR, Role.PRICING_MANAGER})

Code = Annotated[str, Field(pattern=r"^[A-Z0-9_]{1,40}$", examples=["RETAIL"])]
Sku = Annotated[str, Field(pattern=r"^[A-Za-z0-9._/\-]{1,60}$", examples=["TV-55"])]


class ItemKind(StrEnum):
    GOODS = "goods"
    SERVICE = "service"
    RETURNABLE_PACKAGING = "returnable_packaging"


VatRate = Literal["20", "14", "7", "0", "exempt"]


class AddItem(Message):
    """A new item of the catalogue (N1)."""

    sku: Sku
    name: Name
    name_en: Name | None = None
    kind: ItemKind = ItemKind.GOODS
    unit: Annotated[str, Field(pattern=r"^[^\W\d_]{1,20}\.?$", examples=["шт"])] = "шт"
    vat_rate: VatRate = "20"


class ChangeItem(Message):
    """Fields not given stay as they are."""

    id: UUID
    name: Name | None = None
    name_en: Name | None = None
    vat_rate: VatRate | None = None
    withdrawn: bool | None = None


class ItemView(Message):
    """Goods or a service we sell; a withdrawn one stays in old documents."""

    id: UUID
    sku: str
    name: str
    name_en: str | None
    kind: ItemKind
    unit: str
    vat_rate: VatRate
    withdrawn: bool
    version: int


class ByIds(Message):
    ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=1000)]


class Items(Message):
    """The items of these ids that there are."""

    items: tuple[ItemView, ...]


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


class QuoteLine(Message):
    """`manual_price` replaces what the rules give; the reasons say so."""

    item_id: UUID
    quantity: QuantityAmount
    manual_price: PriceAmount | None = None


class AskQuote(Message):
    """Prices of many lines in one call, without side effects. The price type is the one for sales when none is
    named. `prices_with_vat`: what the document's prices are; `vat_free`: the seller pays no VAT."""

    on: Day
    lines: Annotated[tuple[QuoteLine, ...], Field(min_length=1, max_length=1000)]
    price_type_id: UUID | None = None
    prices_with_vat: bool = True
    vat_free: bool = False


class Reason(Message):
    """One step of the way to a price: the rule, the document it comes from, the price before and after."""

    rule: str
    document: str | None
    before: DerivedPrice | None
    after: DerivedPrice
    text: str


class PricedLine(Message):
    """`total` is half_up(quantity × price × (1 − discount)) to the cent; `vat` is within it or on top of it,
    as the document's prices are. No price anywhere: `problem` is `no_price`, amounts are zero and not to be used."""

    item_id: UUID
    sku: str
    name: str
    unit: str
    kind: ItemKind
    quantity: QuantityAmount
    price: DerivedPrice
    listed_price: DerivedPrice | None
    discount: PercentAmount
    total: MoneyAmount
    vat_rate: VatRate
    vat: MoneyAmount
    reasons: tuple[Reason, ...]
    problem: str | None = None


class Quote(Message):
    """Lines priced on one date; `vat` is within `total` when `prices_with_vat`, on top of it otherwise."""

    on: date
    currency: CurrencyCode
    prices_with_vat: bool
    price_type_id: UUID
    lines: tuple[PricedLine, ...]
    total: MoneyAmount
    vat: MoneyAmount


SKU_TAKEN = error_code(
    "sku_taken",
    Conflict,
    en="The SKU {sku} is already used. Give the new item another one.",
    uk="Артикул {sku} уже зайнятий. Дайте новій позиції інший.",
)
ITEM_WITHDRAWN = error_code(
    "item_withdrawn",
    Conflict,
    en="Some items are no longer sold. Leave out the lines listed, or choose others.",
    uk="Деякі позиції більше не продаються. Приберіть перелічені рядки або виберіть інші позиції.",
)
NOT_YET_FOR_CLIENTS = error_code(
    "not_yet_for_clients",
    Forbidden,
    en="Prices of days to come are not shown yet. Ask for today's.",
    uk="Ціни майбутніх днів ще не показуються. Запитайте сьогоднішні.",
)
NO_SALES_PRICE_TYPE = error_code(
    "no_sales_price_type",
    Conflict,
    en="No price type is marked for sales. Mark one, or name a price type in the request.",
    uk="Жоден вид ціни не позначено для продажу. Позначте один або вкажіть вид ціни в запиті.",
)

ADD_ITEM = api.command(
    "add_item",
    "POST /items",
    AddItem,
    ItemView,
    roles=PRICERS,
    en="Add an item",
    uk="Додати номенклатуру",
    errors=(SKU_TAKEN,),
)
CHANGE_ITEM = api.command(
    "change_item",
    "PATCH /items/{id}",
    ChangeItem,
    ItemView,
    roles=PRICERS,
    en="Change an item",
    uk="Змінити номенклатуру",
)
GET_ITEM = api.query("get_item", "GET /items/{id}", ById, ItemView, roles=Role, en="An item", uk="Номенклатура")
GET_ITEMS = api.query(
    "get_items",
    "POST /items/by-ids",
    ByIds,
    Items,
    roles=Role,
    en="Items by their ids",
    uk="Номенклатура за ідентифікаторами",
)
LIST_ITEMS = api.listing(
    "list_items",
    "GET /items",
    ItemView,
    roles=Role,
    en="Items",
    uk="Номенклатура",
    orders=("name", "-name", "sku", "-sku"),
    filters=(one_of("id", UUID), one_of("kind", ItemKind), equals("withdrawn", bool)),
    search=True,
)
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
ASK_QUOTE = api.query(
    "ask_quote",
    "POST /quotes",
    AskQuote,
    Quote,
    roles=Role,
    en="Price many lines in one call",
    uk="Розрахувати ціни багатьох рядків одним запитом",
    errors=(NO_SALES_PRICE_TYPE, ITEM_WITHDRAWN, NOT_YET_FOR_CLIENTS, AMOUNT_TOO_LARGE),
)

ITEM_CHANGED = api.state("item_changed", ItemView, subject="item")
PRICES_SET = api.fact("prices_set", PriceSettingView, subject="price_setting")

api.listens("partners.partner_changed", "partners.partners_reassigned", "partners.partner_erased")

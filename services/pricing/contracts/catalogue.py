"""The catalogue: items (N1)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, equals, one_of
from services.chassis.errors import EXISTS, UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.fields import Name
from services.pricing.contracts.base import PRICERS, ItemKind, Sku, VatRate, api


class AddPriceGroup(Message):
    """A group of items that are priced alike, whatever else they are: offers refine prices by it."""

    name: Name
    name_en: Name | None = None


class ChangePriceGroup(Message):
    """Fields not given stay as they are."""

    id: UUID
    name: Name | None = None
    name_en: Name | None = None


class PriceGroupView(Message):
    """A group of items that are priced alike."""

    id: UUID
    name: str
    name_en: str | None
    version: int


class AddItem(Message):
    """A new item of the catalogue (N1)."""

    sku: Sku
    name: Name
    name_en: Name | None = None
    kind: ItemKind = ItemKind.GOODS
    unit: Annotated[str, Field(pattern=r"^[^\W\d_]{1,20}\.?$", examples=["шт"])] = "шт"
    vat_rate: VatRate = "20"
    price_group_id: UUID | None = None
    brand: Name | None = None


class ChangeItem(Message):
    """Fields not given stay as they are; a null `name_en`, `price_group_id` or `brand` takes it away."""

    id: UUID
    name: Name | None = None
    name_en: Name | None = None
    vat_rate: VatRate | None = None
    withdrawn: bool | None = None
    price_group_id: UUID | None = None
    brand: Name | None = None


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
    price_group_id: UUID | None = None
    brand: str | None = None


class ByIds(Message):
    ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=1000)]


class Items(Message):
    """The items of these ids that there are."""

    items: tuple[ItemView, ...]


SKU_TAKEN = error_code(
    "sku_taken",
    Conflict,
    en="The SKU {sku} is already used. Give the new item another one.",
    uk="Артикул {sku} уже зайнятий. Дайте новій позиції інший.",
)
ADD_PRICE_GROUP = api.command(
    "add_price_group",
    "POST /price-groups",
    AddPriceGroup,
    PriceGroupView,
    roles=PRICERS,
    en="Add a price group",
    uk="Додати цінову групу",
    errors=(EXISTS,),
    example={"name": "Інструмент", "name_en": "Tools"},
)
CHANGE_PRICE_GROUP = api.command(
    "change_price_group",
    "PATCH /price-groups/{id}",
    ChangePriceGroup,
    PriceGroupView,
    roles=PRICERS,
    en="Change a price group",
    uk="Змінити цінову групу",
    errors=(EXISTS,),
    example={"name_en": "Hand tools"},
)
LIST_PRICE_GROUPS = api.listing(
    "list_price_groups",
    "GET /price-groups",
    PriceGroupView,
    roles=OFFICE,
    en="Price groups",
    uk="Цінові групи",
    orders=("name", "-name"),
    filters=(one_of("id", UUID),),
)
ADD_ITEM = api.command(
    "add_item",
    "POST /items",
    AddItem,
    ItemView,
    roles=PRICERS,
    en="Add an item",
    uk="Додати номенклатуру",
    errors=(SKU_TAKEN, UNKNOWN_REFERENCE),
    example={"sku": "CABLE-3X25", "name": "Кабель мідний 3×2,5", "kind": "goods", "unit": "м", "vat_rate": "20"},
)
CHANGE_ITEM = api.command(
    "change_item",
    "PATCH /items/{id}",
    ChangeItem,
    ItemView,
    roles=PRICERS,
    en="Change an item",
    uk="Змінити номенклатуру",
    errors=(UNKNOWN_REFERENCE,),
    example={"name_en": "Copper cable 3×2.5"},
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
    filters=(
        one_of("id", UUID),
        one_of("sku", Sku),
        one_of("kind", ItemKind),
        equals("withdrawn", bool, about="that are withdrawn"),
        one_of("price_group_id", UUID),
    ),
    search=True,
)
ITEM_CHANGED = api.state("item_changed", ItemView, subject="item")

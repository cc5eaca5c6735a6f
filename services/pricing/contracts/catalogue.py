"""The catalogue: items with their cards (N1)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import Role
from services.chassis.contracts import ById, Message, equals, one_of
from services.chassis.errors import NOT_FOUND, UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.fields import Name
from services.pricing.contracts.base import PRICERS, ItemKind, Sku, api
from services.pricing.contracts.item_cards import (
    CARD_WRONG,
    AddItem,
    BarcodeInPath,
    ChangeItem,
    ItemCard,
    ItemRow,
    ItemView,
    ScannedBarcode,
    ScannedItem,
)
from services.pricing.contracts.ranking import PLANNERS, FixRating, SalesRating


class ByIds(Message):
    ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=1000)]


class ByBarcode(Message):
    """A barcode as it was scanned; one with a slash is found by `GET /items?barcode=`."""

    code: BarcodeInPath


class Items(Message):
    """The items of these ids that there are."""

    items: tuple[ItemView, ...]


SKU_TAKEN = error_code(
    "sku_taken",
    Conflict,
    en="The SKU {sku} is already used. Give the new item another one.",
    uk="Артикул {sku} уже зайнятий. Дайте новій позиції інший.",
)
ADD_ITEM = api.command(
    "add_item",
    "POST /items",
    AddItem,
    ItemCard,
    roles=PRICERS,
    en="Add an item",
    uk="Додати номенклатуру",
    errors=(SKU_TAKEN, UNKNOWN_REFERENCE, *CARD_WRONG.values()),
    example={
        "sku": "LAMP-10",
        "name": "Лампа настільна",
        "uktzed_code": "9405210000",
        "weight": "0.35",
        "volume": "0.0021",
        "barcodes": [{"kind": "ean_13", "code": "4820000000017"}],
        "packages": [
            {
                "name": "Ящик",
                "factor": "12",
                "weight": "4.6",
                "default": True,
                "barcodes": [{"kind": "code_128", "code": "LAMP-10-BOX"}],
            }
        ],
        "attributes": [
            {"name": "Колір", "text": "зелений"},
            {"name": "Потужність, Вт", "number": "60"},
            {"name": "Регулювання яскравості", "yes": True},
        ],
    },
)
CHANGE_ITEM = api.command(
    "change_item",
    "PATCH /items/{id}",
    ChangeItem,
    ItemCard,
    roles=PRICERS,
    en="Change an item",
    uk="Змінити номенклатуру",
    errors=(UNKNOWN_REFERENCE, *CARD_WRONG.values()),
    example={"name_en": "Copper cable 3×2.5"},
)
FIX_ITEM_RATING = api.command(
    "fix_item_rating",
    "POST /items/{id}/rating",
    FixRating,
    ItemCard,
    roles=PLANNERS,
    en="Fix the sales rating of an item",
    uk="Зафіксувати рейтинг продажів номенклатури",
    example={"rating": "hit"},
)
GET_ITEM = api.query("get_item", "GET /items/{id}", ById, ItemCard, roles=Role, en="An item", uk="Номенклатура")
GET_ITEM_BY_BARCODE = api.query(
    "get_item_by_barcode",
    "GET /items/by-barcode/{code}",
    ByBarcode,
    ScannedItem,
    roles=Role,
    en="The item that a barcode stands on",
    uk="Номенклатура за штрихкодом",
    errors=(NOT_FOUND,),
)
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
    ItemRow,
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
        equals("product_category_id", UUID, about="Only those of this category and of all that lie in it."),
        one_of("season_id", UUID),
        one_of("seasonal_group_id", UUID),
        one_of("brand", Name),
        equals("barcode", ScannedBarcode, about="Only the one that this barcode stands on, or a package of it."),
        one_of("rating", SalesRating),
    ),
    search=True,
)
ITEM_CHANGED = api.state("item_changed", ItemView, subject="item")

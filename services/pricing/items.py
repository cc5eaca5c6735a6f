"""Use cases of items and their cards."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from services.chassis.actor import Actor
from services.chassis.errors import NOT_FOUND
from services.chassis.text import search_key
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import (
    ITEM_CHANGED,
    SKU_TAKEN,
    AddItem,
    Barcode,
    ByBarcode,
    ByIds,
    ChangeItem,
    ItemCard,
    ItemRow,
    Items,
    ItemView,
    PackageView,
    ScannedItem,
    as_scanned,
)
from services.pricing.groupings import inside
from services.pricing.item_checks import Card, demand_sound
from services.pricing.models import Item, ItemBarcode, ItemPackage, keep_search_key
from services.pricing.rated import rated, rating_of

_MAY_BE_NONE = (
    "name_en",
    "price_group_id",
    "brand",
    "uktzed_code",
    "dkpp_code",
    "product_category_id",
    "season_id",
    "seasonal_group_id",
    "weight",
    "volume",
)
_PARTS = {"packages", "barcodes"}
_SHOWN = [Item.__table__.c[name] for name in ItemView.model_fields]
_LISTED = select(*[Item.__table__.c[name] for name in ItemRow.model_fields if name in Item.__table__.c])
_COLUMNS: dict[str, ColumnElement[Any]] = {
    "id": Item.__table__.c.id,
    "name": Item.__table__.c.sort_key,
    "q": Item.__table__.c.search_key,
    "barcode": ItemBarcode.__table__.c.scanned,
}


def add_item(tx: Tx, command: AddItem) -> Item:
    demand_sound(tx, command, None)
    if tx.find(Item, Item.sku == command.sku):
        raise SKU_TAKEN(sku=command.sku)
    said = {name: value for name, value in command.__dict__.items() if name not in {*_PARTS, "attributes"}}
    item = tx.add(Item(**said, withdrawn=False))
    _write_parts(item, command)
    tx.announce(ITEM_CHANGED, item)
    return item


def change_item(tx: Tx, command: ChangeItem) -> Item:
    item = tx.get(Item, command.id)
    demand_sound(tx, command, item)
    with tx.session.no_autoflush:  # one version, not one for each question asked meanwhile
        for name in command.model_fields_set - {"id", "attributes", *_PARTS}:
            value = getattr(command, name)
            if value is not None or name in _MAY_BE_NONE:
                setattr(item, name, value)
        if command.packages is not None or command.barcodes is not None:
            tx.touch(item)
        _write_parts(item, command)
    tx.announce(ITEM_CHANGED, item)
    return item


def _write_parts(item: Item, card: Card) -> None:
    if card.attributes is not None:
        item.attributes = [one.model_dump(mode="json", exclude_none=True) for one in card.attributes]
    if card.packages is not None:
        item.packages = list(_packages(item, card))
    if card.packages is not None or card.barcodes is not None:
        item.barcodes = list(_barcodes(item, card))
    keep_search_key(item, *(one.scanned for one in item.barcodes))


def _packages(item: Item, card: Card) -> Iterator[ItemPackage]:
    """Those written, in their order; then those that are no more."""
    known = {one.search_key: one for one in item.packages}
    for place, told in enumerate(card.packages or ()):
        package = known.pop(search_key(told.name), None) or ItemPackage(item_id=item.id)
        package.position, package.name, package.factor = place, told.name, told.factor
        package.weight, package.volume = told.weight, told.volume
        package.is_default, package.withdrawn = told.default, False
        yield package
    for place, package in enumerate(known.values(), len(card.packages or ())):
        package.position, package.is_default, package.withdrawn = place, False, True
        yield package


def _barcodes(item: Item, card: Card) -> Iterator[ItemBarcode]:
    """A row whose barcode stays on the card is kept: it would be in the way of a new one."""
    known = {one.scanned: one for one in item.barcodes}
    told: list[tuple[ItemPackage | None, Barcode | ItemBarcode]] = []
    if card.barcodes is not None:
        told += [(None, one) for one in card.barcodes]
    else:
        told += [(None, one) for one in item.barcodes if one.package is None]
    if card.packages is not None:
        told += [(item.packages[place], one) for place, of in enumerate(card.packages) for one in of.barcodes]
    else:
        told += [(one.package, one) for one in item.barcodes if one.package is not None]
    for place, (package, one) in enumerate(told):
        scanned = as_scanned(one.code)
        row = known.get(scanned) or ItemBarcode(item_id=item.id, scanned=scanned)
        row.position, row.package, row.kind, row.code = place, package, one.kind, one.code
        yield row


def card_of(reader: Reader, item: Item) -> ItemCard:
    rating = rating_of(reader, item)
    shown = {name: getattr(item, name) for name in ItemRow.model_fields.keys() - rating.keys()}
    return ItemCard.model_validate(
        {
            **shown,
            **rating,
            "barcodes": _of_package(item, None),
            "packages": tuple(
                PackageView(
                    id=one.id,
                    name=one.name,
                    factor=one.factor,
                    weight=one.weight,
                    volume=one.volume,
                    default=one.is_default,
                    withdrawn=one.withdrawn,
                    barcodes=_of_package(item, one),
                )
                for one in item.packages
            ),
            "attributes": item.attributes,
        }
    )


def _of_package(item: Item, package: ItemPackage | None) -> tuple[Barcode, ...]:
    return tuple(
        Barcode.model_validate({"kind": one.kind, "code": one.code}) for one in item.barcodes if one.package is package
    )


def item_by_barcode(reader: Reader, asked: ByBarcode) -> ScannedItem:
    query = select(ItemBarcode.item_id, ItemBarcode.package_id).where(ItemBarcode.scanned == asked.code)
    found = reader.session.execute(query).first()
    if found is None:
        raise NOT_FOUND(subject="Item")
    return ScannedItem(item=card_of(reader, reader.get(Item, found.item_id)), package_id=found.package_id)


def items_by_ids(reader: Reader, asked: ByIds) -> Items:
    found = reader.rows(select(*_SHOWN).where(Item.id.in_(asked.ids)))
    return Items(items=tuple(ItemView.model_validate(row._mapping) for row in found))


def items_query(asked: Any, actor: Actor) -> tuple[Select[Any], dict[str, ColumnElement[Any]]]:
    """`asked`: filters of the list. A category is asked for with all that lies in it."""
    query, columns = _LISTED, _COLUMNS
    if asked.product_category_id is not None:
        found = inside(asked.product_category_id)
        query = query.join(found, found.c.category_id == Item.product_category_id)
        columns = columns | {"product_category_id": found.c.top}
    if asked.barcode is not None:
        query = query.join(ItemBarcode, ItemBarcode.item_id == Item.id)
    return rated(query, actor), columns

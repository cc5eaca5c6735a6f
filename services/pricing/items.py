"""Use cases of the catalogue."""

from sqlalchemy import select

from services.chassis.tx import Reader, Tx
from services.pricing.contracts import ITEM_CHANGED, SKU_TAKEN, AddItem, ByIds, ChangeItem, Items, ItemView
from services.pricing.models import Item


def add_item(tx: Tx, command: AddItem) -> Item:
    if tx.find(Item, Item.sku == command.sku):
        raise SKU_TAKEN(sku=command.sku)
    item = tx.add(Item(**command.__dict__, withdrawn=False))
    tx.announce(ITEM_CHANGED, item)
    return item


def change_item(tx: Tx, command: ChangeItem) -> Item:
    item = tx.get(Item, command.id)
    for name in command.model_fields_set - {"id"}:
        value = getattr(command, name)
        if value is not None or name == "name_en":
            setattr(item, name, value)
    tx.announce(ITEM_CHANGED, item)
    return item


def items_by_ids(reader: Reader, asked: ByIds) -> Items:
    found = reader.rows(select(*Item.__table__.c).where(Item.id.in_(asked.ids)))
    return Items(items=tuple(ItemView.model_validate(row._mapping) for row in found))

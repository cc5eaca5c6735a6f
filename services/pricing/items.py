"""Use cases of the catalogue."""

from sqlalchemy import select

from services.chassis.errors import EXISTS
from services.chassis.references import require
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import (
    ITEM_CHANGED,
    SKU_TAKEN,
    AddItem,
    AddPriceGroup,
    ByIds,
    ChangeItem,
    ChangePriceGroup,
    Items,
    ItemView,
)
from services.pricing.models import Item, PriceGroup

_MAY_BE_NONE = ("name_en", "price_group_id", "brand")


def add_price_group(tx: Tx, command: AddPriceGroup) -> PriceGroup:
    _demand_new_name(tx, command.name)
    return tx.add(PriceGroup(**command.__dict__))


def change_price_group(tx: Tx, command: ChangePriceGroup) -> PriceGroup:
    group = tx.get(PriceGroup, command.id)
    if command.name is not None and command.name != group.name:
        _demand_new_name(tx, command.name)
        group.name = command.name
    if "name_en" in command.model_fields_set:
        group.name_en = command.name_en
    return group


def _demand_new_name(tx: Tx, name: str) -> None:
    if tx.find(PriceGroup, PriceGroup.name == name):
        raise EXISTS(field="name")


def add_item(tx: Tx, command: AddItem) -> Item:
    if tx.find(Item, Item.sku == command.sku):
        raise SKU_TAKEN(sku=command.sku)
    require(tx, (PriceGroup, command.price_group_id, "/price_group_id"))
    item = tx.add(Item(**command.__dict__, withdrawn=False))
    tx.announce(ITEM_CHANGED, item)
    return item


def change_item(tx: Tx, command: ChangeItem) -> Item:
    item = tx.get(Item, command.id)
    require(tx, (PriceGroup, command.price_group_id, "/price_group_id"))
    for name in command.model_fields_set - {"id"}:
        value = getattr(command, name)
        if value is not None or name in _MAY_BE_NONE:
            setattr(item, name, value)
    tx.announce(ITEM_CHANGED, item)
    return item


def items_by_ids(reader: Reader, asked: ByIds) -> Items:
    found = reader.rows(select(*Item.__table__.c).where(Item.id.in_(asked.ids)))
    return Items(items=tuple(ItemView.model_validate(row._mapping) for row in found))

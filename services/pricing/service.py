"""The Nameko service of pricing: one short method for each operation and each event."""

from typing import Any

from sqlalchemy import select

from services.chassis.audit import personal_columns
from services.chassis.host import operation
from services.chassis.runtime import Call, Reply
from services.partners.listening import ListensToPartners
from services.pricing import contracts, items, prices, quotes
from services.pricing.models import Base, Item, ItemPrice, PriceSetting, PriceType

_ITEM = {
    "id": Item.id,
    "name": Item.sort_key,
    "sku": Item.sku,
    "q": Item.search_key,
    "kind": Item.kind,
    "withdrawn": Item.withdrawn,
}
_PRICE_TYPE = {"id": PriceType.id, "code": PriceType.code}
_PRICE = {
    "id": ItemPrice.id,
    "valid_from": ItemPrice.valid_from,
    "item_id": ItemPrice.item_id,
    "price_type_id": ItemPrice.price_type_id,
    "setting_id": ItemPrice.setting_id,
}


class PricingService(ListensToPartners):
    name = "pricing"
    contract = contracts.api
    personal = personal_columns(Base.metadata)

    @operation(contracts.ADD_ITEM)
    def add_item(self, call: Call[Any]) -> Reply:
        return call.transact(items.add_item)

    @operation(contracts.CHANGE_ITEM)
    def change_item(self, call: Call[Any]) -> Reply:
        return call.transact(items.change_item)

    @operation(contracts.GET_ITEM)
    def get_item(self, call: Call[Any]) -> Reply:
        return call.show(Item)

    @operation(contracts.GET_ITEMS)
    def get_items(self, call: Call[Any]) -> Reply:
        return call.read(items.items_by_ids)

    @operation(contracts.LIST_ITEMS)
    def list_items(self, call: Call[Any]) -> Reply:
        return call.list(select(*Item.__table__.c), _ITEM, Item)

    @operation(contracts.ADD_PRICE_TYPE)
    def add_price_type(self, call: Call[Any]) -> Reply:
        return call.transact(prices.add_price_type)

    @operation(contracts.LIST_PRICE_TYPES)
    def list_price_types(self, call: Call[Any]) -> Reply:
        return call.list(select(*PriceType.__table__.c), _PRICE_TYPE, PriceType)

    @operation(contracts.SET_PRICES)
    def set_prices(self, call: Call[Any]) -> Reply:
        return call.transact(prices.set_prices)

    @operation(contracts.GET_PRICE_SETTING)
    def get_price_setting(self, call: Call[Any]) -> Reply:
        return call.show(PriceSetting)

    @operation(contracts.LIST_PRICES)
    def list_prices(self, call: Call[Any]) -> Reply:
        history = select(*ItemPrice.__table__.c).join(PriceType, PriceType.id == ItemPrice.price_type_id)
        return call.list(history, _PRICE, PriceType)

    @operation(contracts.ASK_QUOTE)
    def ask_quote(self, call: Call[Any]) -> Reply:
        return call.read(quotes.quote)


service_class = PricingService

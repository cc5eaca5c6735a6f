"""The catalogue's part of the service: one short method for each operation."""

from typing import Any

from sqlalchemy import select

from services.chassis.host import operation
from services.chassis.runtime import Call, Reply
from services.pricing import contracts, groupings, items
from services.pricing.models import Item, PriceGroup, ProductCategory, Season, SeasonalGroup


class KeepsCatalogue:
    @operation(contracts.ADD_ITEM)
    def add_item(self, call: Call[Any]) -> Reply:
        return call.transact(items.add_item)

    @operation(contracts.CHANGE_ITEM)
    def change_item(self, call: Call[Any]) -> Reply:
        return call.transact(items.change_item)

    @operation(contracts.GET_ITEM)
    def get_item(self, call: Call[Any]) -> Reply:
        return call.show(Item)

    @operation(contracts.GET_ITEM_BY_BARCODE)
    def get_item_by_barcode(self, call: Call[Any]) -> Reply:
        return call.read(items.item_by_barcode)

    @operation(contracts.GET_ITEMS)
    def get_items(self, call: Call[Any]) -> Reply:
        return call.read(items.items_by_ids)

    @operation(contracts.LIST_ITEMS)
    def list_items(self, call: Call[Any]) -> Reply:
        query, columns = items.items_query(call.request, call.actor)
        return call.list(query, columns, Item)

    # ------------------------------------------------------------ what items are put into

    @operation(contracts.ADD_PRICE_GROUP)
    def add_price_group(self, call: Call[Any]) -> Reply:
        return call.transact(groupings.add_group, PriceGroup)

    @operation(contracts.CHANGE_PRICE_GROUP)
    def change_price_group(self, call: Call[Any]) -> Reply:
        return call.transact(groupings.change_group, PriceGroup)

    @operation(contracts.LIST_PRICE_GROUPS)
    def list_price_groups(self, call: Call[Any]) -> Reply:
        return call.list(select(*PriceGroup.__table__.c), {"name": PriceGroup.sort_key}, PriceGroup)

    @operation(contracts.ADD_PRODUCT_CATEGORY)
    def add_product_category(self, call: Call[Any]) -> Reply:
        return call.transact(groupings.add_product_category)

    @operation(contracts.CHANGE_PRODUCT_CATEGORY)
    def change_product_category(self, call: Call[Any]) -> Reply:
        return call.transact(groupings.change_product_category)

    @operation(contracts.LIST_PRODUCT_CATEGORIES)
    def list_product_categories(self, call: Call[Any]) -> Reply:
        columns = {"name": ProductCategory.sort_key, "q": ProductCategory.search_key}
        return call.list(select(*ProductCategory.__table__.c), columns, ProductCategory)

    @operation(contracts.ADD_SEASON)
    def add_season(self, call: Call[Any]) -> Reply:
        return call.transact(groupings.add_group, Season)

    @operation(contracts.CHANGE_SEASON)
    def change_season(self, call: Call[Any]) -> Reply:
        return call.transact(groupings.change_group, Season)

    @operation(contracts.LIST_SEASONS)
    def list_seasons(self, call: Call[Any]) -> Reply:
        return call.list(select(*Season.__table__.c), {"name": Season.sort_key}, Season)

    @operation(contracts.ADD_SEASONAL_GROUP)
    def add_seasonal_group(self, call: Call[Any]) -> Reply:
        return call.transact(groupings.add_group, SeasonalGroup)

    @operation(contracts.CHANGE_SEASONAL_GROUP)
    def change_seasonal_group(self, call: Call[Any]) -> Reply:
        return call.transact(groupings.change_group, SeasonalGroup)

    @operation(contracts.LIST_SEASONAL_GROUPS)
    def list_seasonal_groups(self, call: Call[Any]) -> Reply:
        return call.list(select(*SeasonalGroup.__table__.c), {"name": SeasonalGroup.sort_key}, SeasonalGroup)

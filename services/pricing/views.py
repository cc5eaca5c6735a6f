"""How pricing's records are shown: to callers, in events, in replays."""

from services.chassis.jobs import register_views
from services.chassis.tx import Reader, Views
from services.pricing.contracts import ItemView, PriceSettingView, PriceTypeView
from services.pricing.models import Item, PriceSetting, PriceType

views = Views()
register_views(views, "pricing")


@views.of(ItemView, Item)
def item_view(_: Reader, item: Item) -> ItemView:
    return ItemView.model_validate(item, from_attributes=True)


@views.of(PriceTypeView, PriceType)
def price_type_view(_: Reader, price_type: PriceType) -> PriceTypeView:
    return PriceTypeView.model_validate(price_type, from_attributes=True)


@views.of(PriceSettingView, PriceSetting)
def price_setting_view(_: Reader, setting: PriceSetting) -> PriceSettingView:
    return PriceSettingView.model_validate(setting, from_attributes=True)

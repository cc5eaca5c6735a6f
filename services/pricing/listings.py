"""What pricing's lists are filtered and ordered by, where that is columns alone."""

from services.pricing.models import (
    Discount,
    DiscountGroup,
    ExchangeRate,
    ItemPrice,
    OfferPeriod,
    PriceType,
)

PRICE_TYPE = {"id": PriceType.id, "code": PriceType.code}
PRICE = {
    "id": ItemPrice.id,
    "valid_from": ItemPrice.valid_from,
    "item_id": ItemPrice.item_id,
    "package_id": ItemPrice.package_id,
    "price_type_id": ItemPrice.price_type_id,
    "setting_id": ItemPrice.setting_id,
    "origin": ItemPrice.origin,
}
RATE = {"id": ExchangeRate.id, "on": ExchangeRate.on, "currency": ExchangeRate.currency}

DISCOUNT_GROUP = {
    "id": DiscountGroup.id,
    "priority": DiscountGroup.priority,
    "parent_id": DiscountGroup.parent_id,
}
WITHDRAWN = Discount.archived_at.is_not(None)
DISCOUNT = {
    "id": Discount.id,
    "priority": Discount.priority,
    "group_id": Discount.group_id,
    "offer_id": Discount.offer_id,
    "item_segment_id": Discount.item_segment_id,
    "withdrawn": WITHDRAWN,
}
OFFER_PERIOD = {
    name: getattr(OfferPeriod, name) for name in ("id", "starts_on", "due_on", "offer_id", "assignee_id", "status")
}

"""Tables of pricing. Dumb: columns, who may see a row, and nothing else. Read them noun by noun."""

from services.pricing.models.base import Base
from services.pricing.models.bonuses import BonusEntry, BonusLot, CardOrder, CardReturn, CardShipment
from services.pricing.models.calendars import Calendar
from services.pricing.models.cards import CardKind, LoyaltyCard
from services.pricing.models.catalogue import (
    Item,
    ItemBarcode,
    ItemPackage,
    PriceGroup,
    ProductCategory,
    Season,
    SeasonalGroup,
    keep_search_key,
)
from services.pricing.models.discounts import Discount, DiscountGroup, ManualLimit
from services.pricing.models.fulfilment import OfferedDay, OfferedDue, OfferedOrder, OfferedPackaging
from services.pricing.models.history import PastPrice, PriceRules, PriceSettingEntry
from services.pricing.models.offers import Offer, OfferGroupRow, OfferItemRow, OfferVersion
from services.pricing.models.periods import OfferPeriod
from services.pricing.models.plans import KnownStaff, SalesPlan
from services.pricing.models.prices import ExchangeRate, ItemPrice, PriceSetting, PriceType, PurchasePrice
from services.pricing.models.sales import IndicatorRules, ItemIndicators, KnownReceipt, KnownSale
from services.pricing.models.segments import ItemSegment, ItemSegmentChange, ItemSegmentMember

__all__ = [
    "Base",
    "BonusEntry",
    "BonusLot",
    "Calendar",
    "CardKind",
    "CardOrder",
    "CardReturn",
    "CardShipment",
    "Discount",
    "DiscountGroup",
    "ExchangeRate",
    "IndicatorRules",
    "Item",
    "ItemBarcode",
    "ItemIndicators",
    "ItemPackage",
    "ItemPrice",
    "ItemSegment",
    "ItemSegmentChange",
    "ItemSegmentMember",
    "KnownReceipt",
    "KnownSale",
    "KnownStaff",
    "LoyaltyCard",
    "ManualLimit",
    "Offer",
    "OfferGroupRow",
    "OfferItemRow",
    "OfferPeriod",
    "OfferVersion",
    "OfferedDay",
    "OfferedDue",
    "OfferedOrder",
    "OfferedPackaging",
    "PastPrice",
    "PriceGroup",
    "PriceRules",
    "PriceSetting",
    "PriceSettingEntry",
    "PriceType",
    "ProductCategory",
    "PurchasePrice",
    "SalesPlan",
    "Season",
    "SeasonalGroup",
    "keep_search_key",
]

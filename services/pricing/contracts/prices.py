"""Price settings and the history of prices (T2, T6, T7)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.amounts import Amount
from services.chassis.contracts import ById, Message, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE
from services.chassis.fields import PriceAmount
from services.chassis.moments import Day
from services.pricing.contracts.base import PRICERS, api

ChangePercent = Annotated[
    Decimal, Amount(places=2, whole_digits=20, computed=True, description="By how many percent a price changes")
]


class Origin(StrEnum):
    """Whether a person set a price, or it followed from another."""

    MANUAL = "manual"
    COMPUTED = "computed"


class Outcome(StrEnum):
    """What becomes of a computed price: it is written; its threshold holds the old one; there is no exchange rate on
    that day; it would be beyond any price there is."""

    WRITTEN = "written"
    HELD = "held"
    NO_RATE = "no_rate"
    TOO_LARGE = "too_large"


class NewPrice(Message):
    item_id: UUID
    price_type_id: UUID
    value: PriceAmount


class SetPrices(Message):
    """Sets prices from the beginning of a date (T7); each holds until the next one for that item and type. All that
    is computed of them follows from the same date (T2)."""

    effective_from: Day
    prices: Annotated[tuple[NewPrice, ...], Field(min_length=1, max_length=1000)]


class PriceSettingView(Message):
    """The fact behind `prices_set`: `count` prices hold from `effective_from`, and `computed` ones followed, at that
    date or at later ones; `held` were not written. Rows: `GET /prices?setting_id=`."""

    id: UUID
    number: str
    effective_from: date
    count: int
    version: int
    computed: int = 0
    held: int = 0
    receipt_id: UUID | None = None
    """The receipt of goods that these prices followed."""


class PreviewedPrice(Message):
    """What would be written, or why not. `old` holds just before the date, null: none; `percent`: from old to new,
    null where there is no old price to compare with."""

    item_id: UUID
    price_type_id: UUID
    effective_from: date
    origin: Origin
    old: PriceAmount | None
    new: PriceAmount | None
    percent: ChangePercent | None
    outcome: Outcome


class PricePreview(Message):
    """Prices as a setting would make them: those named first, each followed by all that is computed of them."""

    effective_from: date
    prices: tuple[PreviewedPrice, ...]


class PriceRow(Message):
    """One row of history: the price holds from `valid_from` to the day before `valid_to` (null: still)."""

    id: UUID
    item_id: UUID
    price_type_id: UUID
    value: PriceAmount
    valid_from: date
    valid_to: date | None
    setting_id: UUID
    origin: Origin = Origin.MANUAL


SET_PRICES = api.command(
    "set_prices",
    "POST /price-settings",
    SetPrices,
    PriceSettingView,
    roles=PRICERS,
    en="Set prices from a date",
    uk="Встановити ціни з дати",
    errors=(UNKNOWN_REFERENCE,),
)
PREVIEW_PRICES = api.query(
    "preview_prices",
    "POST /price-settings/preview",
    SetPrices,
    PricePreview,
    roles=PRICERS,
    en="What a price setting would change",
    uk="Що змінило б встановлення цін",
    errors=(UNKNOWN_REFERENCE,),
)
GET_PRICE_SETTING = api.query(
    "get_price_setting",
    "GET /price-settings/{id}",
    ById,
    PriceSettingView,
    roles=OFFICE,
    en="A price setting",
    uk="Встановлення цін",
)
LIST_PRICES = api.listing(
    "list_prices",
    "GET /prices",
    PriceRow,
    roles=OFFICE,
    en="Price history",
    uk="Історія цін",
    orders=("-valid_from", "valid_from"),
    filters=(
        one_of("item_id", UUID),
        equals("price_type_id", UUID),
        equals("setting_id", UUID),
        equals("origin", Origin),
    ),
)
PRICES_SET = api.fact("prices_set", PriceSettingView, subject="price_setting")

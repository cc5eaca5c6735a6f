"""Price settings and the history of prices (T2, T6, T7)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.amounts import Amount
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import NOT_FOUND, UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import CurrencyCode, PercentAmount, PriceAmount
from services.chassis.moments import Day, Flag, Instant
from services.chassis.sums import DerivedPrice
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
    that day; it would be beyond any price there is; there is no price that a percent could change; its formula divided
    by zero, went beyond all numbers or put attributes of two kinds in order, or an attribute of the item is of another
    kind than its formula or condition takes it for, and the old one stays; its condition is false and there was no
    price; it ends, for its condition is false or what it follows has ended."""

    WRITTEN = "written"
    HELD = "held"
    NO_RATE = "no_rate"
    TOO_LARGE = "too_large"
    NO_PRICE = "no_price"
    FORMULA_FAILED = "formula_failed"
    ATTRIBUTE_MISFIT = "attribute_misfit"
    NOT_APPLICABLE = "not_applicable"
    ENDED = "ended"


class SettingStatus(StrEnum):
    """Agreed prices are known, and will hold from their date; from that day on the setting is effective."""

    DRAFT = "draft"
    AGREED = "agreed"
    EFFECTIVE = "effective"
    CANCELLED = "cancelled"


class NewPrice(Message):
    """A price of one item (of its unit, or of the package named), of all items of a price group, or of all that are in
    a segment when it is agreed, of their units: a value; or by how many percent the price of the day before changes,
    rounded as the type rounds; or computed anew from its base. Of two rows for one price the later counts."""

    item_id: UUID | None = None
    package_id: UUID | None = None
    price_group_id: UUID | None = None
    item_segment_id: UUID | None = None
    price_type_id: UUID
    value: PriceAmount | None = None
    percent: PercentAmount | None = None
    recalculate: Flag = False


class SetPrices(Message):
    """Sets prices from the beginning of a date (T7); each holds until the next one for that item and type. All that
    is computed of them follows from the same date (T2). A draft is kept, and sets nothing until it is agreed."""

    effective_from: Day
    prices: Annotated[tuple[NewPrice, ...], Field(min_length=1, max_length=1000)]
    draft: Flag = False


class PriceSettingView(Message):
    """The fact behind `prices_set`: `count` prices hold from `effective_from`, and `computed` ones followed, at that
    date or at later ones; `held` were not written, `ended` hold no longer. Rows: `GET /prices?setting_id=`."""

    id: UUID
    number: str
    effective_from: date
    count: int
    version: int
    computed: int = 0
    held: int = 0
    receipt_id: UUID | None = None
    """The receipt of goods that these prices followed."""
    ended: int = 0


class PriceSettingShown(PriceSettingView):
    """A price setting as it stands today. Counts are of the moment when it was agreed; of a draft `count` is of its
    rows, which are in `prices`."""

    status: SettingStatus
    agreed_at: datetime | None
    cancelled_at: datetime | None
    prices: tuple[NewPrice, ...] = ()


class PriceSettingRow(Message):
    """Drafts, what was agreed, and what was cancelled; their prices: `GET /prices?setting_id=`."""

    id: UUID
    number: str
    effective_from: date
    status: SettingStatus
    count: int
    computed: int
    held: int
    ended: int
    receipt_id: UUID | None
    agreed_at: datetime | None
    cancelled_at: datetime | None
    version: int


class PriceSettingCancelled(PriceSettingView):
    """The fact behind `prices_cancelled`: prices are as if it had never been agreed."""

    cancelled_at: datetime


class PriceAsked(Message):
    """The price of an item's unit, or of a package of it, on a day (today's, if none is named), as it is known now or
    was known at a moment."""

    item_id: UUID
    package_id: UUID | None = None
    price_type_id: UUID
    on: Day | None = None
    known_at: Instant | None = None
    """As it was known then, whatever was agreed or cancelled since; now, if no moment is named."""


class PriceOnDay(Message):
    """`value` null: no price on that day, as far as was known. Otherwise the row of the history it stands in: a row
    known before may have ended later than it does now. A package without a price of its own costs the unit's price
    times its units of today: `by_factor` says so, and the row is the unit's."""

    item_id: UUID
    package_id: UUID | None = None
    price_type_id: UUID
    on: date
    known_at: datetime
    currency: CurrencyCode
    value: DerivedPrice | None
    by_factor: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    setting_id: UUID | None = None
    origin: Origin | None = None


class PreviewedPrice(Message):
    """What would be written, or why not. `old` holds just before the date, null: none; `percent`: from old to new,
    null where there is no old price to compare with."""

    item_id: UUID
    package_id: UUID | None = None
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
    """One row of history: the price holds from `valid_from` to the day before `valid_to` (null: still). It is of one
    unit, or of the package named."""

    id: UUID
    item_id: UUID
    package_id: UUID | None = None
    price_type_id: UUID
    value: PriceAmount
    valid_from: date
    valid_to: date | None
    setting_id: UUID
    origin: Origin = Origin.MANUAL


PRICES_WRONG = {
    "whose": error_code(
        "item_or_group",
        Invalid,
        en="Name either an item, or a price group, or a segment.",
        uk="Вкажіть або позицію, або цінову групу, або сегмент.",
    ),
    "package": error_code(
        "package_of_group",
        Invalid,
        en="Packages of a price group differ. Name the item whose package it is.",
        uk="Упаковки номенклатури цінової групи різні. Вкажіть позицію, чия це упаковка.",
    ),
    "what": error_code(
        "value_percent_or_recalculation",
        Invalid,
        en="Say one thing: a value, a percent, or that the price is computed anew.",
        uk="Вкажіть щось одне: значення, відсоток або перерахунок.",
    ),
    "manual": error_code(
        "nothing_to_compute",
        Invalid,
        en="Prices of this type are set by hand. Enter a value or a percent.",
        uk="Ціни цього виду встановлюють вручну. Введіть значення або відсоток.",
    ),
}
NOT_A_DRAFT = error_code(
    "price_setting_not_draft",
    Conflict,
    en="Only a draft is agreed; this price setting is agreed or cancelled already. Make a new one.",
    uk="Узгоджують лише чернетку; це встановлення цін уже узгоджено або скасовано. Створіть нове.",
)
SETTING_CANCELLED = error_code(
    "price_setting_cancelled",
    Conflict,
    en="The price setting was cancelled already. Make a new one if its prices should hold.",
    uk="Встановлення цін уже скасовано. Якщо ціни мають діяти, створіть нове.",
)
SETTING_TOO_OLD = error_code(
    "price_setting_too_old",
    Conflict,
    en="What this price setting displaced was not kept yet when it was made. Set other prices from its date.",
    uk="Коли створювали це встановлення цін, витіснене ним ще не зберігалося. Встановіть з його дати інші ціни.",
)
_EXAMPLE = {
    "effective_from": "2026-12-01",
    "prices": [
        {
            "item_id": "0196a1f0-0000-7000-8000-000000000001",
            "price_type_id": "0196a1f0-0000-7000-8000-000000000002",
            "value": "120.00",
        }
    ],
}

SET_PRICES = api.command(
    "set_prices",
    "POST /price-settings",
    SetPrices,
    PriceSettingShown,
    roles=PRICERS,
    en="Set prices from a date",
    uk="Встановити ціни з дати",
    errors=(UNKNOWN_REFERENCE, *PRICES_WRONG.values()),
    example=_EXAMPLE,
)
AGREE_PRICE_SETTING = api.command(
    "agree_price_setting",
    "POST /price-settings/{id}/agree",
    ById,
    PriceSettingShown,
    roles=PRICERS,
    en="Agree a draft of a price setting",
    uk="Узгодити чернетку встановлення цін",
    errors=(NOT_A_DRAFT, *PRICES_WRONG.values()),
    description="Its prices are set from its date, and all that follows changes along, by the price types of today.",
)
CANCEL_PRICE_SETTING = api.command(
    "cancel_price_setting",
    "POST /price-settings/{id}/cancel",
    ById,
    PriceSettingShown,
    roles=PRICERS,
    en="Cancel a price setting",
    uk="Скасувати встановлення цін",
    errors=(SETTING_CANCELLED, SETTING_TOO_OLD),
    description=(
        "What is left are the prices that the remaining settings would have made, in the order in which they were "
        "agreed. Documents already made keep theirs. A draft is just put aside."
    ),
)
PREVIEW_PRICES = api.query(
    "preview_prices",
    "POST /price-settings/preview",
    SetPrices,
    PricePreview,
    roles=PRICERS,
    en="What a price setting would change",
    uk="Що змінило б встановлення цін",
    errors=(UNKNOWN_REFERENCE, *PRICES_WRONG.values()),
    example=_EXAMPLE,
)
PREVIEW_PRICE_SETTING = api.query(
    "preview_price_setting",
    "GET /price-settings/{id}/preview",
    ById,
    PricePreview,
    roles=PRICERS,
    en="What a draft of a price setting would change",
    uk="Що змінила б чернетка встановлення цін",
    errors=(NOT_A_DRAFT, *PRICES_WRONG.values()),
)
GET_PRICE_SETTING = api.query(
    "get_price_setting",
    "GET /price-settings/{id}",
    ById,
    PriceSettingShown,
    roles=OFFICE,
    en="A price setting",
    uk="Встановлення цін",
)
LIST_PRICE_SETTINGS = api.listing(
    "list_price_settings",
    "GET /price-settings",
    PriceSettingRow,
    roles=OFFICE,
    en="Price settings",
    uk="Встановлення цін: перелік",
    orders=("-effective_from", "effective_from"),
    filters=(one_of("status", SettingStatus), between("effective_from")),
)
GET_PRICE = api.query(
    "get_price",
    "GET /prices/on-day",
    PriceAsked,
    PriceOnDay,
    roles=OFFICE,
    en="The price of an item on a day, as known at a moment",
    uk="Ціна позиції на день, як її знали в певний момент",
    errors=(NOT_FOUND, UNKNOWN_REFERENCE),
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
        equals("package_id", UUID),
        equals("price_type_id", UUID),
        equals("setting_id", UUID, about="Only prices that this setting set, or that followed from it."),
        equals("origin", Origin),
    ),
)
PRICES_SET = api.fact("prices_set", PriceSettingView, subject="price_setting")
PRICES_CANCELLED = api.fact("prices_cancelled", PriceSettingCancelled, subject="price_setting")

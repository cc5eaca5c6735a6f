"""Price types: typed by hand, or computed from another type or from what goods were bought for (T1, T3-T5)."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import OFFICE
from services.chassis.contracts import JobTicket, Message
from services.chassis.errors import EXISTS, UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.chassis.fields import CurrencyCode, MarkupPercent, Name, PercentAmount, PriceAmount, SharePercent
from services.chassis.moments import Day
from services.pricing.contracts.base import PRICERS, Code, api
from services.pricing.contracts.formulas import FORMULA_WRONG, FormulaText


class Way(StrEnum):
    """How a type's prices come about: people set them; they follow another type's; they follow the latest receipt; a
    formula of the user's own over all of these."""

    MANUAL = "manual"
    MARKUP_ON_TYPE = "markup_on_type"
    MARKUP_ON_PURCHASE = "markup_on_purchase"
    FORMULA = "formula"


class Direction(StrEnum):
    """Which way a price goes to a whole step: to the nearest, a half up; in the client's favour; in ours."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


PriceStep = Annotated[PriceAmount, Field(gt=0)]


class RoundingRow(Message):
    """Prices from `price_from` on (not yet rounded) are made whole `step`s; then `deduction` is taken off: step 10
    with 0.10 off gives 9.90, 19.90 and so on, never less than nothing."""

    price_from: PriceAmount
    step: PriceStep
    direction: Direction = Direction.HALF_UP
    deduction: PriceAmount = Decimal(0)


_Table = Annotated[tuple[RoundingRow, ...], Field(max_length=100)]


class Refinement(Message):
    """A price group's own way within a type: it takes the place of the type's, it does not add to it. What is left
    out is as the type has it. Either a formula or a base and a markup, whichever of the two the type has."""

    price_group_id: UUID
    base_id: UUID | None = None
    markup: MarkupPercent | None = None
    formula: FormulaText | None = None
    rounding: _Table = ()
    threshold: SharePercent | None = None


_Refinements = Annotated[tuple[Refinement, ...], Field(max_length=500)]


class AddPriceType(Message):
    """A way of pricing with its own history. `for_sales`: documents use it when nothing else is named."""

    code: Code
    name: Name
    currency: CurrencyCode = "UAH"
    vat_included: bool = True
    for_sales: bool = False
    way: Way = Way.MANUAL
    base_id: UUID | None = None
    """The type that this one follows."""
    markup: MarkupPercent | None = None
    """In percent; below zero it is a discount."""
    formula: FormulaText | None = None
    condition: FormulaText | None = None
    """For which items the type computes at all; where it has become false, the price ends."""
    precision: PriceStep = Decimal("0.01")
    """What prices are rounded to where no row of `rounding` begins low enough; half up."""
    rounding: _Table = ()
    threshold: SharePercent | None = None
    """A computed price that moved by less, in percent, is not written: the old one is held."""
    set_on_receipt: bool = False
    """Computed of the purchase price: whether a receipt of goods sets new prices at once, from its date."""
    groups: _Refinements = ()


class ChangePriceType(Message):
    """Fields not given stay as they are. Prices there are stay too: ask for a recalculation from a date. Currency and
    VAT kind never change, for the history is kept in them."""

    id: UUID
    name: Name | None = None
    for_sales: bool | None = None
    way: Way | None = None
    """Set by hand from now on: what computed it is forgotten."""
    base_id: UUID | None = None
    markup: MarkupPercent | None = None
    formula: FormulaText | None = None
    condition: FormulaText | None = None
    """Null: computed for every item."""
    precision: PriceStep | None = None
    rounding: _Table | None = None
    threshold: SharePercent | None = None
    """Null: every change is written."""
    set_on_receipt: bool | None = None
    groups: _Refinements | None = None


class PriceTypeView(Message):
    """A list of prices in one currency, with or without VAT in them."""

    id: UUID
    code: str
    name: str
    currency: str
    vat_included: bool
    for_sales: bool
    way: Way = Way.MANUAL
    base_id: UUID | None = None
    markup: PercentAmount | None = None
    formula: str | None = None
    condition: str | None = None
    precision: PriceAmount = Decimal("0.01")
    rounding: tuple[RoundingRow, ...] = ()
    threshold: SharePercent | None = None
    set_on_receipt: bool = False
    groups: tuple[Refinement, ...] = ()
    version: int


class RecalculatePrices(Message):
    """All prices of a computed type, and of all types that follow it, from the beginning of a date."""

    id: UUID
    effective_from: Day


PRICE_TYPE_WRONG = {
    "lacks": error_code(
        "way_needs",
        Invalid,
        en="A price type computed this way needs it. Enter it, or choose another way.",
        uk="Вид ціни, що обчислюється так, цього потребує. Заповніть поле або виберіть інший спосіб.",
    ),
    "too_much": error_code(
        "way_takes_not",
        Invalid,
        en="A price type computed this way has no use for it. Leave it out, or choose another way.",
        uk="Виду ціни, що задається так, це не потрібно. Приберіть поле або виберіть інший спосіб.",
    ),
    "twice": error_code(
        "rounding_twice",
        Invalid,
        en="There is a row from this price already. Leave one of them.",
        uk="Рядок від цієї ціни вже є. Залиште один із них.",
    ),
    "group_twice": error_code(
        "refinement_twice",
        Invalid,
        en="There is a row for this price group already. Leave one of them.",
        uk="Для цієї цінової групи вже є рядок. Залиште один із них.",
    ),
    "too_long": error_code(
        "formulas_too_long",
        Invalid,
        en="Formulas of a price type may have {most} characters together. Shorten them, or name fewer price groups.",
        uk="Усі формули виду ціни разом можуть мати {most} знаків. Скоротіть їх або назвіть менше цінових груп.",
    ),
    "cycle": error_code(
        "price_types_in_a_circle",
        Invalid,
        en="The price types would follow one another in a circle: {circle}. Choose another base or formula.",
        uk="Види цін залежали б один від одного по колу: {circle}. Виберіть іншу основу або формулу.",
    ),
}
PRICE_TYPE_MANUAL = error_code(
    "price_type_manual",
    Conflict,
    en="Prices of this type are set by hand: there is nothing to compute. Set them, or give the type a way first.",
    uk="Ціни цього виду встановлюють вручну: обчислювати нічого. Встановіть їх або спершу задайте спосіб обчислення.",
)

ADD_PRICE_TYPE = api.command(
    "add_price_type",
    "POST /price-types",
    AddPriceType,
    PriceTypeView,
    roles=PRICERS,
    en="Add a price type",
    uk="Додати вид ціни",
    errors=(EXISTS, UNKNOWN_REFERENCE, *PRICE_TYPE_WRONG.values(), *FORMULA_WRONG.values()),
    example={"code": "RETAIL", "name": "Роздріб"},
)
CHANGE_PRICE_TYPE = api.command(
    "change_price_type",
    "PATCH /price-types/{id}",
    ChangePriceType,
    PriceTypeView,
    roles=PRICERS,
    en="Change a price type",
    uk="Змінити вид ціни",
    errors=(UNKNOWN_REFERENCE, *PRICE_TYPE_WRONG.values(), *FORMULA_WRONG.values()),
    example={"name": "Роздріб новий"},
)
LIST_PRICE_TYPES = api.listing(
    "list_price_types",
    "GET /price-types",
    PriceTypeView,
    roles=OFFICE,
    en="Price types",
    uk="Види цін",
    orders=("code", "-code"),
)
RECALCULATE_PRICES = api.command(
    "recalculate_prices",
    "POST /price-types/{id}/recalculate",
    RecalculatePrices,
    JobTicket,
    roles=PRICERS,
    en="Compute a price type anew from a date",
    uk="Перерахувати вид ціни з дати",
    success=202,
    changes_existing=False,
    errors=(PRICE_TYPE_MANUAL,),
    example={"effective_from": "2027-01-01"},
)

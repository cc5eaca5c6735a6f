"""The price of many lines in one call, and why each is what it is (T10)."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import Role
from services.chassis.amounts import Amount
from services.chassis.contracts import Message
from services.chassis.errors import AMOUNT_TOO_LARGE, NOT_FOUND, Conflict, Forbidden, Invalid, error_code
from services.chassis.fields import (
    CurrencyCode,
    MoneyAmount,
    NotNegativeMoney,
    PercentAmount,
    PriceAmount,
    QuantityAmount,
    SharePercent,
)
from services.chassis.moments import Day
from services.chassis.sums import DerivedPrice
from services.pricing.contracts.base import ItemKind, VatRate, api
from services.pricing.contracts.cards import CARD_NOT_ACTIVE, CARD_OF_ANOTHER, CARD_OUT_OF_DATE
from services.pricing.contracts.discounts import TimeOfDay
from services.pricing.contracts.item_cards import PackageFactor
from services.pricing.contracts.offer_faults import (
    OFFER_FOR_ANOTHER,
    OFFER_FOR_SEGMENT,
    OFFER_NOT_HERE,
    OFFER_OPERATION,
)
from services.pricing.contracts.offers import PaymentForm, TermsOfOffer
from services.pricing.contracts.rates import NO_EXCHANGE_RATE
from services.pricing.contracts.segments import ITEM_OUTSIDE_OFFER

ExactPercent = Annotated[Decimal, Amount(places=20, whole_digits=6, computed=True, description="Percent, in full")]


class QuoteLine(Message):
    """`manual_price` replaces what the rules give, `manual_discount` follows it; never both. The reasons say so. With
    `package_id` the quantity is of packages, and the typed price is of one package."""

    item_id: UUID
    package_id: UUID | None = None
    quantity: QuantityAmount
    manual_price: PriceAmount | None = None
    manual_discount: SharePercent | None = None
    begun: bool = False
    """It stands in a document and some of it was shipped or cancelled: that its item was withdrawn since, or left the
    offer's segment, does not refuse it."""


class AskQuote(Message):
    """Prices of many lines in one call, without side effects: under an offer, or by a price type (the one for sales
    when none is named). `prices_with_vat`: what the document's prices are; `vat_free`: the seller pays no VAT.
    `explain`: the reasons tell of a computed price how it was computed; for our people."""

    on: Day
    lines: Annotated[tuple[QuoteLine, ...], Field(min_length=1, max_length=1000)]
    organization_id: UUID | None = None
    partner_id: UUID | None = None
    """Demanded with an offer: whether this client may buy under it."""
    offer_id: UUID | None = None
    made_under: bool = False
    """The document is there already, under this offer: whether its client is in the offer's segment of partners is not
    asked again. Of our people alone."""
    card_id: UUID | None = None
    time: TimeOfDay | None = None
    """The document's; none: now. Discounts of certain hours ask about it."""
    payment_form: PaymentForm | None = None
    """How the document is paid; none: as its offer says."""
    price_type_id: UUID | None = None
    prices_with_vat: bool = True
    vat_free: bool = False
    document_discount: NotNegativeMoney | None = None
    """Money off the whole document, as its prices are (with VAT or without), shared over its lines."""
    currency: CurrencyCode | None = None
    """The document's; none: the offer's, or the price type's. Prices in another are converted at the date's rate."""
    explain: bool = False


class Reason(Message):
    """One step of the way to a price: the rule, the document it comes from, the price before and after. A step that
    was tried and not taken has `chosen` false; a place without a price has no `after`."""

    rule: str
    document: str | None
    before: DerivedPrice | None
    after: DerivedPrice | None
    text: str
    chosen: bool = True
    rule_id: UUID | None = None


class PricedLine(Message):
    """`total` is half_up(quantity × price × (1 − discount)) to the cent, less `document_discount_part`; `vat` is within
    it or on top of it, as the document's prices are. No price anywhere: `problem` is `no_price`, amounts are zero and
    not to be used; the reasons say where it was looked for.

    `price` is of one unit before discounts, as `listed_price`, unless it was typed. `discount` is in percent, of all
    that hold together, the manual one included; below zero: a markup. It is shown to 4 decimals; where those taken
    together have more, `exact_discount` says it whole (to 20 decimals, where counting ends), and the total is counted
    with that.

    `rule_price` is what the rules give for one unit, their discounts taken off: the manual limit is counted from it.
    A line of packages (`package_id`, `package`, `factor`: units in one) has its quantity in packages and its prices of
    one package; `unit_quantity` is the same in units, which quantity bounds of discounts count.

    `needs_approval`: the line is further below it than the person and the offer allow. A price typed where no rule
    gives one needs approval too, unless the person may go down to nothing."""

    item_id: UUID
    sku: str
    name: str
    unit: str
    kind: ItemKind
    quantity: QuantityAmount
    price: DerivedPrice
    listed_price: DerivedPrice | None
    rule_price: DerivedPrice | None = None
    discount: PercentAmount
    exact_discount: ExactPercent | None = None
    manual_discount: SharePercent | None = None
    needs_approval: bool = False
    document_discount_part: MoneyAmount = Decimal("0.00")
    total: MoneyAmount
    vat_rate: VatRate
    vat: MoneyAmount
    reasons: tuple[Reason, ...]
    problem: str | None = None
    package_id: UUID | None = None
    package: str | None = None
    factor: PackageFactor | None = None
    unit_quantity: QuantityAmount | None = None


class Quote(Message):
    """Lines priced on one date; `vat` is within `total` when `prices_with_vat`, on top of it otherwise. `terms`:
    the offer's, when it was asked under one."""

    on: date
    currency: CurrencyCode
    prices_with_vat: bool
    price_type_id: UUID
    lines: tuple[PricedLine, ...]
    total: MoneyAmount
    vat: MoneyAmount
    terms: TermsOfOffer | None = None
    needs_approval: bool = False
    """Some line does, or the discount on the document takes the whole further below the rules' prices than allowed."""


ITEM_WITHDRAWN = error_code(
    "item_withdrawn",
    Conflict,
    en="Some items are no longer sold. Leave out the lines listed, or choose others.",
    uk="Деякі позиції більше не продаються. Приберіть перелічені рядки або виберіть інші позиції.",
)
PACKAGE_WITHDRAWN = error_code(
    "package_withdrawn",
    Conflict,
    en="Some packages are no longer sold. Choose other ones, or the unit, in the lines listed.",
    uk="Деякі упаковки більше не продаються. Виберіть у перелічених рядках інші або одиницю.",
)
PACKAGE_QUANTITY = error_code(
    "package_quantity",
    Invalid,
    en="So many packages make no quantity of units: enter a whole number of them, or fewer.",
    uk="Стільки упаковок не дають точної кількості одиниць: введіть ціле число упаковок або менше.",
)
NOT_YET_FOR_CLIENTS = error_code(
    "not_yet_for_clients",
    Forbidden,
    en="Prices of days to come are not shown yet. Ask for today's.",
    uk="Ціни майбутніх днів ще не показуються. Запитайте сьогоднішні.",
)
NO_SALES_PRICE_TYPE = error_code(
    "no_sales_price_type",
    Conflict,
    en="No price type is marked for sales. Mark one, or name a price type in the request.",
    uk="Жоден вид ціни не позначено для продажу. Позначте один або вкажіть вид ціни в запиті.",
)

MANUAL_TWICE = error_code(
    "manual_twice",
    Invalid,
    en="A typed price takes no typed discount. Leave one of the two.",
    uk="Ціна, введена вручну, не поєднується зі знижкою, введеною вручну. Залиште щось одне.",
)
MANUAL_BY_OURS = error_code(
    "manual_by_ours",
    Forbidden,
    en="Prices and discounts are typed by our people only. Leave the fields listed out.",
    uk="Ціни та знижки вручну вводять лише наші працівники. Приберіть перелічені поля.",
)
TOO_MUCH_OFF = error_code(
    "too_much_off",
    Conflict,
    en="The discount on the document is more than its lines come to. Enter a smaller one.",
    uk="Знижка на документ більша за суму його рядків. Введіть меншу.",
)
EXPLAINED_TO_OURS = error_code(
    "explained_to_ours",
    Forbidden,
    en="How prices are computed is shown to our people only. Ask without an explanation.",
    uk="Як обчислено ціни, видно лише нашим працівникам. Запитайте без пояснення.",
)
OFFER_OR_TYPE = error_code(
    "offer_or_price_type",
    Invalid,
    en="An offer says its price types itself. Leave the price type out, or the offer.",
    uk="Оферта сама визначає види цін. Приберіть вид ціни або оферту.",
)
ASK_QUOTE = api.query(
    "ask_quote",
    "POST /quotes",
    AskQuote,
    Quote,
    roles=Role,
    en="Price many lines in one call",
    uk="Розрахувати ціни багатьох рядків одним запитом",
    errors=(
        NO_SALES_PRICE_TYPE,
        ITEM_WITHDRAWN,
        PACKAGE_WITHDRAWN,
        PACKAGE_QUANTITY,
        NOT_YET_FOR_CLIENTS,
        AMOUNT_TOO_LARGE,
        MANUAL_TWICE,
        MANUAL_BY_OURS,
        OFFER_OR_TYPE,
        NO_EXCHANGE_RATE,
        EXPLAINED_TO_OURS,
        TOO_MUCH_OFF,
        CARD_NOT_ACTIVE,
        CARD_OUT_OF_DATE,
        CARD_OF_ANOTHER,
        NOT_FOUND,
        OFFER_NOT_HERE,
        OFFER_FOR_ANOTHER,
        OFFER_FOR_SEGMENT,
        OFFER_OPERATION,
        ITEM_OUTSIDE_OFFER,
    ),
)

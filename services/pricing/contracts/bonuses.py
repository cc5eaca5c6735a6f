"""The bonus ledger of loyalty cards (T13): balance, entries, spending."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.actor import Role
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import NOT_FOUND, Conflict, Invalid, error_code
from services.chassis.fields import PERSONAL, MoneyAmount, Name, SharePercent
from services.chassis.moments import Day
from services.chassis.sums import MoneySum
from services.pricing.contracts.base import PRICERS, api
from services.pricing.contracts.cards import CARD_NOT_ACTIVE, CARD_OUT_OF_DATE

PositiveMoney = Annotated[MoneyAmount, Field(gt=0)]


class BonusKind(StrEnum):
    """The account on the other side of an entry: what the card got or gave, and why."""

    ACCRUED = "accrued"
    SPENT = "spent"
    GIVEN_BACK = "given_back"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"


class BonusLotView(Message):
    """What was accrued at once and is not all gone. It may be spent from `in_force_on` to `expires_on`, both included
    (none: without end)."""

    id: UUID
    accrued_on: date
    in_force_on: date
    expires_on: date | None
    amount: MoneyAmount
    rest: MoneyAmount


class CardBonuses(Message):
    """What a card holds, in hryvnias. `balance`: the sum of its entries; `available`: what of it may be spent today,
    nothing while the card is not active or not valid; `limit`: how many percent of an order's lines it may pay, none:
    this kind of card spends no bonuses."""

    id: UUID
    balance: MoneySum
    available: MoneySum
    limit: SharePercent | None
    lots: tuple[BonusLotView, ...]


class BonusEntryView(Message):
    """One movement of a card's ledger; `amount` is below zero where the card gives. Entries sum to the balance."""

    id: UUID
    card_id: UUID
    lot_id: UUID
    kind: BonusKind
    on: date
    amount: MoneyAmount
    order_id: UUID | None
    shipment_id: UUID | None
    reason: Annotated[str, PERSONAL] | None
    created_at: datetime


class AccrueBonuses(Message):
    """Bonuses by hand: brought over from another system, or given for a reason. `accrued_on`: today when not given;
    `expires_on`: the last day to spend them, none: without end."""

    id: UUID
    amount: PositiveMoney
    reason: Name
    accrued_on: Day | None = None
    expires_on: Day | None = None


class SpendBonuses(Message):
    """Bonuses for an order that is being made. `total`: of its lines, discounts taken off, as its prices are. Asked
    again for the same order it answers what was spent; an order that was never made gives them back."""

    card_id: UUID
    order_id: UUID
    partner_id: UUID
    amount: PositiveMoney
    total: MoneyAmount


class CardOrderView(Message):
    """An order's bonuses as the ledger has them: `asked` when it was ordered, `spent` what it holds of them now;
    `limit_percent`: how many percent of the lines they may pay.
    `withheld`: what returns were to take back and the card no longer held: it is kept from the refund."""

    id: UUID
    card_id: UUID
    partner_id: UUID
    asked: MoneyAmount
    spent: MoneyAmount
    limit_percent: SharePercent | None
    withheld: MoneyAmount = Decimal("0.00")
    version: int


class BonusesWithheld(Message):
    """What becomes of an order's (`id`) goods that came back: `returned`, what they were charged, as far as counted;
    `withheld`: of its refunds, all in all."""

    id: UUID
    returned: MoneyAmount
    withheld: MoneyAmount
    version: int


NOT_ENOUGH_BONUSES = error_code(
    "not_enough_bonuses",
    Conflict,
    en="The card has {available} in bonuses to spend today; {wanted} was asked for. Enter no more than there is.",
    uk="На картці сьогодні можна використати бонусів: {available}; запитано {wanted}. Вкажіть не більше, ніж є.",
)
BONUS_LIMIT = error_code(
    "bonus_limit",
    Conflict,
    en="Bonuses may pay {limit} % of the lines, {most} here; {wanted} was asked for. Enter no more than that.",
    uk="Бонусами можна сплатити {limit} % суми рядків, тут {most}; запитано {wanted}. Вкажіть не більше.",
)
CARD_WITHOUT_BONUSES = error_code(
    "card_without_bonuses",
    Conflict,
    en="Cards of this kind have no bonus rule. Leave the bonuses out, or set the rule of the kind first.",
    uk="Картки цього виду не мають правила бонусів. Приберіть бонуси або спершу встановіть правило виду.",
)
BONUSES_OF_ORDER = error_code(
    "bonuses_of_order",
    Conflict,
    en="Other bonuses were spent for this order already, or it was given up. Make the order anew.",
    uk="За цим замовленням уже використано інші бонуси, або його не буде. Створіть замовлення наново.",
)
BONUSES_END_BEFORE = error_code(
    "bonuses_end_before",
    Invalid,
    en="The bonuses end before they begin. Enter a later last day, or none.",
    uk="Строк бонусів закінчується раніше, ніж починається. Введіть пізніший останній день або жодного.",
)

GET_CARD_BONUSES = api.query(
    "get_card_bonuses",
    "GET /loyalty-cards/{id}/bonuses",
    ById,
    CardBonuses,
    roles=Role,
    en="Bonuses of a loyalty card",
    uk="Бонуси картки лояльності",
)
ACCRUE_BONUSES = api.command(
    "accrue_bonuses",
    "POST /loyalty-cards/{id}/bonuses",
    AccrueBonuses,
    CardBonuses,
    roles=PRICERS | {Role.HEAD_OF_SALES, Role.MARKETER},
    en="Accrue bonuses by hand with a reason",
    uk="Нарахувати бонуси вручну із зазначенням причини",
    errors=(BONUSES_END_BEFORE,),
    changes_existing=False,
)
SPEND_BONUSES = api.command(
    "spend_bonuses",
    "POST /bonus-spendings",
    SpendBonuses,
    CardOrderView,
    roles={Role.ADMINISTRATOR},
    en="Spend bonuses for an order that is being made; orders ask it",
    uk="Використати бонуси для замовлення, що створюється; запитують замовлення",
    errors=(
        NOT_FOUND,
        NOT_ENOUGH_BONUSES,
        BONUS_LIMIT,
        CARD_WITHOUT_BONUSES,
        CARD_NOT_ACTIVE,
        CARD_OUT_OF_DATE,
        BONUSES_OF_ORDER,
    ),
)
LIST_BONUS_ENTRIES = api.listing(
    "list_bonus_entries",
    "GET /bonus-entries",
    BonusEntryView,
    roles=Role,
    en="Entries of the bonus ledger",
    uk="Записи реєстру бонусів",
    orders=("-created_at", "created_at", "-on", "on"),
    filters=(
        one_of("card_id", UUID),
        one_of("kind", BonusKind),
        equals("order_id", UUID),
        equals("shipment_id", UUID),
        equals("partner_id", UUID),
        between("on", date),
    ),
)

BONUSES_WITHHELD = api.state("bonuses_withheld", BonusesWithheld, subject="order")
